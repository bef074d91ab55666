"""How ranges and points lie to each other (DMN 1.5 clause 10.3.4.11, after Allen's interval algebra), and `range`.

A point is compared as the closed range of itself alone. An open end lies a hair inside its value: ends are
compared as (value, hair), so that each relation is a plain comparison. A side without an end lies at infinity.
"""

from __future__ import annotations

from decisions.feel.builtins.registry import builtin
from decisions.feel.comparison import equal, order
from decisions.feel.errors import Undefined
from decisions.feel.run import Run
from decisions.feel.values import OPEN, Range

End = tuple[object, int]
INFINITY = 2


def _low(value: object) -> End:
    if isinstance(value, Range):
        return value.low, -INFINITY if value.low is OPEN else 0 if value.low_included else 1
    return value, 0


def _high(value: object) -> End:
    if isinstance(value, Range):
        return value.high, INFINITY if value.high is OPEN else 0 if value.high_included else -1
    return value, 0


def _less(left: End, right: End, run: Run) -> bool:
    if left[0] is OPEN or right[0] is OPEN:
        return _side(left) < _side(right)
    if equal(left[0], right[0], run.budget):
        return left[1] < right[1]
    smaller = order("<", left[0], right[0])
    if smaller is None:
        raise Undefined("the ends have no order")
    return smaller


def _side(end: End) -> int:
    """-1 and 1 for the infinities, 0 for what lies between."""
    return 0 if end[0] is not OPEN else 1 if end[1] > 0 else -1


def _same(left: End, right: End, run: Run) -> bool:
    return not _less(left, right, run) and not _less(right, left, run)


def _touch(high: End, low: End, run: Run) -> bool:
    return equal(high[0], low[0], run.budget) is True and high[1] == low[1] == 0


def _check(*values: object) -> None:
    if any(value is None for value in values):
        raise Undefined("an argument is null")


@builtin("before", point1="any", point2="any")
def before(run: Run, left: object, right: object) -> bool:
    _check(left, right)
    return _less(_high(left), _low(right), run)


@builtin("after", point1="any", point2="any")
def after(run: Run, left: object, right: object) -> bool:
    _check(left, right)
    return _less(_high(right), _low(left), run)


@builtin("meets", range1="range", range2="range")
def meets(run: Run, left: Range, right: Range) -> bool:
    return _touch(_high(left), _low(right), run)


@builtin("met by", range1="range", range2="range")
def met_by(run: Run, left: Range, right: Range) -> bool:
    return meets(run, right, left)


@builtin("overlaps", range1="range", range2="range")
def overlaps(run: Run, left: Range, right: Range) -> bool:
    return not before(run, left, right) and not before(run, right, left)


@builtin("overlaps before", range1="range", range2="range")
def overlaps_before(run: Run, left: Range, right: Range) -> bool:
    return (
        _less(_low(left), _low(right), run)
        and not _less(_high(left), _low(right), run)
        and not _less(_high(right), _high(left), run)
    )


@builtin("overlaps after", range1="range", range2="range")
def overlaps_after(run: Run, left: Range, right: Range) -> bool:
    return (
        _less(_high(right), _high(left), run)
        and not _less(_high(right), _low(left), run)
        and not _less(_low(left), _low(right), run)
    )


@builtin("finishes", point="any", range="range")
def finishes(run: Run, left: object, right: Range) -> bool:
    _check(left)
    return _same(_high(left), _high(right), run) and not _less(_low(left), _low(right), run)


@builtin("finished by", range="range", point="any")
def finished_by(run: Run, left: Range, right: object) -> bool:
    return finishes(run, right, left)


@builtin("includes", range="range", point="any")
def includes(run: Run, left: Range, right: object) -> bool:
    _check(right)
    return not _less(_low(right), _low(left), run) and not _less(_high(left), _high(right), run)


@builtin("during", point="any", range="range")
def during(run: Run, left: object, right: Range) -> bool:
    return includes(run, right, left)


@builtin("starts", point="any", range="range")
def starts(run: Run, left: object, right: Range) -> bool:
    _check(left)
    return _same(_low(left), _low(right), run) and not _less(_high(right), _high(left), run)


@builtin("started by", range="range", point="any")
def started_by(run: Run, left: Range, right: object) -> bool:
    return starts(run, right, left)


@builtin("coincides", point1="any", point2="any")
def coincides(run: Run, left: object, right: object) -> bool:
    _check(left, right)
    return _same(_low(left), _low(right), run) and _same(_high(left), _high(right), run)
