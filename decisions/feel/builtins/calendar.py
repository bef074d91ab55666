"""Parts of dates, and the present moment as the caller gives it (DMN 1.5 clauses 10.3.4.6 and 10.3.4.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from decisions.feel.builtins.registry import builtin
from decisions.feel.errors import Undefined
from decisions.feel.moments import Date, DateTime
from decisions.feel.run import Run

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _day(moment: Date | DateTime) -> Date:
    return moment.date if isinstance(moment, DateTime) else moment


@builtin("day of year", date="date or moment")
def day_of_year(run: Run, moment: Date | DateTime) -> Decimal:
    day = _day(moment)
    return Decimal(day.ordinal - Date(day.year, 1, 1).ordinal + 1)


@builtin("day of week", date="date or moment")
def day_of_week(run: Run, moment: Date | DateTime) -> str:
    return _DAYS[_day(moment).weekday - 1]


@builtin("month of year", date="date or moment")
def month_of_year(run: Run, moment: Date | DateTime) -> str:
    return _MONTHS[_day(moment).month - 1]


@builtin("week of year", date="date or moment")
def week_of_year(run: Run, moment: Date | DateTime) -> Decimal:
    day = _day(moment)
    cycle = 2000 + day.year % 400  # the calendar repeats each 400 years, weekdays included
    return Decimal(date(cycle, day.month, day.day).isocalendar().week)


@builtin("now")
def now(run: Run) -> DateTime:
    return _present(run)


@builtin("today")
def today(run: Run) -> Date:
    return _present(run).date


def _present(run: Run) -> DateTime:
    if run.now is None:
        raise Undefined("the caller did not say what time it is")
    return run.now
