"""Sixty more of everything a page may list, copied from what the world of the permission matrix has one of."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Model
from viewflow.workflow.status import STATUS

from accounts.localdays import local_day
from accounts.models import (
    Agency,
    AgencyGroupObjectPermission,
    Appointment,
    CalendarDay,
    FourEyesWaiver,
    Person,
)
from documents.models import Certificate, DocumentDraft, IssuedDocument, NumberRegister, RegisterEntry
from dossiers.models import (
    Complaint,
    Conversation,
    Dossier,
    DossierFile,
    DossierWord,
    Message,
    MessageFile,
    SavedView,
    StepAnswer,
)
from dossiers.selectors import application_package
from dossiers.services import save_draft
from forms.models import Attachment
from forms.services import collect
from jobs.models import Incident, Job
from notifications.models import Notification
from registry.models import Institution, LicenceVersion, LicensedMajor, RegisterImport
from tests.integration.dossiers.diploma_copy import ANSWERS
from tests.integration.permission_world import World
from tests.integration.uploads import paper_of
from workflows.models import WorkItem

MORE = 60


def begin(world: World) -> None:
    """Have a first one of what the world of the matrix has none of, and an application that could be sent."""
    citizen, package = world.people["cong-dan"], application_package("diploma_copy", world.at)
    form = package.forms[package.definition.form]
    typed = collect(form, data=ANSWERS, owner_id=citizen.pk, at=world.at)
    save_draft(citizen, "diploma_copy", typed.values, at=world.at)
    Incident.objects.create(**closed(world))
    for dossier in world.dossiers.values():
        first_talk(dossier, world)
        complaint_over(dossier, world).save()
    for person in world.people.values():
        SavedView.objects.create(person=person, name="Mục", filter={"due": "late"}, created_at=world.at)
    CalendarDay.objects.create(
        agency=Agency.objects.get(code="H61.12"), kind="holiday", on=local_day(world.at)
    )


def closed(world: World) -> dict[str, Any]:
    """Return the facts of an incident that somebody closed."""
    return {
        "job": Job.objects.first(), "place": "x", "cause": "x", "opened_at": world.at, "closed_at": world.at,
        "closed_by": world.people["quan-tri"], "resolution": "closed", "reason": "x",
    }  # fmt: skip


def grow(world: World) -> None:
    """Add sixty of everything."""
    more_agencies(world)
    more_people(world)
    more_days(world)
    more_numbers_and_certificates(world)
    more_incidents(world)
    more_dossiers(world)
    more_registers()
    for dossier in world.dossiers.values():
        longer(dossier, world)
    for person in world.people.values():
        view = SavedView(person=person, filter={"due": "late", "words": "nguyen"}, created_at=world.at)
        write(view, name=lambda n: f"Mục {n}")
    for recipient in world.people.values():
        told = Notification(recipient=recipient, kind="dossier.submitted", params={"receipt_no": "BN"}, created_at=world.at)  # fmt: skip
        write(told)


def copies(row: Model, **changed: Callable[[int], Any]) -> Iterator[Model]:
    """Make sixty rows like one; `changed` gives a column its value by the number of the copy."""
    own = {"public_id": lambda number: uuid4()} if hasattr(row, "public_id") else {}
    for number in range(1, MORE + 1):
        fresh = copy(row)
        fresh.pk, fresh._state = None, copy(row._state)  # noqa: SLF001
        fresh._state.adding = True  # noqa: SLF001
        for name, value in {**own, **changed}.items():
            setattr(fresh, name, value(number))
        yield fresh


def write(row: Model, **changed: Callable[[int], Any]) -> list[Any]:
    """Store sixty rows like one."""
    return type(row).objects.bulk_create(copies(row, **changed))


def more_agencies(world: World) -> None:
    """Agencies below the department, within the reach of whoever reaches their sister."""
    sister = Agency.objects.get(code="H61.12.31")
    agencies = write(sister, code=lambda n: f"H61.12.{n + 100}")
    rights = AgencyGroupObjectPermission.objects.filter(content_object=sister)
    for right in rights:
        write(right, content_object_id=lambda n: agencies[n - 1].pk)
    waiver = FourEyesWaiver(
        agency=sister, starts_on=local_day(world.at), ends_on=local_day(world.at), reason="x",
        allowed_by=world.people["quan-tri"], allowed_at=world.at,
    )  # fmt: skip
    write(waiver)


def more_people(world: World) -> None:
    """Colleagues of the receiving officer; roles and delegations of one person; delegations of the leader."""
    shown = world.people["giu-so-2"]
    colleagues = [
        Person.objects.create(email=f"dong-nghiep-{number}@motcua.test", full_name=f"Trần Văn Hòa {number}")
        for number in range(MORE)
    ]
    for name in ("tiep-nhan", "truong-giu-so"):
        write(Appointment.objects.filter(person=world.people[name]).first(), person_id=lambda n: colleagues[n - 1].pk)  # fmt: skip
    held = Appointment.objects.filter(person=shown, on_behalf_of=None).first()
    write(held, starts_on=lambda n: held.starts_on - timedelta(days=n))
    write(Appointment.objects.get(**world.arguments["delegation"]))
    citizens = Appointment.objects.filter(person=world.people["tiep-nhan"]).first()
    write(citizens)


def more_days(world: World) -> None:
    """Days off, common ones and an agency's own."""
    year, agency = local_day(world.at).year, Agency.objects.get(code="H61.12")
    CalendarDay.objects.filter(on__year=year).delete()
    for owner in (None, agency):
        write(CalendarDay(agency=owner, kind="holiday"), on=lambda n: date(year, 1, 1) + timedelta(days=n))


