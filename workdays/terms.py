"""Terms of working days: the moment a result is owed.

Day one is the working day after receipt (BLDS Đ147). A dossier that comes after closing, or on
a day off, is received at the next opening. The term ends on the N-th working day, at the hour
of receipt or at closing time as the agency has it; it is never converted into hours.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from workdays.calendar import Calendar
from workdays.errors import CalendarUnknown

Ends = Literal["same_hour", "closing"]
SAME_DAY_CUT_OFF = time(15, 0)


@dataclass(frozen=True)
class WorkingDays:
    """A number of working days, none or more. Raises ValueError for a negative one."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError(f"A term cannot be {self.days} days")


@dataclass(frozen=True)
class Due:
    """The moment owed, in UTC; provisional where it rests on a year not yet announced."""

    at: datetime
    provisional: bool


def due(received_at: datetime, term: WorkingDays, calendar: Calendar, *, ends: Ends = "same_hour") -> Due:
    """Return when the result is owed, and whether that is firm.

    received_at  aware moment of valid receipt
    term         working days, 0 or more
    calendar     the agency's days off and exchanged days
    ends         at the hour of receipt, or at closing time, of the last day
    """
    received = calendar.next_working_moment(received_at)
    first = calendar.local(received)
    last_day = calendar.working_day_after(first.date(), term.days)
    at = (
        calendar.closing(last_day)
        if ends == "closing"
        else calendar.moment(last_day, first.timetz().replace(tzinfo=None))
    )
    return Due(at, _provisional(received_at, at, calendar))


def due_at(
    received_at: datetime, term: WorkingDays, calendar: Calendar, *, ends: Ends = "same_hour"
) -> datetime:
    """Return the moment the result is owed, in UTC.

    Raises CalendarUnknown where the term touches a year that is not announced.
    """
    answer = due(received_at, term, calendar, ends=ends)
    if answer.provisional:
        raise CalendarUnknown(_unknown_years(received_at, answer.at, calendar)[0])
    return answer.at


def due_same_day(received_at: datetime, calendar: Calendar, *, cut_off: time = SAME_DAY_CUT_OFF) -> Due:
    """Return when a procedure "within the day" is owed.

    That is closing time of the day of receipt, or of the next working day for what came after
    the cut-off or on a day off. The cut-off hour itself still counts as in time.
    """
    local = calendar.local(received_at)
    day = local.date()
    in_time = calendar.is_working_day(day) and local.time() <= cut_off
    at = calendar.closing(day if in_time else calendar.next_working_day(day))
    return Due(at, _provisional(received_at, at, calendar))


def _unknown_years(start: datetime, end: datetime, calendar: Calendar) -> list[int]:
    touched = range(calendar.local(start).year, calendar.local(end).year + 1)
    return [year for year in touched if year not in calendar.known_years]


def _provisional(start: datetime, end: datetime, calendar: Calendar) -> bool:
    return bool(_unknown_years(start, end, calendar))


def postponed(due_at: datetime, paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> Due:
    """Return when the result is owed after a pause: as many working days later as the pause took, at the same hour.

    The day of the pause is already counted, so that a pause that ends on its own day moves nothing. Days are
    never turned into hours.
    """
    first, last = calendar.local(paused_at).date(), calendar.local(resumed_at).date()
    owed = calendar.local(due_at)
    day = calendar.working_day_after(owed.date(), calendar.working_days_within(first, last))
    at = calendar.moment(day, owed.timetz().replace(tzinfo=None))
    return Due(at, _provisional(paused_at, at, calendar))
