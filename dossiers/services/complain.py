"""A complaint from its sending to its answer: sent by the applicant, taken up and answered by a leader, or taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.permissions import HANDLE_COMPLAINTS
from accounts.selectors import stands_in_for
from audit.services import record
from dossiers.codes import new_complaint_code
from dossiers.complaint_models import OPEN_COMPLAINTS, Complaint, ComplaintFile
from dossiers.complaint_news import tell_complainant, tell_handlers, tell_overdue
from dossiers.complaints import ANSWER_FORM, FORM, answer_by, answering_agency, check_not_too_many
from dossiers.errors import CannotComplain, NotVisible
from dossiers.models import Dossier
from dossiers.parties import behalf_of, represented_by
from dossiers.selectors.complaints import visible_complaint
from dossiers.selectors.visible import visible_dossier
from forms.models import Attachment
from forms.services import accept, reference

State = Complaint.State
NO_FILES: Mapping[str, Any] = MappingProxyType({})


def complain(
    person: Person,
    public_id: UUID | str,
    *,
    data: Mapping[str, Any],
    files: Mapping[str, Any] = NO_FILES,
    idempotency_key: UUID,
    at: datetime,
) -> Complaint:
    """Return the complaint that was sent, or the one this key sent before.

    data, files      what the page posted: `about`, `text`, `files`
    idempotency_key  of the page: a double click or a re-sent request finds the first complaint

    Raises NotVisible for who is not the applicant, CannotComplain ("open", "too_many"), forms.Invalid.
    """
    dossier, sight = visible_dossier(person, public_id, at)
    if not sight.is_applicant:
        raise NotVisible
    sent = Complaint.objects.filter(complainant=person, idempotency_key=idempotency_key).first()
    if sent is not None:
        return sent
    check_not_too_many(person, at)
    check_none_waits(dossier.pk, idempotency_key)
    accepted = accept(FORM, data=data, files=files, owner_id=person.pk, at=at)
    about = str(accepted.answers["about"])
    agency = answering_agency(dossier, about, at)
    complaint = Complaint(
        code=new_complaint_code(), dossier=dossier, complainant=person, about=about, text=accepted.answers["text"],
        agency=agency, idempotency_key=idempotency_key, sent_at=at, answer_by=answer_by(agency, at),
    )  # fmt: skip
    try:
        return store(complaint, accepted.attachments, at)
    except IntegrityError:
        meanwhile = Complaint.objects.filter(complainant=person, idempotency_key=idempotency_key).first()
        if meanwhile is None:
            raise
        return meanwhile


def store(complaint: Complaint, attachments: Iterable[Attachment], at: datetime) -> Complaint:
    """Write a complaint with its files and tell those who answer; one transaction. Raises CannotComplain("open")."""
    with transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=complaint.dossier_id)
        check_none_waits(complaint.dossier_id, complaint.idempotency_key)
        check_not_too_many(complaint.complainant, at)
        complaint.save(force_insert=True)
        kept = list(attachments)
        reference(kept, at=at)
        ComplaintFile.objects.bulk_create(
            ComplaintFile(complaint=complaint, attachment=each) for each in kept
        )
        keep_on_record(
            complaint,
            "complaint.sent",
            complaint.complainant_id,
            at,
            about=complaint.about,
            **for_party(complaint),
        )
        tell_complainant(complaint, "complaint.received", at)
        tell_handlers(complaint, at)
    return complaint


def check_none_waits(dossier_id: int, idempotency_key: UUID) -> None:
    """Raises CannotComplain("open") while another complaint about the dossier waits for its answer."""
    others = Complaint.objects.filter(dossier_id=dossier_id, state__in=OPEN_COMPLAINTS)
    if others.exclude(idempotency_key=idempotency_key).exists():
        raise CannotComplain("open")


def take_complaint(person: Person, public_id: UUID | str, *, at: datetime) -> Complaint:
    """Take a complaint up, also from a colleague who had it in hand. Raises NotVisible, CannotComplain("closed")."""
    with transaction.atomic():
        complaint = open_complaint(person, public_id, at)
        if complaint.handler_id == person.pk:
            return complaint
        before, complaint.handler = complaint.handler_id, person
        complaint.state, complaint.taken_at = State.IN_HAND, at
        complaint.save(update_fields=["handler", "state", "taken_at"])
        keep_on_record(
            complaint,
            "complaint.taken",
            person.pk,
            at,
            for_id=leader_of(person, complaint, at),
            taken_from=before,
        )
        tell_complainant(complaint, "complaint.in_hand", at)
    return complaint


def answer_complaint(
    person: Person, public_id: UUID | str, *, data: Mapping[str, Any], at: datetime
) -> Complaint:
    """Answer a complaint with a finding and its reasons, by who has it in hand.

    Raises NotVisible, forms.Invalid, CannotComplain ("closed", "not_handler").
    """
    visible_complaint(person, public_id, at)
    answers = accept(ANSWER_FORM, data=data, owner_id=person.pk, at=at).answers
    with transaction.atomic():
        complaint = open_complaint(person, public_id, at)
        if complaint.handler_id != person.pk:
            raise CannotComplain("not_handler")
        complaint.state, complaint.closed_at = State.ANSWERED, at
        complaint.finding, complaint.answer = str(answers["finding"]), str(answers["answer"])
        complaint.save(update_fields=["state", "closed_at", "finding", "answer"])
        keep_on_record(
            complaint, "complaint.answered", person.pk, at, for_id=leader_of(person, complaint, at),
            finding=complaint.finding, is_late=at > complaint.answer_by,
        )  # fmt: skip
        tell_complainant(complaint, "complaint.answered", at)
    return complaint


def withdraw_complaint(person: Person, public_id: UUID | str, *, at: datetime) -> Complaint:
    """Take one's own complaint back before it is answered. Raises NotVisible, CannotComplain("closed")."""
    with transaction.atomic():
        complaint = (
            Complaint.objects.select_for_update().filter(public_id=public_id, complainant=person).first()
        )
        if complaint is None:
            raise NotVisible
        if not complaint.is_open:
            raise CannotComplain("closed")
        complaint.state, complaint.closed_at = State.WITHDRAWN, at
        complaint.save(update_fields=["state", "closed_at"])
        keep_on_record(complaint, "complaint.withdrawn", person.pk, at, **for_party(complaint))
    return complaint


