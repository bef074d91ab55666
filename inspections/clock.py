"""The ledger of a target's days and the last day that follows from it; rows are inserted, never changed."""

from datetime import date, datetime

from accounts.localdays import local_day
from accounts.selectors import calendar_of
from audit.services import record
from inspections.days import Counting, Line, last_day
from inspections.models import DayKind, Inspection, Target, TargetClock

Kind = TargetClock.Kind
TARGET = "inspections.Target"


def counting_of(inspection: Inspection) -> Counting:
    """Return how the decision of an inspection counts."""
    working = inspection.day_kind == DayKind.WORKING
    return Counting(inspection.term_days, working, inspection.counts_first_day)


def due_on_after(target: Target, *more: Line) -> date | None:
    """Return the last day owed by the ledger as it stands, and with further lines."""
    rows = TargetClock.objects.filter(target=target).order_by("pk")
    lines = [Line(row.kind, row.on, row.days) for row in rows]
    calendar = calendar_of(target.inspection.agency_id)
    return last_day(counting_of(target.inspection), [*lines, *more], calendar)


def start(target: Target, announced_at: datetime, *, actor_id: int | None, at: datetime) -> None:
    """Let the days of a target run from its announcement; a clock that runs already stays as it is."""
    if target.announced_at is not None:
        return
    target.announced_at = announced_at
    write(target, Kind.STARTED, local_day(announced_at), actor_id=actor_id, at=at)
    target.save(update_fields=["announced_at"])


def write(
    target: Target,
    kind: str,
    on: date,
    *,
    actor_id: int | None,
    at: datetime,
    days: int = 0,
    reason: str = "",
) -> None:
    """Write one line of the ledger, and the day that is owed from now on."""
    was = target.due_on
    target.due_on = None if kind == Kind.STOPPED else due_on_after(target, Line(kind, on, days))
    target.extended_on = on if kind == Kind.EXTENDED else target.extended_on
    TargetClock.objects.create(
        target=target, kind=kind, on=on, at=at, days=days, reason=reason, was_due_on=was, due_on=target.due_on,
        actor_id=actor_id,
    )  # fmt: skip
    target.save(update_fields=["announced_at", "due_on", "extended_on"])
    record(
        action=f"inspection.clock_{kind}",
        actor_id=actor_id,
        target=TARGET,
        target_id=target.pk,
        at=at,
        values={"on": on.isoformat(), "days": days, "due_on": target.due_on and target.due_on.isoformat()},
        agency_id=target.inspection.agency_id,
    )
