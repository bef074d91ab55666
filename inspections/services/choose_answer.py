"""The lead decides at the desk between two answers of one item; tablets take the choice over at their next contact."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Answer, AnswerConflict, Target
from inspections.notes import note
from inspections.parties import member_in
from inspections.services.sync.answers import MAY_DECIDE

CHOICES = ("first", "second")


def choose_answer(
    person: Person, conflict: AnswerConflict, *, chosen: str, reason: str, at: datetime
) -> AnswerConflict:
    """Let one of two answers stand; the other stays on record. Raises MayNot, NotFit, WrongMoment.

    "first" keeps what stands now; "second" puts what was kept beside it in its place, as a new version.
    """
    if chosen not in CHOICES:
        raise NotFit("chosen", "unknown")
    if not reason.strip():
        raise NotFit("reason", "required")
    with transaction.atomic():
        target = Target.objects.select_for_update().select_related("inspection").get(pk=conflict.target_id)
        locked = AnswerConflict.objects.select_for_update().get(pk=conflict.pk)
        member = member_in(person, target.inspection)
        if member is None or member.role not in MAY_DECIDE:
            raise MayNot("lead")
        if locked.decided_at is not None:
            raise WrongMoment("answered")
        if not target.takes_answers:
            raise WrongMoment("closed")
        seq = target.sync_seq + 1
        if chosen == "second":
            put_in_place(target, locked, seq, at)
        locked.chosen, locked.reason, locked.seq = chosen, reason.strip(), seq
        locked.decided_by, locked.decided_at = person, at
        locked.save(update_fields=["chosen", "reason", "seq", "decided_by", "decided_at"])
        Target.objects.filter(pk=target.pk).update(sync_seq=seq)
        note(
            target.inspection, "conflict_decided", person.pk, at, target, item=locked.item_key, chosen=chosen,
            reason=reason.strip(),
        )  # fmt: skip
    return locked


def put_in_place(target: Target, conflict: AnswerConflict, seq: int, at: datetime) -> None:
    """Let the second answer stand from now on: no tablet's own, so that each takes it over."""
    second = conflict.second
    row = Answer.objects.filter(target=target, item_key=conflict.item_key).first()
    version = (row.version if row else 0) + 1
    Answer.objects.update_or_create(
        target=target,
        item_key=conflict.item_key,
        defaults={
            "values": second["values"], "version": version, "since": version, "seq": seq, "by_id": second["by"],
            "device": None, "noted_at": second.get("noted_at"), "changed_at": at,
        },
    )  # fmt: skip
