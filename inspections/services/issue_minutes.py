"""Signs minutes by certificate, after both sides have put their names: number, team's lead, agency's seal, verification.

First the server makes them anew and proves them equal: a mark that a tablet had to guess may differ, nothing else
(INSPECTION §0.8 iii). The names drawn on the spot stand in the file that is signed; nothing is drawn after it, so their
pictures have to be here.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from accounts.permissions import SEAL_DOCUMENT
from accounts.selectors import may, stands_in_for
from documents.errors import NoUsableCertificate
from documents.models import DocumentDraft
from documents.selectors import usable_certificate
from documents.services import Content, Series, Signer, Subject, draft_document, seal
from inspections.checklist_folders import pages_of
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotVisible
from inspections.minutes import DIFFERS
from inspections.minutes.errors import MinutesRefused
from inspections.minutes.paper import SYMBOL, TITLES
from inspections.minutes_events import SEALED
from inspections.minutes_pdf import FOLDER, TEMPLATE, values_of
from inspections.models import Minutes, TeamRole
from inspections.parties import LEADING, member_in
from inspections.selectors.visible import visible_target
from inspections.services.make_minutes import prove_minutes
from inspections.services.sign_minutes import note, pictures_missing

SUBJECT = "inspections.Minutes"
SERIES = "bien_ban_doan"
SIGNER_LINES = ("T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN")
DEPUTY_LINES = ("T/M. ĐOÀN KIỂM TRA", "PHÓ TRƯỞNG ĐOÀN")
RECIPIENTS = ("Đối tượng kiểm tra", "Lưu: hồ sơ Đoàn kiểm tra, VT")


@transaction.atomic
def issue_minutes(person: Person, minutes_id: UUID | str, *, at: datetime) -> DocumentDraft:
    """Reserve the number and freeze the file of complete minutes for the lead's or deputy's certificate; asking twice is once.

    Raises NotVisible, MayNot("lead"), NoUsableCertificate, MinutesRefused ("not_complete",
    "pictures_missing", "differs", "not_readable").
    """
    minutes, lines = minutes_to_sign(person, minutes_id, at)
    if minutes.document_id is not None and minutes.document.state != DocumentDraft.State.ABANDONED:
        return minutes.document
    if minutes.complete_at is None or minutes.voided_at is not None:
        raise MinutesRefused("not_complete")
    if pictures_missing(minutes):
        raise MinutesRefused("pictures_missing")
    minutes = prove_minutes(minutes_id=minutes.pk, at=at)
    if minutes.proof["outcome"] == DIFFERS:
        raise MinutesRefused(
            "differs", differences=minutes.proof["differences"], faults=minutes.proof["faults"]
        )
    if usable_certificate(at, person_id=person.pk) is None:
        raise NoUsableCertificate(person.full_name, at)
    title = TITLES[minutes.kind]
    minutes.document = draft_document(
        agency_id=minutes.target.inspection.agency_id,
        content=Content(
            kind=SERIES, title=title, template=TEMPLATE, files=pages_of(FOLDER),
            values={"minutes": values_of(minutes)}, recipients=RECIPIENTS,
        ),
        series=Series(SERIES, "Biên bản của Đoàn kiểm tra", SYMBOL),
        signer=Signer(person.pk, lines),
        subject=Subject(SUBJECT, str(minutes.pk)),
        decision=f"{SUBJECT}:{minutes.pk}",
        actor_id=person.pk,
        at=at,
    )  # fmt: skip
    minutes.save(update_fields=["document"])
    note(minutes, "inspections.minutes_issued", person, at, document=str(minutes.document.public_id))
    return minutes.document


def minutes_to_sign(person: Person, minutes_id: UUID | str, at: datetime) -> tuple[Minutes, tuple[str, str]]:
    """Return minutes, locked, and the lines above the name of who signs for the team. Raises NotVisible, MayNot."""
    found = minutes_called(minutes_id)
    _, sight = visible_target(person, found.target.public_id, at)
    if not sight.inside:
        raise NotVisible
    member = member_in(person, found.target.inspection)
    if member is None or member.role not in LEADING:
        raise MayNot("lead")
    return locked(found), SIGNER_LINES if member.role == TeamRole.LEAD else DEPUTY_LINES


def leads(person: Person, minutes: Minutes) -> bool:
    """Say whether somebody signs for the team: its lead, or the deputy."""
    member = member_in(person, minutes.target.inspection)
    return member is not None and member.role in LEADING


def minutes_called(minutes_id: UUID | str) -> Minutes:
    """Return minutes by their public id. Raises NotVisible."""
    found = Minutes.objects.select_related("target__inspection").filter(public_id=minutes_id).first()
    if found is None:
        raise NotVisible
    return found


def locked(found: Minutes) -> Minutes:
    """Return minutes, locked after their target."""
    TargetEffects().lock(found.target_id)
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("document", "target__inspection").get(pk=found.pk)


@transaction.atomic
def seal_minutes(person: Person, minutes_id: UUID | str, *, at: datetime) -> None:
    """Ask for the agency's seal on minutes that the lead has signed: the clerk's act, which issues them.

    Raises NotVisible for who holds no seal of the agency, MinutesRefused("not_complete") before the lead's signature,
    NoUsableCertificate.
    """
    found = minutes_called(minutes_id)
    if not may(person, SEAL_DOCUMENT, found.target.inspection.agency_id, at):
        raise NotVisible
    minutes = locked(found)
    if minutes.document is None or minutes.document.state != DocumentDraft.State.SIGNED:
        raise MinutesRefused("not_complete")
    note(
        minutes,
        SEALED,
        person,
        at,
        for_id=stands_in_for(person, SEAL_DOCUMENT, minutes.target.inspection.agency_id, at),
        document=str(minutes.document.public_id),
    )
    seal(draft_id=minutes.document.pk, actor_id=person.pk, at=at)
