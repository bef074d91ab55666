"""Remedies item by item: the institution proves, the office verifies, extends once, or gives up and tells whom it must."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.localdays import local_day
from accounts.models import Person
from forms.models import Attachment
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Remedy, RemedySubmission, Target
from inspections.news import tell_institution, tell_office
from inspections.notes import note
from inspections.parties import behalf_of, delegator, is_of_institution
from inspections.services.institution import keep_papers
from inspections.sight import sight_of
from inspections.waiting import remedies_moved

State = Remedy.State
REMINDED_DAYS = (-7, -1, 1)
"""Days from the due day on which the institution is reminded (k15)."""


def submit_remedy(
    person: Person,
    remedy: Remedy,
    *,
    text: str,
    attachments: list[Attachment],
    idempotency_key: UUID,
    at: datetime,
) -> RemedySubmission:
    """Return what the institution sends as proof of one remedy, or what this key sent before.

    attachments  stored uploads of the person (forms.services)

    Raises MayNot, NotFit, WrongMoment.
    """
    if not text.strip():
        raise NotFit("text", "required")
    with transaction.atomic():
        locked, target = locked_remedy(remedy)
        if not is_of_institution(person, target.institution, at):
            raise MayNot("reply")
        known = RemedySubmission.objects.filter(remedy=locked, idempotency_key=idempotency_key).first()
        if known is not None:
            return known
        if locked.closed_at is not None:
            raise WrongMoment("closed")
        sent = RemedySubmission.objects.create(
            remedy=locked, text=text.strip(), by=person, at=at, idempotency_key=idempotency_key
        )
        sent.attachments.set(attachments)
        keep_papers(target, attachments, "remedy", at)
        locked.state = State.SUBMITTED
        locked.save(update_fields=["state"])
        note(
            target.inspection, "remedy_sent", person.pk, at, target, remedy=locked.public_id,
            **behalf_of(person, target.institution, at),
        )  # fmt: skip
        tell_office(target, "inspection.remedy_sent", at)
    return sent


def verify_remedy(
    person: Person, remedy: Remedy, *, is_done: bool, verification: str, at: datetime
) -> Remedy:
    """Say whether what was sent is enough; where it is not, the remedy stays open. Raises MayNot, NotFit, WrongMoment."""
    if not verification.strip():
        raise NotFit("verification", "required")
    with transaction.atomic():
        locked, target = judged(person, remedy, at)
        locked.state = State.DONE if is_done else State.NOT_YET
        close_if(locked, is_done, at)
        write_verdict(locked, person, verification, at)
        note(
            target.inspection,
            "remedy_verified",
            person.pk,
            at,
            target,
            for_id=delegator(person, target.inspection, at),
            remedy=locked.public_id,
            state=locked.state,
        )
        tell_institution(target, "inspection.remedy_verified", at)
        remedies_moved(target, at)
    return locked


def extend_remedy(person: Person, remedy: Remedy, *, due_on: date, reason: str, at: datetime) -> Remedy:
    """Give a later day, once. Raises MayNot, NotFit, WrongMoment("extended")."""
    if not reason.strip():
        raise NotFit("reason", "required")
    with transaction.atomic():
        locked, target = judged(person, remedy, at)
        if locked.is_extended:
            raise WrongMoment("extended")
        if due_on <= max(locked.due_on, local_day(at)):
            raise NotFit("due_on", "unknown")
        locked.due_on, locked.is_extended, locked.extension_reason = due_on, True, reason.strip()
        locked.reminded = []
        locked.save(update_fields=["due_on", "is_extended", "extension_reason", "reminded"])
        note(
            target.inspection, "remedy_extended", person.pk, at, target, for_id=delegator(person, target.inspection, at),
            due_on=due_on, reason=reason,
        )  # fmt: skip
    return locked


def give_up_remedy(person: Person, remedy: Remedy, *, reason: str, at: datetime) -> Remedy:
    """Say that it is not carried out: the leader acts on it next. Raises MayNot, NotFit, WrongMoment."""
    if not reason.strip():
        raise NotFit("reason", "required")
    with transaction.atomic():
        locked, target = judged(person, remedy, at)
        if local_day(at) <= locked.due_on:
            raise WrongMoment("not_late")
        locked.state, locked.escalated_at = State.REFUSED, at
        close_if(locked, True, at)
        write_verdict(locked, person, reason, at)
        note(
            target.inspection, "remedy_refused", person.pk, at, target, for_id=delegator(person, target.inspection, at),
            remedy=locked.public_id, reason=reason,
        )  # fmt: skip
        remedies_moved(target, at)
    return locked


def remind_of_remedies(at: datetime) -> int:
    """Remind institutions 7 and 1 days before, and the day after, a remedy is due; return how many were reminded.

    Whatever day a reminder should have been sent on and was not is made up for by the latest one that is due.
    """
    today, told = local_day(at), 0
    soon = Remedy.objects.filter(closed_at=None, due_on__lte=today + timedelta(days=7)).exclude(
        state=State.SUBMITTED
    )
    for pk in soon.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            told += remind(Remedy.objects.select_related("finding__target").get(pk=pk), today, at)
    return told


def remind(remedy: Remedy, today: date, at: datetime) -> int:
    """Send the latest reminder that is due and was not sent."""
    due = [day for day in REMINDED_DAYS if today >= remedy.due_on + timedelta(days=day)]
    if not due or str(due[-1]) in remedy.reminded:
        return 0
    locked = Remedy.objects.select_for_update().get(pk=remedy.pk)
    if str(due[-1]) in locked.reminded:
        return 0
    locked.reminded = [str(day) for day in due]
    locked.save(update_fields=["reminded"])
    target = TargetEffects().case(remedy.finding.target_id)
    note(target.inspection, "remedy_reminded", None, at, target, remedy=remedy.public_id, day=due[-1])
    tell_institution(target, "inspection.remedy_due", at)
    if due[-1] > 0:
        tell_office(target, "inspection.remedy_late", at)
    return 1


def judged(person: Person, remedy: Remedy, at: datetime) -> tuple[Remedy, Target]:
    """Return a remedy that is still open, locked, for who works on inspections for the agency. Raises MayNot, WrongMoment."""
    locked, target = locked_remedy(remedy)
    if not sight_of(person, target.inspection, at).proposes:
        raise MayNot("propose")
    if locked.closed_at is not None:
        raise WrongMoment("closed")
    return locked, target


def locked_remedy(remedy: Remedy) -> tuple[Remedy, Target]:
    """Lock the part of the institution, then the remedy; return both as they are."""
    target_id = remedy.finding.target_id
    TargetEffects().lock(target_id)
    return Remedy.objects.select_for_update().get(pk=remedy.pk), TargetEffects().case(target_id)


def close_if(remedy: Remedy, is_over: bool, at: datetime) -> None:
    """Note when a remedy ended."""
    remedy.closed_at = at if is_over else None


def write_verdict(remedy: Remedy, person: Person, words: str, at: datetime) -> None:
    """Store what was found of a remedy, by whom."""
    remedy.verified_by, remedy.verified_at, remedy.verification = person, at, words.strip()
    remedy.save(
        update_fields=["state", "closed_at", "escalated_at", "verified_by", "verified_at", "verification"]
    )
