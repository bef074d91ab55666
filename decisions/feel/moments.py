"""Dates, times and durations as FEEL has them (DMN 1.5 clause 10.3.2.3.4 to 8).

Python's own types stop at the year 9999 and at microseconds and know no time zone of a bare time, so these
are small classes of our own; `decisions.feel.values` turns Python's values into them and back.
Days are counted in the proleptic Gregorian calendar, day 1 being 0001-01-01 as in `date.toordinal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from decisions.feel.errors import Undefined

NANOS = 1_000_000_000
DAY_NANOS = 86_400 * NANOS
MAX_YEAR = 999_999_999
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Return whether the year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


@dataclass(frozen=True, slots=True)
class DaysTime:
    """A days and time duration, in nanoseconds."""

    nanos: int


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years and months duration, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class Date:
    """A day; raises Undefined when there is no such day."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not (abs(self.year) <= MAX_YEAR and 1 <= self.month <= 12):
            raise Undefined("no such month")
        if not 1 <= self.day <= days_in_month(self.year, self.month):
            raise Undefined("no such day")

    @property
    def ordinal(self) -> int:
        """Days since 0000-12-31."""
        shifted = self.year - (self.month <= 2)
        era, of_era = divmod(shifted, 400)
        day_of_year = (153 * ((self.month + 9) % 12) + 2) // 5 + self.day - 1
        return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + day_of_year - 305

    @classmethod
    def of_ordinal(cls, ordinal: int) -> Date:
        """Return the day of that number."""
        era, of_era = divmod(ordinal + 305, 146_097)
        year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
        day_of_year = of_era - (365 * year + year // 4 - year // 100)
        shifted_month = (5 * day_of_year + 2) // 153
        month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
        day = day_of_year - (153 * shifted_month + 2) // 5 + 1
        return cls(year + era * 400 + (month <= 2), month, day)

    def plus_months(self, months: int) -> Date:
        """Return the same day some months later, or the last day of a month that is too short."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > MAX_YEAR:
            raise Undefined("the year is out of range")
        return Date(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.ordinal - 1) % 7 + 1


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, local, at an offset (seconds east) or in a zone (which then gives the offset)."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.hour <= 23 and 0 <= self.minute <= 59 and 0 <= self.second <= 59):
            raise Undefined("no such time")
        if not 0 <= self.nano < NANOS:
            raise Undefined("no such time")
        if self.offset is not None and abs(self.offset) > 18 * 3600:
            raise Undefined("an offset of more than 18 hours")
        if self.zone is not None:
            zone_of(self.zone)

    @property
    def is_local(self) -> bool:
        """Whether it has neither offset nor zone."""
        return self.offset is None and self.zone is None

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight, on the clock."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nano

    def at_nanos(self, nanos: int) -> Time:
        """Return the same kind of time at another moment of the day."""
        seconds, nano = divmod(nanos % DAY_NANOS, NANOS)
        return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, self.offset, self.zone)

    def offset_on(self, day: Date) -> int | None:
        """Return the seconds east of Greenwich at this time of that day; None for a local time."""
        if self.zone is None:
            return self.offset
        year = min(max(day.year, 2), 9998)
        clock = datetime(
            year, day.month, min(day.day, days_in_month(year, day.month)), self.hour, self.minute
        )
        found = clock.replace(tzinfo=zone_of(self.zone)).utcoffset() or timedelta()
        return int(found.total_seconds())

    @property
    def comparable(self) -> int:
        """Nanoseconds since midnight in Greenwich; for a local time, on its own clock."""
        offset = self.offset_on(Date(1970, 1, 1)) or 0
        return self.nanos - offset * NANOS


MIDNIGHT = Time(0, 0, 0)
MIDNIGHT_UTC = Time(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it."""

    date: Date
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich, None when local."""
        return self.time.offset_on(self.date)

    @property
    def clock_nanos(self) -> int:
        """Nanoseconds since 0000-12-31T00:00 on the clock."""
        return self.date.ordinal * DAY_NANOS + self.time.nanos

    @property
    def comparable(self) -> int:
        """Nanoseconds since 0000-12-31T00:00 in Greenwich; for a local moment, on its own clock."""
        return self.clock_nanos - (self.offset or 0) * NANOS

    def plus_months(self, months: int) -> DateTime:
        """Return the same time some months later."""
        return DateTime(self.date.plus_months(months), self.time)

    def plus_nanos(self, nanos: int) -> DateTime:
        """Return the moment so much later on the clock of the same offset."""
        days, of_day = divmod(self.clock_nanos + nanos, DAY_NANOS)
        if abs(days) > 366 * MAX_YEAR:
            raise Undefined("the year is out of range")
        return DateTime(Date.of_ordinal(days), self.time.at_nanos(of_day))


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that IANA name; raises Undefined when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Undefined(f"no such time zone: {name[:40]}") from error
