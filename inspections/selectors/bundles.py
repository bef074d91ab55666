"""What a tablet takes along of a visit, whole or what changed after a number, as plain JSON values.

Only what inspectors of the visit may see: notes of colleagues yes, the source of a ground or a risk never.
"""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Person
from documents.models import IssuedDocument
from inspections.models import (
    Answer,
    AnswerConflict,
    DeclaredAnswer,
    Device,
    Evidence,
    Finding,
    Minutes,
    SampleDraw,
    SectionHold,
    Session,
    Target,
)
from inspections.selectors.checklists import samples_of
from inspections.selectors.minutes import basis_of
from inspections.selectors.visits import OPEN_TO_TABLETS, present_members
from registry.models import Licence

MOST_FINDINGS = 200


def visit_of(target: Target, role: str, sessions: list[Session]) -> dict[str, Any]:
    """Return what a list of visits says of one."""
    inspection, institution, checklist = (
        target.inspection,
        target.institution,
        target.inspection.checklist_version,
    )
    return {
        "id": str(target.public_id),
        "code": inspection.code,
        "title": inspection.title,
        "mode": inspection.mode,
        "variant": inspection.variant,
        "decision": {"number": inspection.decision_number, "on": day(inspection.decision_on)},
        "institution": {
            "name": institution.name, "code": institution.code, "kind": institution.kind,
            "address": target.address, "place": target.place,
        },
        "starts_at": moment(min((each.starts_at for each in sessions), default=None)),
        "ends_at": moment(max((each.ends_at for each in sessions), default=None)),
        "announced_at": moment(target.announced_at),
        "due_on": day(target.due_on),
        "checklist": checklist.version_hash if checklist else None,
        "status": target.status,
        "status_words": str(target.get_status_display()),
        "closed": target.status not in OPEN_TO_TABLETS,
        "role": role,
        "seq": target.sync_seq,
        "sessions": [session_of(each) for each in sessions],
    }  # fmt: skip


def bundle_of(
    target: Target, person: Person, device: Device, at: datetime, *, after: int = 0
) -> dict[str, Any]:
    """Return a visit's answers and all that belongs to them, those that changed after a number.

    The number is read first: what is committed meanwhile comes twice rather than never.
    """
    seq = Target.objects.values_list("sync_seq", flat=True).get(pk=target.pk)
    members = list(present_members(at).filter(inspection_id=target.inspection_id).select_related("person"))
    role = next((each.role for each in members if each.person_id == person.pk), "")
    names = {each.person_id: each.person.full_name for each in members}
    changed = {
        "answers": {
            each.item_key: answer_of(each) for each in newer(Answer, target, after).select_related("device")
        },
        "conflicts": [conflict_of(each, names) for each in newer(AnswerConflict, target, after)],
        "evidence": {str(each.pk): evidence_of(each) for each in newer(Evidence, target, after)},
        "minutes": [
            minutes_of(each) for each in newer(Minutes, target, after).prefetch_related("signatures")
        ],
    }
    return {
        "visit": {**visit_of(target, role, list(target.sessions.all())), "seq": seq},
        "team": [
            {"person": each.person_id, "name": each.person.full_name, "role": each.role, "tasks": each.tasks,
             "is_me": each.person_id == person.pk}
            for each in members
        ],
        **changed,
        "holds": {each.section: hold_of(each, device, names) for each in open_holds(target)},
        "seq": seq,
    }  # fmt: skip


def companions_of(target: Target, seeds: dict[str, str]) -> dict[str, Any]:
    """Return what is beside the answers: what the institution declared, its licences, earlier findings, samples with their seeds.

    None of it counts in the visit's number, so it comes along whole each time.
    """
    drawn = {each.code: each for each in SampleDraw.objects.filter(target=target)}
    declared = DeclaredAnswer.objects.filter(target=target) if target.self_declared_at else []
    return {
        "declared": {each.item_key: each.values for each in declared},
        "previous": [finding_of(each) for each in earlier_findings(target)],
        "samples": {
            code: sample_of(drawn.get(code), size, seeds[code]) for code, size in samples_of(target).items()
        },
        "minutes_basis": basis_of(target),
        "licences": licences_of(target),
    }


def licences_of(target: Target) -> list[dict[str, Any]]:
    """Return the institution's licences, each with the code its QR opens; "" where it was issued elsewhere."""
    paper = IssuedDocument.objects.filter(
        agency=OuterRef("issuer"), number=OuterRef("number"), issued_on=OuterRef("issued_on")
    )
    rows = Licence.objects.filter(institution=target.institution_id).annotate(
        code=Subquery(paper.order_by("pk").values("verify_code")[:1])
    )
    return [
        {"number": each.number, "issued_on": day(each.issued_on), "code": each.code or ""}
        for each in rows.order_by("-issued_on", "-pk")
    ]


