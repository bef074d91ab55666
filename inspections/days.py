"""The last day of an inspection: days of the decision's kind, counted from the announcement, less what was suspended.

The law says "ngày"; a decision may say working days, and may or may not count the day of the announcement
(NĐ 217/2025 Đ13; INSPECTION §0.2). So both are parameters here. Announced on 20/11/2026 for 10 days, 24/11 being a
holiday: calendar days end on 29/11 or 30/11, working days on 04/12 or 07/12. The day of a suspension is not counted,
the day on which it goes on again is. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workdays import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counting:
    """How a decision counts.

    days              of the term, 1 or more
    working           working days; else calendar days
    counts_first_day  whether the day of the announcement is the first
    """

    days: int
    working: bool
    counts_first_day: bool


@dataclass(frozen=True)
class Line:
    """One line of the ledger: "started", "extended" (by days), "paused", "resumed"; others change nothing."""

    kind: str
    on: date
    days: int = 0


def last_day(counting: Counting, lines: Iterable[Line], calendar: Calendar) -> date | None:
    """Return the last day owed after these lines, oldest first; None before the start and while it is suspended.

    A term used up before it was suspended ends on the day before it goes on.
    """
    left, running_from = counting.days, None
    for line in lines:
        if line.kind == "started":
            running_from = line.on if counting.counts_first_day else line.on + ONE_DAY
        elif line.kind == "extended":
            left += line.days
        elif line.kind == "paused" and running_from is not None:
            left -= counted_between(running_from, line.on - ONE_DAY, counting, calendar)
            running_from = None
        elif line.kind == "resumed":
            running_from = line.on
    return None if running_from is None else ending(running_from, left, counting, calendar)


def counted_between(first: date, last: date, counting: Counting, calendar: Calendar) -> int:
    """Return how many counted days lie from one day to another, both included; none where they are the wrong way round."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(is_counted(day, counting, calendar) for day in days)


def ending(first: date, days: int, counting: Counting, calendar: Calendar) -> date:
    """Return the day on which so many counted days from a first one, itself included, are over."""
    day = first - ONE_DAY
    while days > 0:
        day += ONE_DAY
        days -= is_counted(day, counting, calendar)
    return day


def is_counted(day: date, counting: Counting, calendar: Calendar) -> bool:
    """Say whether a day counts."""
    return not counting.working or calendar.is_working_day(day)
