"""`source.name` and `source[condition]` (DMN 1.5 clauses 10.3.2.5 and 10.3.2.13, table 61)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from decisions.feel import nodes
from decisions.feel.budget import ITEMS_A_STEP
from decisions.feel.compiler import compile_node
from decisions.feel.errors import Undefined
from decisions.feel.moments import NANOS, Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.run import Code, Frame, Run
from decisions.feel.types import type_name
from decisions.feel.values import OPEN, Range

Getter = Callable[..., object]


@compile_node.register
def _(node: nodes.Path) -> Code:
    source, name = compile_node(node.source), node.name

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        return member(source(frame), name, frame.run)

    return code


@compile_node.register
def _(node: nodes.Filter) -> Code:
    source, condition = compile_node(node.source), compile_node(node.condition)
    literal = node.condition.value if isinstance(node.condition, nodes.Literal) else None

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        value = source(frame)
        if value is None:
            frame.run.warn("null has no items")
            return None
        items = value if isinstance(value, list) else [value]
        if isinstance(literal, Decimal):
            return item_at(items, literal, frame.run)
        return _filtered(items, condition, frame)

    return code


def member(value: object, name: str, run: Run) -> object:
    """Return `value.name`; for a list, of each item."""
    if isinstance(value, dict):
        if name not in value:
            run.warn(f"the context has no “{name}”")
        return value.get(name)
    if isinstance(value, list):
        run.budget.spend(len(value))
        run.budget.hold_entries(len(value))
        return [member(item, name, run) for item in value]
    getter = _PROPERTIES.get(type(value), {}).get(name)
    if getter is None:
        run.warn(f"{type_name(value)} has no “{name}”")
        return None
    try:
        return getter(value)
    except Undefined as reason:
        run.warn(reason)
        return None


def item_at(items: list[object], index: Decimal, run: Run) -> object:
    """Return an item by its place, from 1, or from -1 at the end; null outside the list."""
    place = int(index) if index == index.to_integral_value() and abs(index) <= len(items) else 0
    if place == 0:
        run.warn(f"the list has no item {index}")
        return None
    return items[place - 1 if place > 0 else place]


def _filtered(items: list[object], condition: Code, frame: Frame) -> object:
    kept = []
    for item in items:
        frame.run.budget.spend()
        scope: dict[str, object] = {"item": item}
        if isinstance(item, dict):
            frame.run.budget.spend(len(item) // ITEMS_A_STEP)
            scope.update(item)
        answer = condition(frame.inner(scope))
        if isinstance(answer, Decimal):
            return item_at(items, answer, frame.run)
        if answer is True:
            kept.append(item)
        elif answer is not False:
            frame.run.warn(f"the condition of a filter is {type_name(answer)}")
    if not items and isinstance(condition(frame.inner({"item": None})), Decimal):
        return None
    frame.run.budget.hold_entries(len(kept))
    return kept


def _seconds(nanos: int) -> Decimal:
    whole = Decimal(nanos).scaleb(-9)
    return whole.to_integral_value() if nanos % NANOS == 0 else whole.normalize()


def _signed(size: int, turn: int) -> int:
    return -(-size % turn) if size < 0 else size % turn


def _number(getter: Callable[..., int | Decimal]) -> Getter:
    return lambda value: Decimal(getter(value))


def _of(part: str, getter: Callable[..., int | Decimal]) -> Callable[[object], int | Decimal]:
    return lambda value: getter(getattr(value, part))


def _zone(value: Time | DateTime) -> object:
    return value.time.zone if isinstance(value, DateTime) else value.zone


def _offset(value: Time | DateTime) -> object:
    offset = value.offset
    return None if offset is None else DaysTime(offset * NANOS)


def _part(unit: int, turn: int | None) -> Callable[[DaysTime], int]:
    def part(value: DaysTime) -> int:
        whole = abs(value.nanos) // (unit * NANOS)
        rest = whole if turn is None else whole % turn
        return -rest if value.nanos < 0 else rest

    return part


def _months(value: YearsMonths, turn: Callable[[int], int]) -> int:
    size = turn(abs(value.months))
    return -size if value.months < 0 else size


_DATE: dict[str, Callable[..., int | Decimal]] = {
    "year": lambda date: date.year,
    "month": lambda date: date.month,
    "day": lambda date: date.day,
    "weekday": lambda date: date.weekday,
}
_TIME: dict[str, Callable[..., int | Decimal]] = {
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "second": lambda time: _seconds(time.second * NANOS + time.nano),
}
_CLOCK: dict[str, Getter] = {"time offset": _offset, "timezone": _zone}
_RANGE: dict[str, Callable[[Range], object]] = {
    "start": lambda range_: None if range_.low is OPEN else range_.low,
    "end": lambda range_: None if range_.high is OPEN else range_.high,
    "start included": lambda range_: range_.low_included,
    "end included": lambda range_: range_.high_included,
}
_PROPERTIES: dict[type, Mapping[str, Getter]] = {
    Date: {name: _number(getter) for name, getter in _DATE.items()},
    Time: {name: _number(getter) for name, getter in _TIME.items()} | _CLOCK,
    DateTime: {name: _number(_of("date", getter)) for name, getter in _DATE.items()}
    | {name: _number(_of("time", getter)) for name, getter in _TIME.items()}
    | _CLOCK,
    DaysTime: {
        "days": _number(_part(86_400, None)),
        "hours": _number(_part(3600, 24)),
        "minutes": _number(_part(60, 60)),
        "seconds": lambda value: _seconds(_signed(value.nanos, 60 * NANOS)),
    },
    YearsMonths: {
        "years": _number(lambda value: _months(value, lambda size: size // 12)),
        "months": _number(lambda value: _months(value, lambda size: size % 12)),
    },
    Range: _RANGE,
}
