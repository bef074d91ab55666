"""`for`, `some` and `every` (DMN 1.5 clause 10.3.2.14, tables 51 and 52)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from decisions.feel import nodes
from decisions.feel.compiler import compile_node
from decisions.feel.errors import Undefined
from decisions.feel.free_names import free_names
from decisions.feel.moments import Date
from decisions.feel.run import Code, Frame, Run
from decisions.feel.types import type_name
from decisions.feel.values import Range

_Compiled = list[tuple[str, Code, Code | None]]


@compile_node.register
def _(node: nodes.For) -> Code:
    iterators, body = _compiled(node.iterators), compile_node(node.body)
    looks_back = "partial" in free_names(node.body)

    def code(frame: Frame) -> object:
        results: list[object] = []
        try:
            for scope in _turns(iterators, frame):
                frame.run.budget.hold_entries(1)
                if looks_back:
                    frame.run.budget.read(results)
                    scope = scope.inner({"partial": list(results)})
                results.append(body(scope))
        except Undefined as reason:
            frame.run.warn(reason)
            return None
        return results

    return code


@compile_node.register
def _(node: nodes.Quantified) -> Code:
    iterators, body = _compiled(node.iterators), compile_node(node.body)
    decisive = node.kind == "some"

    def code(frame: Frame) -> object:
        answer: bool | None = not decisive
        try:
            for scope in _turns(iterators, frame):
                value = body(scope)
                if value is decisive:
                    return decisive
                if value is not (not decisive):
                    answer = None
        except Undefined as reason:
            frame.run.warn(reason)
            return None
        return answer

    return code


def values_between(low: object, high: object) -> Iterable[object]:
    """Return the whole numbers, or the days, from one end to the other, upwards or downwards."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        first, last = int(low), int(high)
        step = 1 if first <= last else -1
        return (Decimal(number) for number in range(first, last + step, step))
    if isinstance(low, Date) and isinstance(high, Date):
        first, last = low.ordinal, high.ordinal
        step = 1 if first <= last else -1
        return (Date.of_ordinal(number) for number in range(first, last + step, step))
    raise Undefined(f"no steps from {type_name(low)} to {type_name(high)}")


def _compiled(iterators: tuple[nodes.Iterator, ...]) -> _Compiled:
    return [
        (each.name, compile_node(each.source), None if each.end is None else compile_node(each.end))
        for each in iterators
    ]


def _turns(iterators: _Compiled, frame: Frame) -> Iterator[Frame]:
    (name, source, end), rest = iterators[0], iterators[1:]
    for value in _items(source(frame), end, frame):
        frame.run.budget.spend()
        inner = frame.inner({name: value})
        if rest:
            yield from _turns(rest, inner)
        else:
            yield inner


def _items(source: object, end: Code | None, frame: Frame) -> Iterable[object]:
    if end is not None:
        return values_between(source, end(frame))
    if isinstance(source, Range):
        return _items_of_range(source, frame.run)
    if source is None:
        raise Undefined("nothing to go through: the list is null")
    return source if isinstance(source, list) else [source]


def _items_of_range(source: Range, run: Run) -> Iterable[object]:
    values = values_between(source.low, source.high)
    for value in values:
        run.budget.spend()
        excluded = (value == source.low and not source.low_included) or (
            value == source.high and not source.high_included
        )
        if not excluded:
            yield value