def more_numbers_and_certificates(world: World) -> None:
    """Registers, numbers in each of the first ones, certificates of an agency and of its people."""
    for register in list(NumberRegister.objects.all()):
        held = RegisterEntry(register=register, number=1, text="x", day=local_day(world.at), reserved_by=world.people["lanh-dao"], reserved_at=world.at)  # fmt: skip
        write(held, number=lambda n: 1_000 + n, decision=lambda n: f"{register.pk}/{n}")  # noqa: B023
    write(NumberRegister.objects.first(), series=lambda n: f"S{n}")
    for certificate in list(Certificate.objects.all()):
        write(certificate, fingerprint=lambda n: uuid4().hex)


def more_incidents(world: World) -> None:
    """Open ones, some of which could be skipped, and closed ones."""
    for incident in list(Incident.objects.select_related("job")):
        jobs = write(incident.job, key=lambda n: uuid4().hex)
        write(incident, job_id=lambda n: jobs[n - 1].pk)  # noqa: B023
    write(Incident(**closed(world)))


def more_registers() -> None:
    """Institutions, licences of the first one with majors and versions, and files brought in."""
    shown = Institution.objects.first()
    write(shown, name_key=lambda n: f"{shown.name_key} {n}")
    write(Institution(keeper=shown.keeper, name="Trường cũ", valid_from=date(2000, 1, 1), successor=shown))
    licence = shown.licences.first()
    write(LicensedMajor.objects.filter(licence=licence).first(), name=lambda n: f"Nghề {n}")
    write(licence.versions.first(), version=lambda n: n + 1)
    for each in write(licence, number=lambda n: f"{n + 1}/QĐ"):
        LicensedMajor.objects.create(licence=each, level="so_cap", name="May", yearly_quota=30)
        LicenceVersion.objects.create(
            licence=each, version=1, content={"majors": []}, written_at=each.created_at
        )
    write(RegisterImport.objects.first())


def more_dossiers(world: World) -> None:
    """Dossiers of the same applicant that wait where the others do, each with a run and a step."""
    for state in ("new", "searching", "signing", "supplement"):
        dossier = world.dossiers[state]
        runs = write(dossier.run)
        numbers = {"receipt_no": lambda n: f"BN-{state}-{n}"[:20], "idempotency_key": lambda n: uuid4()}  # noqa: B023
        code = (lambda n: f"{dossier.code}{n:02}") if dossier.code else (lambda n: None)  # noqa: B023
        made = write(dossier, run_id=lambda n: runs[n - 1].pk, code=code, **numbers)  # noqa: B023
        item = WorkItem.objects.filter(process=dossier.run, completed_at=None).first()
        write(item, process_id=lambda n: runs[n - 1].pk)  # noqa: B023
        for word in DossierWord.objects.filter(dossier=dossier):
            write(word, dossier_id=lambda n: made[n - 1].pk)  # noqa: B023
        waiting = Conversation(written=1, last_at=world.at, waiting_since=world.at)
        write(waiting, dossier_id=lambda n: made[n - 1].pk)  # noqa: B023


