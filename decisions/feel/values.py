"""The values of FEEL in Python.

    number      Decimal, 34 digits (IEEE 754 decimal128)      boolean   bool
    string      str                                           null      None
    list        list                                          context   dict with str keys
    date, time, date and time, durations   decisions.feel.moments
    range       Range                                         function  Function

Callers may hand in ints, floats, tuples, mappings and Python's own dates; `from_python` makes FEEL values of
them, and `to_python` gives Python's own back where it can hold the value without loss.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from zoneinfo import ZoneInfo

from decisions.feel.budget import Budget
from decisions.feel.errors import Undefined
from decisions.feel.moments import NANOS, Date, DateTime, DaysTime, Time, YearsMonths, zone_of

DECIMAL = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])
_FINAL = (Decimal, str, bool, type(None), Date, DateTime, Time, DaysTime, YearsMonths)


@dataclass(frozen=True, slots=True)
class Range:
    """The values between two ends; an end may be OPEN (no limit) or null (unknown)."""

    low: object
    high: object
    low_included: bool
    high_included: bool


class AnyFunction:
    """A function, built in or defined; `arity` is None when it may vary."""

    name: str
    arity: int | None


class Function(AnyFunction):
    """A function an expression or a model defines: `call(positional, named)`."""

    def __init__(
        self, name: str, arity: int, call: Callable[[list[object], Mapping[str, object]], object]
    ) -> None:
        self.name = name
        self.arity = arity
        self.call = call


class Open:
    """The end of a range that has none, as in `< 10`; read as a value it is null."""


OPEN = Open()


class Ready:
    """A value made FEEL's own once, at its first use: a large list that many expressions read is not made anew each time."""

    __slots__ = ("_given", "_made")

    def __init__(self, given: object) -> None:
        self._given = given
        self._made: object = OPEN

    @property
    def value(self) -> object:
        """The value of FEEL; raises Undefined for what has none."""
        if self._made is OPEN:
            self._made = from_python(self._given)
        return self._made


_HELD = (*_FINAL, Range, AnyFunction)


def from_python(value: object) -> object:
    """Return the FEEL value of a Python value; raises Undefined for what has none."""
    if isinstance(value, _HELD):
        return _number(value) if isinstance(value, Decimal) else value
    if isinstance(value, Ready):
        return value.value
    if isinstance(value, int):
        return _number(Decimal(value))
    if isinstance(value, float):
        return _number(Decimal(repr(value)))
    if isinstance(value, Mapping):
        return {str(key): from_python(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [from_python(each) for each in value]
    return _moment_from_python(value)


def _number(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise Undefined("not a number of FEEL")
    try:
        return DECIMAL.plus(value)
    except Overflow as error:
        raise Undefined("the number is out of range") from error


def to_python(value: object, budget: Budget) -> object:
    """Return Python's own value for a FEEL value, where it holds it without loss.

    Lists that share items grow when they are written out, so each item counts as a step.
    """
    budget.spend()
    if isinstance(value, list):
        return [to_python(each, budget) for each in value]
    if isinstance(value, dict):
        return {key: to_python(each, budget) for key, each in value.items()}
    return _moment_to_python(value)


def _moment_to_python(value: object) -> object:
    if isinstance(value, Date):
        return date(value.year, value.month, value.day) if 1 <= value.year <= 9999 else value
    if isinstance(value, Time):
        return _time_to_python(value)
    if isinstance(value, DateTime):
        day, clock = _moment_to_python(value.date), _time_to_python(value.time)
        exact = isinstance(day, date) and isinstance(clock, time)
        return datetime.combine(day, clock) if exact else value  # type: ignore[arg-type]
    if isinstance(value, DaysTime):
        exact = value.nanos % 1000 == 0 and abs(value.nanos) < 999_999_999 * 86_400 * NANOS
        return timedelta(microseconds=value.nanos // 1000) if exact else value
    return value


def _time_to_python(value: Time) -> time | Time:
    if value.nano % 1000:
        return value
    zone = None if value.zone is None else zone_of(value.zone)
    offset = None if value.offset is None else timezone(timedelta(seconds=value.offset))
    return time(value.hour, value.minute, value.second, value.nano // 1000, tzinfo=zone or offset)


def _moment_from_python(value: object) -> object:
    if isinstance(value, datetime):
        return DateTime(Date(value.year, value.month, value.day), _time_from_python(value.timetz(), value))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, time):
        return _time_from_python(value, value)
    if isinstance(value, timedelta):
        return DaysTime((value.days * 86_400 + value.seconds) * NANOS + value.microseconds * 1000)
    raise Undefined(f"a {type(value).__name__} has no value in FEEL")


def _time_from_python(value: time, whole: time | datetime) -> Time:
    zone = whole.tzinfo.key if isinstance(whole.tzinfo, ZoneInfo) and whole.tzinfo.key else None
    shift = None if zone is not None else whole.utcoffset()
    offset = None if shift is None else int(shift.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, offset, zone)
