"""`+ - * / **` over numbers, strings, dates, times and durations (DMN 1.5 tables 45 and 55 to 60)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, DecimalException

from decisions.feel.errors import Undefined
from decisions.feel.literals import check_duration
from decisions.feel.moments import MIDNIGHT_UTC, NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.values import DECIMAL

Operation = Callable[[object, object], object]
MAX_EXPONENT = 999_999_999


def add(left: object, right: object) -> object:
    """Return the sum; two strings are joined."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.add(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, (DaysTime, YearsMonths)) and isinstance(right, (Date, DateTime, Time)):
        return _shift(right, left, 1)
    if isinstance(left, (Date, DateTime, Time)) and isinstance(right, (DaysTime, YearsMonths)):
        return _shift(left, right, 1)
    return _add_durations(left, right, 1)


def subtract(left: object, right: object) -> object:
    """Return the difference; of two moments it is a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.subtract(left, right)
    if isinstance(left, (Date, DateTime, Time)) and isinstance(right, (DaysTime, YearsMonths)):
        return _shift(left, right, -1)
    if isinstance(left, Time) and isinstance(right, Time):
        _check_same_kind(left, right)
        return DaysTime(left.comparable - right.comparable)
    if isinstance(left, (Date, DateTime)) and isinstance(right, (Date, DateTime)):
        first, second = _moment(left), _moment(right)
        _check_same_kind(first.time, second.time)
        return DaysTime(first.comparable - second.comparable)
    return _add_durations(left, right, -1)


def multiply(left: object, right: object) -> object:
    """Return the product of two numbers, or of a duration and a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.multiply(left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(left, (DaysTime, YearsMonths)) and isinstance(right, Decimal):
        return _scale(left, right, DECIMAL.multiply)
    raise Undefined("these values cannot be multiplied")


def divide(left: object, right: object) -> object:
    """Return the quotient; of two durations of one kind it is a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.divide(left, right)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return DECIMAL.divide(Decimal(left.nanos), Decimal(right.nanos))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return DECIMAL.divide(Decimal(left.months), Decimal(right.months))
    if isinstance(left, (DaysTime, YearsMonths)) and isinstance(right, Decimal):
        return _scale(left, right, DECIMAL.divide)
    raise Undefined("these values cannot be divided")


def power(left: object, right: object) -> object:
    """Return a number to the power of another."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        if abs(right) > MAX_EXPONENT:
            raise Undefined("the exponent is out of range")
        return DECIMAL.power(left, right)
    raise Undefined("only a number has powers")


def negate(value: object) -> object:
    """Return the number or duration with the other sign."""
    if isinstance(value, Decimal):
        return DECIMAL.minus(value)
    if isinstance(value, DaysTime):
        return DaysTime(-value.nanos)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    raise Undefined("only numbers and durations have a sign")


_OPERATIONS: dict[str, Operation] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}


def operation(operator: str) -> Operation:
    """Return the operation of that sign; it raises Undefined where the standard has no result."""
    plain = _OPERATIONS[operator]

    def checked(left: object, right: object) -> object:
        try:
            return plain(left, right)
        except DecimalException as error:
            raise Undefined(f"{type(error).__name__} in “{operator}”") from error

    return checked


def nanos_of(seconds: Decimal) -> int:
    """Return seconds as whole nanoseconds."""
    return int(DECIMAL.multiply(seconds, Decimal(NANOS)))


def _shift(moment: Date | DateTime | Time, duration: DaysTime | YearsMonths, sign: int) -> object:
    if isinstance(duration, YearsMonths):
        if isinstance(moment, Time):
            raise Undefined("a time of day has no months")
        return moment.plus_months(sign * duration.months)
    if isinstance(moment, Time):
        return moment.at_nanos(moment.nanos + sign * duration.nanos)
    if isinstance(moment, Date):
        return _moment(moment).plus_nanos(sign * duration.nanos).date
    return moment.plus_nanos(sign * duration.nanos)


def _add_durations(left: object, right: object, sign: int) -> object:
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return check_duration(DaysTime(left.nanos + sign * right.nanos))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return check_duration(YearsMonths(left.months + sign * right.months))
    raise Undefined("these values cannot be added or subtracted")


def _scale(
    duration: DaysTime | YearsMonths, factor: Decimal, scale: Callable[[Decimal, Decimal], Decimal]
) -> object:
    if isinstance(duration, DaysTime):
        return check_duration(DaysTime(_whole(scale(Decimal(duration.nanos), factor))))
    return check_duration(YearsMonths(_whole(scale(Decimal(duration.months), factor))))


def _whole(number: Decimal) -> int:
    if number.adjusted() > 40:
        raise Undefined("the duration is out of range")
    return int(number.to_integral_value(ROUND_DOWN))


def _moment(value: Date | DateTime) -> DateTime:
    return value if isinstance(value, DateTime) else DateTime(value, MIDNIGHT_UTC)


def _check_same_kind(left: Time, right: Time) -> None:
    if left.is_local != right.is_local:
        raise Undefined("one is local, the other is not")