def newer(model: Any, target: Target, after: int) -> QuerySet[Any]:
    """Return a visit's rows that changed after a number."""
    return (
        model.objects.filter(target=target, seq__gt=after) if after else model.objects.filter(target=target)
    )


def open_holds(target: Target) -> QuerySet[SectionHold]:
    """Return who holds which section."""
    return SectionHold.objects.filter(target=target, given_at=None).select_related("device", "device__person")


def earlier_findings(target: Target) -> QuerySet[Finding]:
    """Return what the same agency found at the institution in earlier inspections, the newest first."""
    earlier = Finding.objects.filter(
        target__inspection__agency=target.inspection.agency_id, target__institution=target.institution_id,
        target__ended_at__isnull=False, withdrawn_at=None,
    ).exclude(target=target)  # fmt: skip
    return earlier.select_related("remedy").order_by("-found_at")[:MOST_FINDINGS]


def answer_of(answer: Answer) -> dict[str, Any]:
    """Return an answer as it stands."""
    return {
        "values": answer.values, "version": answer.version, "by": answer.by_id,
        "device": str(answer.device.public_id) if answer.device else None,
        "noted_at": moment(answer.noted_at), "changed_at": moment(answer.changed_at),
    }  # fmt: skip


def conflict_of(conflict: AnswerConflict, names: dict[int, str]) -> dict[str, Any]:
    """Return two values of one key."""
    sides = {"a": conflict.first or None, "b": conflict.second}
    named = {
        side: {**told, "name": names.get(told.get("by"), "")} if told else None
        for side, told in sides.items()
    }
    chosen = {"first": "a", "second": "b"}.get(conflict.chosen)
    return {
        "id": str(conflict.public_id), "key": conflict.item_key, **named, "open": conflict.decided_at is None,
        "chosen": chosen, "reason": conflict.reason,
    }  # fmt: skip


def evidence_of(evidence: Evidence) -> dict[str, Any]:
    """Return how far a file has come."""
    return {
        "key": evidence.item_key, "kind": evidence.kind, "size": evidence.size, "received": evidence.received_bytes,
        "complete": evidence.completed_at is not None, "sha256": evidence.sha256, "by": evidence.by_id,
        "removed": evidence.removed_at is not None,
    }  # fmt: skip


def minutes_of(minutes: Minutes) -> dict[str, Any]:
    """Return minutes with their signatures."""
    return {
        "id": str(minutes.public_id), "kind": minutes.kind, "digest": minutes.content_digest,
        "content": minutes.content, "made_at": moment(minutes.made_at), "device_at": moment(minutes.device_at),
        "complete": minutes.complete_at is not None, "voided": minutes.voided_at is not None, "proof": minutes.proof.get("outcome", ""),
        "signatures": [
            {"side": each.side, "name": each.name, "title": each.title, "method": each.method,
             "device_at": moment(each.device_at), "server_at": moment(each.server_at)}
            for each in minutes.signatures.all()
        ],
    }  # fmt: skip


def hold_of(hold: SectionHold, device: Device, names: dict[int, str]) -> dict[str, Any]:
    """Return who holds a section."""
    return {
        "hold": str(hold.public_id), "device": str(hold.device.public_id), "person": hold.device.person_id,
        "name": names.get(hold.device.person_id, hold.device.person.full_name), "mine": hold.device_id == device.pk,
    }  # fmt: skip


def sample_of(drawn: SampleDraw | None, size: int, seed: str) -> dict[str, Any]:
    """Return a sample: the seed to draw by, and what was drawn."""
    return {
        "seed": drawn.seed if drawn else seed, "size": size,
        "population": drawn.population if drawn else None, "units": drawn.drawn if drawn else None,
    }  # fmt: skip


def finding_of(finding: Finding) -> dict[str, Any]:
    """Return an earlier finding and what became of it."""
    remedy = getattr(finding, "remedy", None)
    return {
        "key": finding.item_key, "text": finding.text, "found_at": moment(finding.found_at),
        "due_on": day(finding.due_on), "state": remedy.state if remedy else None,
        "state_words": str(remedy.get_state_display()) if remedy else "",
    }  # fmt: skip


def session_of(session: Session) -> dict[str, Any]:
    """Return a session, planned and as it was."""
    return {
        "id": str(session.public_id), "starts_at": moment(session.starts_at), "ends_at": moment(session.ends_at),
        "began_at": moment(session.began_at), "ended_at": moment(session.finished_at), "place": session.place,
        "online": session.is_online,
    }  # fmt: skip


def moment(at: datetime | None) -> str | None:
    """Return a moment as text."""
    return at.isoformat() if at else None


def day(on: Any) -> str | None:
    """Return a day as text."""
    return on.isoformat() if on else None
