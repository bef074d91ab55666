"""Tells the lead of a team that the days at an institution end tomorrow, or have ended (NĐ 217/2025 Đ13).

An extension is decided before the last day is over, so the lead must know in time. Each institution has its own days;
a last day that moved is told of anew.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.localdays import local_day
from inspections.effects import TargetEffects
from inspections.models import Target
from inspections.news import tell_lead
from inspections.notes import note
from inspections.status import UNDER_WAY

TOLD = {-1: "inspection.last_day", 1: "inspection.days_over"}
"""Days from the last one on which the lead is told, and by which message."""


def remind_of_last_days(at: datetime) -> int:
    """Tell the leads whose days end tomorrow, or ended; return how many were told. Twice a day tells nobody twice."""
    today = local_day(at)
    rows = Target.objects.filter(
        due_on__lte=today + timedelta(days=1), status__in=UNDER_WAY, closed_at=None
    ).order_by("pk")
    return sum(remind(pk, today, at) for pk in list(rows.values_list("pk", flat=True)))


def remind(target_id: int, today: date, at: datetime) -> int:
    """Send the latest word that is due for an institution and was not sent."""
    with transaction.atomic():
        TargetEffects().lock(target_id)
        target = TargetEffects().case(target_id)
        if target.due_on is None or target.status not in UNDER_WAY:
            return 0
        due = [day for day in TOLD if today >= target.due_on + timedelta(days=day)]
        word = f"{target.due_on.isoformat()} {due[-1]}" if due else ""
        if not word or word in target.reminded:
            return 0
        target.reminded = [*target.reminded, word]
        target.save(update_fields=["reminded"])
        note(target.inspection, "days_reminded", None, at, target, due_on=target.due_on, day=due[-1])
        tell_lead(target, TOLD[due[-1]], at)
    return 1
