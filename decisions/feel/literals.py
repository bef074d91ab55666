"""Reading and writing dates, times and durations (ISO 8601 as DMN 1.5 clause 10.3.4.1 narrows it).

Each reader returns None for a text of another form, and raises Undefined for the right form with an
impossible value, such as the 30th of February.
"""

from __future__ import annotations

import re

from decisions.feel.errors import Undefined
from decisions.feel.moments import DAY_NANOS, MAX_YEAR, NANOS, Date, DateTime, DaysTime, Time, YearsMonths

Temporal = Date | Time | DateTime | DaysTime | YearsMonths

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9})\d*)?"
    r"(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<offset_hour>\d\d):(?P<offset_minute>\d\d)(?::(?P<offset_second>\d\d))?"
    r"|@(?P<zone>[A-Za-z][A-Za-z0-9_+\-/]*))?"
)
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_TIME_ONLY = re.compile(_TIME, re.ASCII)
_DATE_TIME = re.compile(_DATE + "T" + _TIME, re.ASCII)
_DAYS = re.compile(
    r"(?P<sign>-?)P(?!$)(?:(?P<days>\d+)D)?"
    r"(?:T(?!$)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.(?P<fraction>\d{1,9})\d*)?S)?)?",
    re.ASCII,
)
_MONTHS = re.compile(r"(?P<sign>-?)P(?!$)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?", re.ASCII)
_MAX_TEXT = 100


def read_date(text: str) -> Date | None:
    """Read `2026-11-24`."""
    match = _DATE_ONLY.fullmatch(text) if len(text) <= _MAX_TEXT else None
    return None if match is None else _date(match)


def read_time(text: str) -> Time | None:
    """Read `07:30:00`, with a fraction, and with an offset or `@Zone/Name`."""
    match = _TIME_ONLY.fullmatch(text) if len(text) <= _MAX_TEXT else None
    return None if match is None else _time(match)


def read_date_time(text: str) -> DateTime | None:
    """Read `2026-11-24T07:30:00+07:00`; 24:00:00 is the midnight that ends the day."""
    match = _DATE_TIME.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if match is None:
        return None
    if (
        match["hour"] == "24"
        and match["minute"] == match["second"] == "00"
        and not int(match["fraction"] or 0)
    ):
        start = DateTime(_date(match), _time(match, hour=0))
        return start.plus_nanos(DAY_NANOS)
    return DateTime(_date(match), _time(match))


def read_duration(text: str) -> DaysTime | YearsMonths | None:
    """Read `P1DT2H` or `P1Y2M`; the two kinds do not mix."""
    if len(text) > _MAX_TEXT:
        return None
    if match := _MONTHS.fullmatch(text):
        months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
        return check_duration(YearsMonths(-months if match["sign"] else months))
    if match := _DAYS.fullmatch(text):
        seconds = (int(match["days"] or 0) * 24 + int(match["hours"] or 0)) * 60 + int(match["minutes"] or 0)
        seconds = seconds * 60 + int(match["seconds"] or 0)
        nanos = seconds * NANOS + int((match["fraction"] or "").ljust(9, "0"))
        return check_duration(DaysTime(-nanos if match["sign"] else nanos))
    return None


def read_temporal(text: str) -> Temporal | None:
    """Read the text of an `@"…"` literal."""
    return read_date(text) or read_time(text) or read_date_time(text) or read_duration(text)


def write(value: Temporal) -> str:
    """Return the ISO text of a value, which the readers read back."""
    if isinstance(value, Date):
        sign = "-" if value.year < 0 else ""
        return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"
    if isinstance(value, Time):
        return _write_time(value)
    if isinstance(value, DateTime):
        return f"{write(value.date)}T{_write_time(value.time)}"
    if isinstance(value, YearsMonths):
        return _write_months(value.months)
    return _write_days(value.nanos)


def check_duration(duration: DaysTime | YearsMonths) -> DaysTime | YearsMonths:
    """Return the duration; raises Undefined when it is longer than the calendar."""
    limit = MAX_YEAR * 12 if isinstance(duration, YearsMonths) else MAX_YEAR * 366 * DAY_NANOS
    size = duration.months if isinstance(duration, YearsMonths) else duration.nanos
    if abs(size) > limit:
        raise Undefined("the duration is out of range")
    return duration


def _date(match: re.Match[str]) -> Date:
    return Date(int(match["year"]), int(match["month"]), int(match["day"]))


def _time(match: re.Match[str], hour: int | None = None) -> Time:
    offset = 0 if match["utc"] else None
    if match["sign"]:
        offset = (int(match["offset_hour"]) * 60 + int(match["offset_minute"])) * 60
        offset += int(match["offset_second"] or 0)
        if int(match["offset_minute"]) > 59:
            raise Undefined("no such offset")
        offset = -offset if match["sign"] == "-" else offset
    nano = int((match["fraction"] or "").ljust(9, "0"))
    hour = int(match["hour"]) if hour is None else hour
    return Time(hour, int(match["minute"]), int(match["second"]), nano, offset, match["zone"])


def _write_time(time: Time) -> str:
    text = f"{time.hour:02}:{time.minute:02}:{time.second:02}{_fraction(time.nano)}"
    if time.zone is not None:
        return f"{text}@{time.zone}"
    if time.offset is None:
        return text
    if time.offset == 0:
        return f"{text}Z"
    minutes, second = divmod(abs(time.offset), 60)
    sign = "-" if time.offset < 0 else "+"
    return f"{text}{sign}{minutes // 60:02}:{minutes % 60:02}" + (f":{second:02}" if second else "")


def _write_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return ("-P" if months < 0 else "P") + text


def _write_days(nanos: int) -> str:
    seconds, fraction = divmod(abs(nanos), NANOS)
    days, seconds = divmod(seconds, 86_400)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{_fraction(fraction)}S" if seconds or fraction else ""
    if not days and not clock:
        return "PT0S"
    return ("-P" if nanos < 0 else "P") + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def _fraction(nano: int) -> str:
    return f".{nano:09}".rstrip("0") if nano else ""
