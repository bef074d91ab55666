"""Sixty more of everything about inspections: of the office, of one institution's part, of the institution's own side."""

from datetime import timedelta
from uuid import uuid4

from accounts.models import Agency, Person
from inspections.models import (
    Answer,
    Evidence,
    Finding,
    Inspection,
    InspectionComplaint,
    InspectionStep,
    Minutes,
    MinutesSignature,
    PaperRequest,
    PublishedRules,
    Remedy,
    RemedySubmission,
    Session,
    Target,
)
from inspections.selectors.rules import files_of_library
from tests.integration.budget_world import MORE, write
from tests.integration.inspections.visit_world import visit_of
from tests.integration.permission_world import World
from workflows.models import WorkItem


def begin_inspections(world: World) -> None:
    """Have a first one of what the world of the matrix has none of."""
    for key in ("inspected", "own_part"):
        target = Target.objects.get(**world.arguments[key])
        member = target.inspection.team.first()
        session = target.sessions.first()
        session.members.add(member)
        remedy = Remedy.objects.filter(finding__target=target).first()
        RemedySubmission.objects.create(remedy=remedy, text="x", by=member.person, at=world.at)
        PaperRequest.objects.get_or_create(
            target=target, title="Sổ lương", defaults={"asked_by": member.person, "asked_at": world.at}
        )
        InspectionComplaint.objects.get_or_create(
            target=target, complainant=world.people["cong-dan"], text="x", defaults={"sent_at": world.at}
        )
        minutes = Minutes.objects.create(
            target=target, kind="session", content={}, content_digest=uuid4().hex * 2, made_on="server", made_by=member.person,
            made_at=world.at, complete_at=world.at,
        )  # fmt: skip
        MinutesSignature.objects.create(
            minutes=minutes,
            side="team",
            name="x",
            method="drawn",
            content_digest="0" * 64,
            server_at=world.at,
        )
        Answer.objects.get_or_create(
            target=target, item_key="TS.01", defaults={"by": member.person, "changed_at": world.at, "values": {"verdict": "pass"}}
        )  # fmt: skip
    agency = Agency.objects.get(code="H61.12")
    finished = visit_of(agency, {world.people["giu-so"]: "lead"}, world.at)
    minutes = Minutes.objects.create(
        target=finished, kind="inspection", content={}, content_digest=uuid4().hex * 2, made_on="server",
        made_by=world.people["giu-so"], made_at=world.at, complete_at=world.at,
    )  # fmt: skip
    MinutesSignature.objects.create(
        minutes=minutes, side="team", name="x", method="drawn", content_digest="0" * 64, server_at=world.at
    )
    for kind in PublishedRules.Kind:
        PublishedRules.objects.create(
            agency=agency, kind=kind, number=1, files=files_of_library(kind), version_hash=uuid4().hex, valid_from=world.at.date(),
            reason="x", published_by=world.people["lanh-dao"], published_at=world.at,
        )  # fmt: skip


def grow_inspections(world: World) -> None:
    """Add sixty of everything."""
    people = [
        Person.objects.create(email=f"doan-{number}@motcua.test", full_name=f"Giàng A Páo {number}")
        for number in range(MORE)
    ]
    for key in ("inspected", "own_part"):
        target = Target.objects.get(**world.arguments[key])
        longer_part(target)
        more_like(target, people, world)
    for rules in list(PublishedRules.objects.all()):
        write(rules, number=lambda n: n + 1, version_hash=lambda n: uuid4().hex)


def longer_part(target: Target) -> None:
    """Let one part have sixty more of everything it lists."""
    sessions = write(target.sessions.first())
    member = target.inspection.team.first()
    for session in sessions:
        session.members.add(member)
    more_findings(target)
    write(PaperRequest.objects.filter(target=target).first(), idempotency_key=lambda n: uuid4())
    write(InspectionComplaint.objects.filter(target=target).first(), idempotency_key=lambda n: uuid4())
    minutes = Minutes.objects.filter(target=target, kind="session").first()
    made = write(minutes, content_digest=lambda n: uuid4().hex * 2)
    write(minutes.signatures.first(), minutes_id=lambda n: made[n - 1].pk)
    evidence = Evidence.objects.filter(target=target).first()
    if evidence:
        write(evidence, id=lambda n: uuid4(), storage_name=lambda n: f"evidence/{uuid4()}")
    write(Answer.objects.filter(target=target, item_key="TS.01").first(), item_key=lambda n: f"XX.{n}")
    step = InspectionStep.objects.filter(target=target).first()
    if step:
        items = write(step.work_item, token_id=lambda n: f"more-{n}")
        write(step, work_item_id=lambda n: items[n - 1].pk)


def more_findings(target: Target) -> None:
    """Let a part have sixty more findings, each with a remedy that was proved."""
    remedy = Remedy.objects.filter(finding__target=target).first()
    findings = write(
        remedy.finding, idempotency_key=lambda n: uuid4(), clause=lambda n: f"Điều {n}", item_key=lambda n: f"S{n}.01"
    )  # fmt: skip
    remedies = write(remedy, finding_id=lambda n: findings[n - 1].pk)
    write(
        remedy.submissions.first(), remedy_id=lambda n: remedies[n - 1].pk, idempotency_key=lambda n: uuid4()
    )


def more_like(target: Target, people: list[Person], world: World) -> None:
    """Make sixty more inspections like a target's, each of one institution with a session, a finding and its remedy."""
    inspection = target.inspection
    inspections = write(
        Inspection.objects.get(pk=inspection.pk), code=lambda n: f"KT-{inspection.pk}-{n}", run_id=lambda n: None,
        idempotency_key=lambda n: uuid4(),
    )  # fmt: skip
    targets = write(
        target, inspection_id=lambda n: inspections[n - 1].pk, run_id=lambda n: None, ended_at=lambda n: world.at if n % 2 else None,
        coordinates=lambda n: {"lat": f"{22 + n / 100}", "lng": "104"},
    )  # fmt: skip
    for member in list(inspection.team.all()):
        write(member, inspection_id=lambda n: inspections[n - 1].pk)
    write(
        inspection.team.order_by("pk").last(), person_id=lambda n: people[n - 1].pk, role=lambda n: "member"
    )
    day = timedelta(days=1)
    session = Session.objects.filter(target=target).first()
    write(
        session, target_id=lambda n: targets[n - 1].pk, starts_at=lambda n: session.starts_at - n * day,
        idempotency_key=lambda n: None,
    )  # fmt: skip
    finding = Finding.objects.filter(target=target, remedy__isnull=False).first()
    findings = write(finding, target_id=lambda n: targets[n - 1].pk, idempotency_key=lambda n: None)
    write(finding.remedy, finding_id=lambda n: findings[n - 1].pk)
    write(Answer.objects.filter(target=target).first(), target_id=lambda n: targets[n - 1].pk)
    minutes = Minutes.objects.filter(target=target, kind="session").first()
    made = write(
        minutes, target_id=lambda n: targets[n - 1].pk, kind=lambda n: "inspection", session_id=lambda n: None, content_digest=lambda n: uuid4().hex * 2
    )  # fmt: skip
    write(minutes.signatures.first(), minutes_id=lambda n: made[n - 1].pk)
    if target.run_id:
        waiting = WorkItem.objects.filter(process_id=target.run_id, completed_at=None).first()
        runs = write(target.run) if waiting else []
        for each, run in zip(targets, runs, strict=False):
            Target.objects.filter(pk=each.pk).update(run=run)
        if waiting:
            write(waiting, process_id=lambda n: runs[n - 1].pk)
