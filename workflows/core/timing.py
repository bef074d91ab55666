"""Moments of timer events: what a FEEL value means as a due date.

A duration counts from the moment the timer starts; `P3D` marked as working days counts days of
the calendar of the agency whose lane the event sits in, never hours. A value without a zone is local (Asia/Ho_Chi_Minh), as law and
people mean it. Source: BPMN 2.0.2 clause 10.5.5.8; ISO 8601.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from decisions.feel import YearsMonths
from workdays import VIETNAM, Calendar, WorkingDays, budget_end, due
from workflows.core.agencies import agency_of
from workflows.core.errors import FlowStuck
from workflows.core.machine import Calendars, Counted, Machine, Steering
from workflows.model import FlowDefinition, Timer
from workflows.state import State, Token

MICROSECONDS_AN_HOUR = 3_600_000_000
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?"
)


def arm(machine: Machine, token: Token, node_id: str, timer: Timer) -> None:
    """Let a timer run for an event of this token, again and again where it is a cycle."""
    if timer.kind == "undated":
        machine.arm_timer(token, node_id, None, None)
        return
    repeats = None if timer.repeats is None else timer.repeats - 1
    machine.arm_timer(token, node_id, counted(machine, token, node_id, timer, machine.at), repeats)


def counted(machine: Machine, token: Token, node_id: str, timer: Timer, since: datetime) -> Counted:
    """Return when a timer that counts from a moment fires. Raises FlowStuck when its expression gives no moment."""
    value = timer.value.evaluate(machine.context(token.scope), machine.at)
    moment = moment_after(value, since, calendar_for(machine, token, node_id, timer))
    if moment is None:
        raise FlowStuck(node_id, "bad_value", f"{timer.value.text} → {value!r}")
    return Counted(moment, since, value) if timer.working_days else Counted(moment)


def counted_on(machine: Machine, token: Token, node_id: str, timer: Timer, last: datetime) -> Counted:
    """Return when a cycle fires again after `last`. Raises FlowStuck where it would not get on."""
    found = counted(machine, token, node_id, timer, last)
    if found.due_at <= last:
        raise FlowStuck(node_id, "bad_value", f"{timer.value.text} → {found.due_at}")
    return found


def recounted(
    flow: FlowDefinition, state: State, *, at: datetime, facts: Mapping[str, Any], calendar: Calendars
) -> dict[str, datetime]:
    """Return the open timers in working time that are due otherwise by these calendars: timer id → moment.

    Each counts what it was begun with, from when it began, in the calendar of the agency that its lane names now.
    """
    machine = Machine(flow, state, at=at, facts=facts, calendar=calendar, steering=Steering())
    moved = {}
    for wait in state.waits:
        timer: Timer | None = getattr(flow.nodes[wait.node], "timer", None)
        if wait.since is None or timer is None:
            continue
        days = calendar_for(machine, machine.tokens[wait.token], wait.node, timer)
        due_at = moment_after(wait.length, wait.since, days)
        if due_at is not None and due_at != wait.due_at:
            moved[wait.id] = due_at
    return moved


def calendar_for(machine: Machine, token: Token, node_id: str, timer: Timer) -> Calendar | None:
    """Return the calendar in whose working days a timer counts; None for one that counts plain time."""
    if not timer.working_days:
        return None
    return machine.calendar_at(agency_of(machine, token, machine.flow.nodes[node_id]))


def moment_after(value: Any, start: datetime, calendar: Calendar | None) -> datetime | None:
    """Return the moment a value names, counted from `start` where it is a duration; None where it names none."""
    if isinstance(value, str):
        return _of_text(value, start, calendar)
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, date):
        return _aware(datetime.combine(value, time()))
    if isinstance(value, timedelta):
        return _after(start, value, calendar)
    return _add_months(start, value.months) if isinstance(value, YearsMonths) else None


def _of_text(text: str, start: datetime, calendar: Calendar | None) -> datetime | None:
    found = _DURATION.fullmatch(text)
    if found and len(text) > 1:
        years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[1:7])
        sign = -1 if found[1] else 1
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=float(found[8] or 0))
        return _after(_add_months(start, sign * (12 * years + months)), sign * length, calendar)
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return None


def _after(start: datetime, length: timedelta, calendar: Calendar | None) -> datetime:
    """A moment later; in working time, whole days are working days and hours run in sessions."""
    if calendar is None or length < timedelta(0):
        return start + length
    if length.days and not length.seconds:
        return due(start, WorkingDays(length.days), calendar).at
    hours = Decimal(length // timedelta(microseconds=1)) / MICROSECONDS_AN_HOUR
    return budget_end(start, hours, calendar)


def _add_months(start: datetime, months: int) -> datetime:
    if not months:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        try:
            return start.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise FlowStuck("", "bad_value", f"{start} + {months} months")


def _aware(moment: datetime) -> datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return local.astimezone(UTC)