def open_complaint(person: Person, public_id: UUID | str, at: datetime) -> Complaint:
    """Return a complaint locked, to be handled. Raises NotVisible, CannotComplain("closed")."""
    found = visible_complaint(person, public_id, at)
    complaint = Complaint.objects.select_for_update().get(pk=found.pk)
    if not complaint.is_open:
        raise CannotComplain("closed")
    return complaint


def remind_of_complaints(at: datetime) -> int:
    """Tell the leaders of every complaint that is overdue, each of them once; return how many were told."""
    overdue = Complaint.objects.filter(state__in=OPEN_COMPLAINTS, answer_by__lt=at).order_by("pk")
    return sum(remind(complaint, at) for complaint in overdue.select_related("dossier", "agency"))


def remind(complaint: Complaint, at: datetime) -> int:
    """Tell the leaders who have not been told; a withdrawal or an answer meanwhile ends it."""
    with transaction.atomic():
        waiting = Complaint.objects.select_for_update().filter(pk=complaint.pk, state__in=OPEN_COMPLAINTS)
        return tell_overdue(complaint, at) if waiting.first() else 0


def for_party(complaint: Complaint) -> dict[str, Any]:
    """Return what the audit row says of whom an applicant's side complained for."""
    dossier = complaint.dossier
    return {"for_id": represented_by(complaint.complainant, dossier), **behalf_of(dossier)}


def leader_of(person: Person, complaint: Complaint, at: datetime) -> int | None:
    """Return the leader for whom a deputy handles a complaint; None for who handles it in their own right."""
    return stands_in_for(person, HANDLE_COMPLAINTS, complaint.agency_id, at)


def keep_on_record(
    complaint: Complaint,
    action: str,
    actor_id: int,
    at: datetime,
    *,
    for_id: int | None = None,
    **values: object,
) -> None:
    """Write the audit row, under the complaint itself: who reads a dossier's record learns nothing of it.

    for_id  the person for whom the actor acted, where that was somebody else
    """
    record(
        action=action, actor_id=actor_id, on_behalf_of_id=for_id, target="dossiers.Complaint", target_id=complaint.pk, at=at,
        values={"code": complaint.code, **values}, agency_id=complaint.agency_id,
    )  # fmt: skip
