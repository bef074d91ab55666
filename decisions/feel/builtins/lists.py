"""Functions over lists (DMN 1.5 clause 10.3.4.4), and `sort` (10.3.4.8)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key

from decisions.feel.builtins.registry import Builtin, builtin
from decisions.feel.builtins.strings import whole
from decisions.feel.comparison import equal
from decisions.feel.errors import Undefined
from decisions.feel.run import Run
from decisions.feel.values import Function


@builtin("list contains", list="list", element="any")
def list_contains(run: Run, items: list[object], element: object) -> bool:
    return any(_same(run, item, element) for item in items)


@builtin("count", list="list")
def count(run: Run, items: list[object]) -> Decimal:
    return Decimal(len(items))


@builtin("sublist", list="list", start_position="number", length="number?")
def sublist(run: Run, items: list[object], start: Decimal, length: Decimal | None) -> list[object]:
    begin = _place(items, start)
    if length is None:
        return _held(run, items[begin:])
    if whole(length) < 1 or begin + whole(length) > len(items):
        raise Undefined("the list is not that long")
    return _held(run, items[begin : begin + whole(length)])


@builtin("append", list="list", item="any*")
def append(run: Run, items: list[object], *more: object) -> list[object]:
    if not more:
        raise Undefined("nothing to append")
    return _held(run, [*items, *more])


@builtin("concatenate", list="list*")
def concatenate(run: Run, *lists: list[object]) -> list[object]:
    return _held(run, [item for items in lists for item in items])


@builtin("insert before", list="list", position="number", newItem="any")
def insert_before(run: Run, items: list[object], position: Decimal, item: object) -> list[object]:
    place = _place(items, position)
    return _held(run, [*items[:place], item, *items[place:]])


@builtin("remove", list="list", position="number")
def remove(run: Run, items: list[object], position: Decimal) -> list[object]:
    place = _place(items, position)
    return _held(run, [*items[:place], *items[place + 1 :]])


@builtin("list replace", list="list", position="number", newItem="any")
def list_replace_at(run: Run, items: list[object], position: Decimal, item: object) -> list[object]:
    place = _place(items, position)
    return _held(run, [*items[:place], item, *items[place + 1 :]])


@builtin("list replace", list="list", match="function", newItem="any")
def list_replace_where(run: Run, items: list[object], match: Function, item: object) -> list[object]:
    replaced = []
    for old in items:
        run.budget.spend()
        answer = match.call([old, item], {})
        if not isinstance(answer, bool):
            raise Undefined("the match function does not answer true or false")
        replaced.append(item if answer else old)
    return _held(run, replaced)


@builtin("reverse", list="list")
def reverse(run: Run, items: list[object]) -> list[object]:
    return _held(run, items[::-1])


@builtin("index of", list="list", match="any")
def index_of(run: Run, items: list[object], match: object) -> list[object]:
    return _held(run, [Decimal(place) for place, item in enumerate(items, 1) if _same(run, item, match)])


@builtin("union", list="list*")
def union(run: Run, *lists: list[object]) -> list[object]:
    return _distinct(run, [item for items in lists for item in items])


@builtin("distinct values", list="list")
def distinct_values(run: Run, items: list[object]) -> list[object]:
    return _distinct(run, items)


@builtin("flatten", list="list")
def flatten(run: Run, items: list[object]) -> list[object]:
    flat: list[object] = []
    waiting: list[object] = [items]
    while waiting:
        value = waiting.pop()
        run.budget.spend()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        else:
            flat.append(value)
    return _held(run, flat)


@builtin("sort", list="list", precedes="any?")
def sort(run: Run, items: list[object], precedes: object) -> list[object]:
    if precedes is None:
        raise Undefined("no function says what comes first")
    before = _caller(run, precedes)

    def compared(left: object, right: object) -> int:
        run.budget.spend()
        if before(left, right):
            return -1
        return 1 if before(right, left) else 0

    return _held(run, sorted(items, key=cmp_to_key(compared)))


def _caller(run: Run, function: object) -> Callable[[object, object], bool]:
    def call(left: object, right: object) -> bool:
        if isinstance(function, Function):
            answer = function.call([left, right], {})
        elif isinstance(function, Builtin):
            answer = function.invoke(run, [left, right], {})
        else:
            raise Undefined("“precedes” is not a function")
        if not isinstance(answer, bool):
            raise Undefined("“precedes” does not answer true or false")
        return answer

    return call


def _place(items: list[object], position: Decimal) -> int:
    place = whole(position)
    if place == 0 or abs(place) > len(items):
        raise Undefined(f"the list has no place {place}")
    return place - 1 if place > 0 else len(items) + place


def _held(run: Run, items: list[object]) -> list[object]:
    run.budget.spend(len(items) // 16)
    run.budget.hold_entries(len(items))
    return items


def _same(run: Run, left: object, right: object) -> bool:
    run.budget.spend()
    return equal(left, right, run.budget) is True


def _distinct(run: Run, items: list[object]) -> list[object]:
    kept: list[object] = []
    for item in items:
        if not any(_same(run, item, each) for each in kept):
            kept.append(item)
    return _held(run, kept)
