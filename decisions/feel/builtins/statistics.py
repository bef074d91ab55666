"""Sums, means and extremes (DMN 1.5 clause 10.3.4.4). Each takes one list or its items one by one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from decisions.feel.arithmetic import add, divide
from decisions.feel.builtins.registry import builtin
from decisions.feel.comparison import order
from decisions.feel.errors import Undefined
from decisions.feel.moments import DaysTime, YearsMonths
from decisions.feel.run import Run
from decisions.feel.types import type_name
from decisions.feel.values import DECIMAL

_Body = Callable[[Run, list[object]], object]


def over_items(name: str) -> Callable[[_Body], _Body]:
    """Declare both forms, `name(list)` and `name(a, b, …)`."""

    def declare(body: _Body) -> _Body:
        builtin(name, list="list")(body)
        builtin(name, items="any*")(lambda run, *items: body(run, list(items)))
        return body

    return declare


@over_items("sum")
def total(run: Run, items: list[object]) -> object:
    if not items:
        raise Undefined("the list is empty")
    run.budget.spend(len(items))
    if all(isinstance(item, DaysTime) for item in items) or all(
        isinstance(item, YearsMonths) for item in items
    ):
        return reduce(add, items)
    return reduce(DECIMAL.add, _numbers(items))


@over_items("mean")
def mean(run: Run, items: list[object]) -> object:
    return divide(total(run, items), Decimal(len(items)))


@over_items("product")
def product(run: Run, items: list[object]) -> object:
    run.budget.spend(len(items))
    return reduce(DECIMAL.multiply, _numbers(items))


@over_items("median")
def median(run: Run, items: list[object]) -> object:
    numbers = sorted(_numbers(items))
    run.budget.spend(len(numbers))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return DECIMAL.divide(DECIMAL.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@over_items("stddev")
def stddev(run: Run, items: list[object]) -> object:
    numbers = _numbers(items)
    run.budget.spend(len(numbers))
    if len(numbers) < 2:
        raise Undefined("at least two numbers are needed")
    centre = DECIMAL.divide(reduce(DECIMAL.add, numbers), Decimal(len(numbers)))
    deviations = [DECIMAL.subtract(number, centre) for number in numbers]
    squares = reduce(DECIMAL.add, [DECIMAL.multiply(each, each) for each in deviations])
    return DECIMAL.sqrt(DECIMAL.divide(squares, Decimal(len(numbers) - 1)))


@builtin("mode", list="list")
def mode(run: Run, items: list[object]) -> object:
    return _mode(run, items) if items else []


@builtin("mode", items="any*")
def mode_of_items(run: Run, *items: object) -> object:
    return _mode(run, list(items))


@over_items("min")
def minimum(run: Run, items: list[object]) -> object:
    return _extreme(run, items, "<")


@over_items("max")
def maximum(run: Run, items: list[object]) -> object:
    return _extreme(run, items, ">")


@over_items("all")
def every(run: Run, items: list[object]) -> bool | None:
    return _decided(items, decisive=False)


@over_items("any")
def some(run: Run, items: list[object]) -> bool | None:
    return _decided(items, decisive=True)


def _numbers(items: list[object]) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if not items or len(numbers) < len(items):
        raise Undefined("numbers are needed" if items else "the list is empty")
    return numbers


def _extreme(run: Run, items: list[object], operator: str) -> object:
    if not items:
        raise Undefined("the list is empty")
    best = items[0]
    for item in items:
        run.budget.spend()
        better = order(operator, item, best)
        if better is None:
            raise Undefined(f"{type_name(item)} and {type_name(best)} have no order")
        best = item if better else best
    return best


def _decided(items: list[object], *, decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(item is (not decisive) for item in items) else None


def _mode(run: Run, items: list[object]) -> list[Decimal]:
    run.budget.spend(len(items))
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return [number for number in sorted(counts) if counts[number] == most]
