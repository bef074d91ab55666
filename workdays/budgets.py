"""Budgets of working hours: they run only while the agency works.

A budget is an internal measure of one step and promises nothing to the applicant; so a year
not yet announced does not stop it.
"""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from workdays.calendar import Calendar
from workdays.errors import NoWorkingTime

_MICROSECONDS_PER_HOUR = 3_600_000_000
_NOTHING = timedelta(0)


def budget_end(start: datetime, hours: Decimal, calendar: Calendar) -> datetime:
    """Return the UTC moment at which the hours are used up.

    start  aware moment; outside the sessions the budget begins at the next opening
    hours  working hours, 0 or more; a fraction counts to the microsecond, upwards

    Raises ValueError for a negative budget.
    """
    if hours < 0:
        raise ValueError(f"A budget cannot be {hours} hours")
    micros = (hours * _MICROSECONDS_PER_HOUR).to_integral_value(ROUND_CEILING)
    left = timedelta(microseconds=int(micros))
    begin = calendar.next_working_moment(start)
    for opens, closes in calendar.sessions_from(calendar.local(begin).date()):
        usable = max(closes - max(opens, begin), _NOTHING)
        if left <= usable:
            return max(opens, begin) + left
        left -= usable
    raise NoWorkingTime(calendar.local(begin).date())


def working_hours_between(start: datetime, end: datetime, calendar: Calendar) -> Decimal:
    """Return the working hours from one moment to another; negative where end comes first."""
    if end < start:
        return -working_hours_between(end, start, calendar)
    total = _NOTHING
    for opens, closes in calendar.sessions_from(calendar.local(start).date()):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), _NOTHING)
    return Decimal(total // timedelta(microseconds=1)) / _MICROSECONDS_PER_HOUR
