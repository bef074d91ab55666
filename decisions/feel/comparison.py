"""Equality, order and membership (DMN 1.5 tables 42 and 53 to 55).

Values of different types are neither equal nor ordered: the answer is null, not false. Only null itself may be
compared with anything.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from decisions.feel.budget import CHARACTERS_A_STEP, Budget
from decisions.feel.moments import Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.values import OPEN, AnyFunction, Range

_ORDER: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}
_ATOMS = (Decimal, str, bool, Date, DateTime, Time, DaysTime, YearsMonths)


def equal(left: object, right: object, budget: Budget) -> bool | None:
    """Return whether two values are equal; None where the types differ."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, budget)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right, budget)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right, budget)
    if type(left) is not type(right):
        return None
    if isinstance(left, str):
        budget.spend(len(left) // CHARACTERS_A_STEP)
    if isinstance(left, (Time, DateTime)):
        first, second = _measures(left, right)
        return first == second
    return left is right if isinstance(left, AnyFunction) else left == right


def order(operator: str, left: object, right: object) -> bool | None:
    """Return `left operator right` for `< <= > >=`; None where they have no order."""
    if type(left) is not type(right):
        return None
    if isinstance(left, (Decimal, str)):
        return _ORDER[operator](left, right)
    first, second = _measures(left, right)
    return None if first is None or second is None else _ORDER[operator](first, second)


def compare(operator: str, left: object, right: object, budget: Budget) -> bool | None:
    """Return `left operator right` for any of the six comparisons."""
    if operator == "=":
        return equal(left, right, budget)
    if operator == "!=":
        same = equal(left, right, budget)
        return None if same is None else not same
    return order(operator, left, right)


def contains(range_: Range, value: object) -> bool | None:
    """Return whether a range holds a value; None where they cannot be compared."""
    above: bool | None = True
    below: bool | None = True
    if range_.low is not OPEN:
        above = order(">=" if range_.low_included else ">", value, range_.low)
    if range_.high is not OPEN:
        below = order("<=" if range_.high_included else "<", value, range_.high)
    return None if above is None or below is None else above and below


def matches(value: object, candidate: object, budget: Budget) -> bool | None:
    """Return whether a value passes a test that came out as `candidate`: the same value, a range or list holding it."""
    budget.spend()
    if isinstance(candidate, Range) and not isinstance(value, Range):
        return contains(candidate, value)
    if isinstance(candidate, list):
        if isinstance(value, list) and equal(value, candidate, budget):
            return True
        return any(matches(value, each, budget) for each in candidate if not isinstance(each, list)) or any(
            equal(value, each, budget) for each in candidate if isinstance(each, list)
        )
    return equal(value, candidate, budget)


def is_atom(value: object) -> bool:
    """Return whether the value is one of the standard's plain types."""
    return isinstance(value, _ATOMS)


def _measure(value: object) -> int | None:
    if isinstance(value, Date):
        return value.ordinal
    if isinstance(value, (Time, DateTime)):
        return value.comparable
    if isinstance(value, DaysTime):
        return value.nanos
    return value.months if isinstance(value, YearsMonths) else None


def _measures(left: object, right: object) -> tuple[int | None, int | None]:
    """Return two values of one type as numbers; a local moment is taken at the offset of the other."""
    moments = isinstance(left, (Time, DateTime)) and isinstance(right, (Time, DateTime))
    if moments and _is_local(left) != _is_local(right):
        return _clock(left), _clock(right)
    return _measure(left), _measure(right)


def _is_local(value: object) -> bool:
    clock = value.time if isinstance(value, DateTime) else value
    return isinstance(clock, Time) and clock.is_local


def _clock(value: object) -> int | None:
    if isinstance(value, DateTime):
        return value.clock_nanos
    return value.nanos if isinstance(value, Time) else None


def _equal_lists(left: list[object], right: list[object], budget: Budget) -> bool | None:
    budget.spend(1 + len(left))
    if len(left) != len(right):
        return False
    answers = [equal(a, b, budget) for a, b in zip(left, right, strict=True)]
    return _all(answers)


def _equal_contexts(left: dict[str, object], right: dict[str, object], budget: Budget) -> bool | None:
    budget.spend(1 + len(left))
    if left.keys() != right.keys():
        return False
    return _all([equal(value, right[key], budget) for key, value in left.items()])


def _equal_ranges(left: Range, right: Range, budget: Budget) -> bool | None:
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    return _all([_equal_ends(left.low, right.low, budget), _equal_ends(left.high, right.high, budget)])


def _equal_ends(left: object, right: object, budget: Budget) -> bool | None:
    return equal(None if left is OPEN else left, None if right is OPEN else right, budget)


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True
