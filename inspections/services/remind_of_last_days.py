"""Tells the lead of a team which is the last day at an institution, before it is over, or that it is (NĐ 217/2025 Đ13).

An extension is decided before the last day is over, so the lead must know in time. Each institution has its own days;
a last day that moved is told of anew. A team without a lead is waited for: its next one is told.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.localdays import local_day
from inspections.effects import TargetEffects
from inspections.models import Target, TeamMember, TeamRole
from inspections.news import tell_lead
from inspections.notes import note
from inspections.status import UNDER_WAY

TOLD = {-1: "inspection.last_day", 1: "inspection.days_over"}
"""Days from the last one from which on the lead is told, and by which message."""


def remind_of_last_days(at: datetime) -> int:
    """Tell the leads whose days end by tomorrow, or ended; return how many were told. Twice a day tells nobody twice.

    Only a part of which there is something new to say is locked.
    """
    today = local_day(at)
    led = TeamMember.objects.filter(left_at=None, role=TeamRole.LEAD).values("inspection")
    rows = Target.objects.filter(
        due_on__lte=today + timedelta(days=1), status__in=UNDER_WAY, closed_at=None, inspection__in=led
    )
    waiting = [
        each.pk
        for each in rows.only("due_on", "reminded").order_by("pk")
        if untold_day(each, today) is not None
    ]
    return sum(remind(pk, today, at) for pk in waiting)


def remind(target_id: int, today: date, at: datetime) -> int:
    """Send the latest word that is due for an institution and was not sent."""
    with transaction.atomic():
        TargetEffects().lock(target_id)
        target = TargetEffects().case(target_id)
        day = untold_day(target, today)
        if day is None or target.status not in UNDER_WAY:
            return 0
        if not tell_lead(target, TOLD[day], at, day=f"{target.due_on:%d/%m/%Y}"):
            return 0
        target.reminded = [*target.reminded, word(target, day)]
        target.save(update_fields=["reminded"])
        note(target.inspection, "days_reminded", None, at, target, due_on=target.due_on, day=day)
    return 1


def untold_day(target: Target, today: date) -> int | None:
    """Return the latest of the days of TOLD that has come; None before the first, or once the lead was told of it."""
    due = [day for day in TOLD if target.due_on and today >= target.due_on + timedelta(days=day)]
    return due[-1] if due and word(target, due[-1]) not in target.reminded else None


def word(target: Target, day: int) -> str:
    """Return how a word that was sent is kept."""
    return f"{target.due_on.isoformat()} {day}"
