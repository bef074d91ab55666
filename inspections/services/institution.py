"""What an institution does in its part beside its steps: opens the notice, declares itself, answers for papers, complains."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from accounts.permissions import VIEW_INSPECTIONS
from accounts.selectors import stands_in_for
from dossiers.complaints import DAY, MOST_A_DAY
from forms.models import Attachment
from forms.services import reference
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import (
    DeclaredAnswer,
    InspectionComplaint,
    InspectionFile,
    PaperRequest,
    Target,
)
from inspections.news import tell_asker, tell_institution, tell_office
from inspections.notes import note
from inspections.parties import behalf_of, is_of_institution, member_in
from inspections.sight import own_targets, sight_of
from inspections.status import TargetStatus
from inspections.topics import topics_of_case
from notifications.services import wake

ANSWER_DAYS = timedelta(days=10)
"""Within which the office answers a complaint [D]."""


def open_notice(person: Person, target: Target, *, at: datetime) -> None:
    """Note that the institution has opened the notice of its inspection, the first time."""
    with transaction.atomic():
        locked = own_part(person, target, at)
        if locked.notice_opened_at is None:
            locked.notice_opened_at = at
            locked.save(update_fields=["notice_opened_at"])
            note(
                locked.inspection,
                "notice_opened",
                person.pk,
                at,
                locked,
                **behalf_of(person, locked.institution, at),
            )


def declare_answers(
    person: Person,
    target: Target,
    *,
    answers: Mapping[str, Mapping[str, Any]],
    at: datetime,
    is_draft: bool = False,
) -> None:
    """Keep what the institution says of itself, item by item, until it has sent its self-declaration.

    answers   key of an item → values as of an answer; an empty one takes back what was said
    is_draft  kept while somebody types: pages are woken once it is saved

    Raises MayNot, WrongMoment.
    """
    with transaction.atomic():
        locked = own_part(person, target, at)
        if locked.self_declared_at is not None or locked.status != TargetStatus.NOTIFIED:
            raise WrongMoment("closed")
        changed = changed_declarations(locked, answers)
        if changed:
            write_declarations(person, locked, changed, at)
        if not is_draft:
            wake(topics_of_case(locked), at)


def write_declarations(
    person: Person, target: Target, changed: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    """Store what changed of a declaration, and note it."""
    said = [
        DeclaredAnswer(target=target, item_key=key, values=values, by=person, changed_at=at)
        for key, values in changed.items()
        if values
    ]
    DeclaredAnswer.objects.bulk_create(
        said,
        update_conflicts=True,
        unique_fields=["target", "item_key"],
        update_fields=["values", "by", "changed_at"],
    )
    taken_back = [key for key, values in changed.items() if not values]
    DeclaredAnswer.objects.filter(target=target, item_key__in=taken_back).delete()
    note(
        target.inspection,
        "declared_items",
        person.pk,
        at,
        target,
        wakes=False,
        items=len(changed),
        **behalf_of(person, target.institution, at),
    )


def changed_declarations(
    target: Target, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """Return those of the answers that are not as they stand."""
    rows = DeclaredAnswer.objects.filter(target=target, item_key__in=list(answers))
    standing = dict(rows.values_list("item_key", "values"))
    return {key: dict(values) for key, values in answers.items() if dict(values) != standing.get(key, {})}


def ask_for_paper(
    person: Person,
    target: Target,
    *,
    title: str,
    idempotency_key: UUID,
    at: datetime,
    due_on: date | None = None,
) -> PaperRequest:
    """Return what a member of the team asks the institution for, or what this key asked for before.

    Raises MayNot, NotFit, WrongMoment.
    """
    if not title.strip():
        raise NotFit("title", "required")
    with transaction.atomic():
        TargetEffects().lock(target.pk)
        locked = TargetEffects().case(target.pk)
        if member_in(person, locked.inspection) is None:
            raise MayNot("lead")
        if not locked.takes_answers:
            raise WrongMoment("closed")
        known = PaperRequest.objects.filter(target=locked, idempotency_key=idempotency_key).first()
        if known is not None:
            return known
        asked = PaperRequest.objects.create(
            target=locked, title=title.strip(), due_on=due_on, asked_by=person, asked_at=at,
            idempotency_key=idempotency_key,
        )  # fmt: skip
        note(locked.inspection, "paper_asked", person.pk, at, locked, title=title)
        tell_institution(locked, "inspection.your_turn", at)
    return asked


def answer_paper(
    person: Person, asked: PaperRequest, *, attachments: list[Attachment], at: datetime, refusal: str = ""
) -> PaperRequest:
    """Bring a paper that was asked for, or refuse one that is not related, with the reason (Đ9.1c).

    Raises MayNot, NotFit, WrongMoment.
    """
    if not attachments and not refusal.strip():
        raise NotFit("attachments", "required")
    with transaction.atomic():
        locked = own_part(person, asked.target, at)
        asked = PaperRequest.objects.select_for_update().get(pk=asked.pk)
        if asked.state != PaperRequest.State.ASKED:
            raise WrongMoment("answered")
        asked.state = PaperRequest.State.REFUSED if refusal.strip() else PaperRequest.State.RECEIVED
        asked.refusal, asked.answered_by, asked.answered_at = refusal.strip(), person, at
        asked.save(update_fields=["state", "refusal", "answered_by", "answered_at"])
        asked.attachments.set(attachments)
        keep_papers(locked, attachments, "paper", at)
        note(
            locked.inspection,
            "paper_answered",
            person.pk,
            at,
            locked,
            state=asked.state,
            **behalf_of(person, locked.institution, at),
        )
        tell_asker(asked, locked, at)
    return asked


def complain(
    person: Person,
    target: Target,
    *,
    text: str,
    attachments: list[Attachment],
    idempotency_key: UUID,
    at: datetime,
) -> InspectionComplaint:
    """Return the complaint of an institution, or what this key sent before; the flow goes on meanwhile (k18).

    Raises MayNot, NotFit, WrongMoment before the decision was announced ("not_announced"), or for who has sent as many
    within a day as of dossiers ("too_many").
    """
    if not text.strip():
        raise NotFit("text", "required")
    with transaction.atomic():
        locked = own_part(person, target, at)
        known = InspectionComplaint.objects.filter(
            complainant=person, idempotency_key=idempotency_key
        ).first()
        if known is not None:
            return known
        if locked.announced_at is None:
            raise WrongMoment("not_announced")
        check_not_too_many(person, at)
        complaint = InspectionComplaint.objects.create(
            target=locked, complainant=person, text=text.strip(), idempotency_key=idempotency_key, sent_at=at,
            answer_by=at + ANSWER_DAYS,
        )  # fmt: skip
        complaint.attachments.set(attachments)
        keep_papers(locked, attachments, "complaint", at)
        note(
            locked.inspection,
            "complained",
            person.pk,
            at,
            locked,
            complaint=complaint.public_id,
            **behalf_of(person, locked.institution, at),
        )
        tell_office(locked, "inspection.complained", at)
    return complaint


def check_not_too_many(person: Person, at: datetime) -> None:
    """Raises WrongMoment("too_many") for who has sent several complaints within a day."""
    lately = InspectionComplaint.objects.filter(complainant=person, sent_at__gt=at - DAY)
    if lately.count() >= MOST_A_DAY:
        raise WrongMoment("too_many")


def answer_complaint(
    person: Person, complaint: InspectionComplaint, *, answer: str, at: datetime
) -> InspectionComplaint:
    """Answer a complaint for the agency. Raises MayNot, NotFit, WrongMoment."""
    if not answer.strip():
        raise NotFit("answer", "required")
    with transaction.atomic():
        locked = InspectionComplaint.objects.select_for_update().get(pk=complaint.pk)
        target = TargetEffects().case(locked.target_id)
        if not sight_of(person, target.inspection, at).office:
            raise MayNot("issue")
        if locked.state != InspectionComplaint.State.RECEIVED:
            raise WrongMoment("answered")
        locked.state, locked.answer = InspectionComplaint.State.ANSWERED, answer.strip()
        locked.answered_by, locked.answered_at = person, at
        locked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        note(
            target.inspection,
            "complaint_answered",
            person.pk,
            at,
            target,
            for_id=stands_in_for(person, VIEW_INSPECTIONS, target.inspection.agency_id, at),
            complaint=locked.public_id,
        )
        tell_institution(target, "inspection.complaint_answered", at)
    return locked


def keep_papers(target: Target, attachments: list[Attachment], field: str, at: datetime) -> None:
    """Make uploads papers of the institution's part."""
    reference(attachments, at=at)
    InspectionFile.objects.bulk_create(
        InspectionFile(
            inspection=target.inspection, target=target, attachment=each, field=field, is_of_institution=True,
            added_at=at,
        )
        for each in attachments
    )  # fmt: skip


def own_part(person: Person, target: Target, at: datetime) -> Target:
    """Return the part of the person's own institution, locked. Raises MayNot."""
    if not own_targets(person, at).filter(pk=target.pk).exists():
        raise MayNot("reply")
    TargetEffects().lock(target.pk)
    locked = TargetEffects().case(target.pk)
    if not is_of_institution(person, locked.institution, at):
        raise MayNot("reply")
    return locked
