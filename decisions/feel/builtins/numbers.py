"""Functions over numbers (DMN 1.5 clause 10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from decisions.feel.budget import STEPS_A_POWER
from decisions.feel.builtins.registry import builtin
from decisions.feel.errors import Undefined
from decisions.feel.moments import DaysTime, YearsMonths
from decisions.feel.run import Run
from decisions.feel.values import DECIMAL

MIN_SCALE, MAX_SCALE = -6111, 6176


def rounded(number: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    """Return a number with so many decimals (a scale below zero rounds before the point)."""
    places = 0 if scale is None else int(scale)
    if not MIN_SCALE <= places <= MAX_SCALE:
        raise Undefined("the scale is out of range")
    if number.adjusted() + places >= DECIMAL.prec:
        return number
    result = number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=DECIMAL)
    return result if places >= 0 else DECIMAL.plus(Decimal(int(result)))


@builtin("decimal", n="number", scale="number")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", n="number")
@builtin("floor", n="number", scale="number")
def floor(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling", n="number")
@builtin("ceiling", n="number", scale="number")
def ceiling(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(n, scale, ROUND_CEILING)


@builtin("round up", n="number", scale="number")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_UP)


@builtin("round down", n="number", scale="number")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up", n="number", scale="number")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", n="number", scale="number")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", n="number or duration")
def absolute(run: Run, n: Decimal | DaysTime | YearsMonths) -> object:
    if isinstance(n, DaysTime):
        return DaysTime(abs(n.nanos))
    if isinstance(n, YearsMonths):
        return YearsMonths(abs(n.months))
    return DECIMAL.abs(n)


@builtin("modulo", dividend="number", divisor="number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor.is_zero():
        raise Undefined("division by zero")
    rest = DECIMAL.remainder(dividend, divisor)
    if not rest.is_zero() and (rest < 0) != (divisor < 0):
        rest = DECIMAL.add(rest, divisor)
    return rest


@builtin("sqrt", number="number")
def sqrt(run: Run, number: Decimal) -> Decimal:
    run.budget.spend(STEPS_A_POWER)
    return DECIMAL.sqrt(number)


@builtin("log", number="number")
def log(run: Run, number: Decimal) -> Decimal:
    if number <= 0:
        raise Undefined("only numbers above zero have a logarithm")
    run.budget.spend(STEPS_A_POWER)
    return DECIMAL.ln(number)


@builtin("exp", number="number")
def exp(run: Run, number: Decimal) -> Decimal:
    run.budget.spend(STEPS_A_POWER)
    return DECIMAL.exp(number)


@builtin("odd", number="number")
def odd(run: Run, number: Decimal) -> bool:
    return _parity(number) == 1


@builtin("even", number="number")
def even(run: Run, number: Decimal) -> bool:
    return _parity(number) == 0


def _parity(number: Decimal) -> int:
    if number != number.to_integral_value():
        return -1
    return 0 if number.adjusted() > 33 else int(number) % 2
