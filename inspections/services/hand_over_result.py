"""Writes down what became of a file that was handed over: the punishment, a prosecution or none (INSPECTION k12, k13)."""

from datetime import date, datetime

from django.db import transaction

from accounts.localdays import local_day
from accounts.models import Person
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit
from inspections.models import HandOver
from inspections.notes import note
from inspections.parties import delegator
from inspections.sight import sight_of


def note_hand_over_result(
    person: Person, handed: HandOver, *, result: str, result_on: date, at: datetime
) -> HandOver:
    """Keep what the receiver told, and on which day; told anew, it takes the place of what was told before.

    Raises MayNot for who neither leads the team nor works on inspections for the agency; NotFit.
    """
    if not result.strip():
        raise NotFit("result", "required")
    if result_on > local_day(at):
        raise NotFit("result_on", "future")
    with transaction.atomic():
        TargetEffects().lock(handed.target_id)
        target = TargetEffects().case(handed.target_id)
        sight = sight_of(person, target.inspection, at)
        if not (sight.lead or sight.proposes):
            raise MayNot("lead")
        handed.result, handed.result_on = result.strip(), result_on
        handed.save(update_fields=["result", "result_on"])
        note(
            target.inspection, "hand_over_answered", person.pk, at, target,
            for_id=None if sight.lead else delegator(person, target.inspection, at), to=handed.to, result_on=result_on,
        )  # fmt: skip
    return handed
