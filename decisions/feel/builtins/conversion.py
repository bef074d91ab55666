"""From one type to another (DMN 1.5 clause 10.3.4.1)."""

from __future__ import annotations

import re
from decimal import Decimal

from decisions.feel.arithmetic import nanos_of
from decisions.feel.builtins.registry import builtin
from decisions.feel.builtins.strings import whole
from decisions.feel.errors import Undefined
from decisions.feel.literals import read_date, read_date_time, read_duration, read_time
from decisions.feel.moments import MIDNIGHT_UTC, NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.run import Run
from decisions.feel.values import DECIMAL
from decisions.feel.writing import write_value

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@builtin("string", **{"from": "any"})
def string(run: Run, value: object) -> str | None:
    if value is None:
        return None
    text = write_value(value, run.budget)
    run.budget.hold(len(text))
    return text


@builtin("number", **{"from": "string", "grouping separator": "string?", "decimal separator": "string?"})
def number(run: Run, text: str, grouping: str | None, decimal: str | None) -> Decimal:
    if (
        grouping not in (None, " ", ",", ".")
        or decimal not in (None, ",", ".")
        or (grouping and grouping == decimal)
    ):
        raise Undefined("the separators are a blank, a comma or a point, each another")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(decimal, ".") if decimal else plain
    if not _NUMBER.fullmatch(plain):
        raise Undefined(f"“{text[:40]}” is not a number")
    return DECIMAL.create_decimal(plain)


@builtin("date", **{"from": "string"})
def date_of_text(run: Run, text: str) -> Date:
    day = read_date(text)
    if day is None:
        raise Undefined(f"“{text[:40]}” is not a date")
    return day


@builtin("date", **{"from": "date or moment"})
def date_of_moment(run: Run, moment: Date | DateTime) -> Date:
    return moment if isinstance(moment, Date) else moment.date


@builtin("date", year="number", month="number", day="number")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date:
    return Date(whole(year), whole(month), whole(day))


@builtin("time", **{"from": "string"})
def time_of_text(run: Run, text: str) -> Time:
    time = read_time(text)
    if time is not None:
        return time
    moment = read_date_time(text)
    if moment is None:
        raise Undefined(f"“{text[:40]}” is not a time")
    return moment.time


@builtin("time", **{"from": "temporal"})
def time_of_moment(run: Run, moment: Date | DateTime | Time) -> Time:
    if isinstance(moment, Date):
        return MIDNIGHT_UTC
    return moment.time if isinstance(moment, DateTime) else moment


@builtin("time", hour="number", minute="number", second="number", offset="days?")
def time_of_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None) -> Time:
    return _time(hour, minute, second, None if offset is None else offset.nanos // NANOS, None)


@builtin("date and time", **{"from": "string"})
def moment_of_text(run: Run, text: str) -> DateTime:
    day = read_date(text)
    moment = read_date_time(text) if day is None else DateTime(day, Time(0, 0, 0))
    if moment is None:
        raise Undefined(f"“{text[:40]}” is not a date and time")
    return moment


@builtin("date and time", **{"from": "date or moment"})
def moment_of_date(run: Run, moment: Date | DateTime) -> DateTime:
    return moment if isinstance(moment, DateTime) else DateTime(moment, MIDNIGHT_UTC)


@builtin("date and time", date="date or moment", time="time")
def moment_of_both(run: Run, day: Date | DateTime, time: Time) -> DateTime:
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


@builtin("date and time", date="date or moment", timezone="string")
def moment_in_zone(run: Run, day: Date | DateTime, timezone: str) -> DateTime:
    if not isinstance(day, DateTime) or day.time.is_local:
        raise Undefined("a date and time with an offset is needed")
    zoned = Time(0, 0, 0, 0, None, timezone)
    utc = day.plus_nanos(-(day.offset or 0) * NANOS)
    offset = zoned.at_nanos(utc.time.nanos).offset_on(utc.date) or 0
    local = utc.plus_nanos(offset * NANOS)
    return DateTime(local.date, zoned.at_nanos(local.time.nanos))


@builtin(
    "date and time",
    year="number",
    month="number",
    day="number",
    hour="number",
    minute="number",
    second="number",
    offset="days?",
)
def moment_of_parts(run: Run, *parts: Decimal | DaysTime | None) -> DateTime:
    numbers = [part for part in parts if isinstance(part, Decimal)]
    offset = parts[6] if isinstance(parts[6], DaysTime) else None
    seconds = None if offset is None else offset.nanos // NANOS
    return _moment(numbers, seconds, None)


@builtin(
    "date and time",
    year="number",
    month="number",
    day="number",
    hour="number",
    minute="number",
    second="number",
    timezone="string",
)
def moment_of_parts_in_zone(run: Run, *parts: Decimal | str) -> DateTime:
    numbers = [part for part in parts if isinstance(part, Decimal)]
    return _moment(numbers, None, str(parts[6]))


@builtin("duration", **{"from": "string"})
def duration(run: Run, text: str) -> DaysTime | YearsMonths:
    value = read_duration(text)
    if value is None:
        raise Undefined(f"“{text[:40]}” is not a duration")
    return value


@builtin("duration", **{"from": "duration"})
def same_duration(run: Run, value: DaysTime | YearsMonths) -> DaysTime | YearsMonths:
    return value


@builtin("years and months duration", **{"from": "date or moment", "to": "date or moment"})
def months_between(run: Run, start: Date | DateTime, end: Date | DateTime) -> YearsMonths:
    first, last = (each.date if isinstance(each, DateTime) else each for each in (start, end))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


def _time(hour: Decimal, minute: Decimal, second: Decimal, offset: int | None, zone: str | None) -> Time:
    nanos = nanos_of(second) if abs(second) < 61 else -1
    return Time(whole(hour), whole(minute), nanos // NANOS, nanos % NANOS, offset, zone)


def _moment(numbers: list[Decimal], offset: int | None, zone: str | None) -> DateTime:
    year, month, day, hour, minute, second = numbers
    return DateTime(Date(whole(year), whole(month), whole(day)), _time(hour, minute, second, offset, zone))