def longer(dossier: Dossier, world: World) -> None:
    """Let one dossier have sixty more finished steps with answers, papers, and documents where it has one."""
    officer = world.people["giu-so"]
    done = WorkItem.objects.filter(process=dossier.run).first()
    done.status, done.owner, done.completed_at, done.claimed_at = STATUS.DONE, officer, world.at, world.at
    items = write(done, token_id=lambda n: f"more-{n}")
    answer = StepAnswer(dossier=dossier, node_id=done.node_id, outcome="x", answered_by=officer, answered_at=world.at)  # fmt: skip
    write(answer, work_item_id=lambda n: items[n - 1].pk)
    paper = paper_of(dossier, world.people["cong-dan"], world.at)
    papers = write(Attachment.objects.get(pk=paper.pk), storage_key=lambda n: uuid4().hex)
    write(DossierFile.objects.get(attachment=paper), attachment_id=lambda n: papers[n - 1].pk)
    more_talk(dossier, world)
    issued = IssuedDocument.objects.filter(
        subject_type="dossiers.Dossier", subject_id=str(dossier.pk)
    ).first()
    if issued:
        more_documents(issued)


def first_talk(dossier: Dossier, world: World) -> None:
    """Let a dossier have a message of each kind with a file, which wait."""
    for direction, who, agency in (
        ("to_office", "cong-dan", None),
        ("to_one_stop", "giu-so", dossier.receiving_agency),
        ("to_applicant", "tiep-nhan", dossier.receiving_agency),
    ):
        message = Message.objects.create(
            dossier=dossier, direction=direction, sender=world.people[who], agency=agency, text="x",
            sent_at=world.at, idempotency_key=uuid4(),
        )  # fmt: skip
        MessageFile.objects.create(message=message, attachment=Attachment.objects.first())
    Conversation.objects.update_or_create(
        dossier=dossier, defaults={"written": 3, "last_at": world.at, "waiting_since": world.at}
    )


def more_talk(dossier: Dossier, world: World) -> None:
    """Let a dossier have sixty more messages of each kind with a file each, and complaints that are over."""
    for said in list(Message.objects.filter(dossier=dossier)):
        messages = write(said, idempotency_key=lambda n: uuid4())
        write(MessageFile(attachment=Attachment.objects.first()), message_id=lambda n: messages[n - 1].pk)  # noqa: B023
    write(complaint_over(dossier, world), code=lambda n: uuid4().hex[:20], idempotency_key=lambda n: uuid4())


def complaint_over(dossier: Dossier, world: World) -> Complaint:
    """Return a complaint that was taken back, not stored yet."""
    return Complaint(
        dossier=dossier, complainant=world.people["cong-dan"], about="handling", text="x", state="withdrawn",
        agency=dossier.receiving_agency, sent_at=world.at, answer_by=world.at, closed_at=world.at,
        code=uuid4().hex[:20], idempotency_key=uuid4(),
    )  # fmt: skip


def more_documents(issued: IssuedDocument) -> None:
    """Let a subject have sixty more documents."""
    entry, draft = issued.entry, DocumentDraft.objects.get(pk=issued.draft_id)
    entries = write(entry, number=lambda n: entry.number * 1_000 + 5_000 + n, decision=lambda n: uuid4().hex)
    drafts = write(draft, entry_id=lambda n: entries[n - 1].pk, verify_code=lambda n: uuid4().hex[:16])
    write(
        issued, entry_id=lambda n: entries[n - 1].pk, draft_id=lambda n: drafts[n - 1].pk, verify_code=lambda n: uuid4().hex[:16]
    )  # fmt: skip
