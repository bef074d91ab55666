"""How a value stands against its limit."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

from inspections.checklists.parts import Limit
from inspections.checklists.results import Measure

COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}

Names = Mapping[str, object]


def bound_of(limit: Limit, scope: Names) -> Decimal | None:
    """Return the value a limit has here; None where it has none for this kind of institution."""
    if not limit.by_kind:
        return limit.value
    kind = limit.by.result(scope) if limit.by else scope["kind_of_institution"]
    return limit.by_kind.get(kind) if isinstance(kind, str) else None


def measure_of(limit: Limit, scope: Names) -> Measure | None:
    """Return the limit as it applies here; None where it does not."""
    if limit.condition is not None:
        return Measure("", None, limit.unit)
    bound = bound_of(limit, scope)
    return None if bound is None else Measure(limit.operator, bound, limit.unit)


def stands(limit: Limit, value: object, scope: Names) -> bool | None:
    """Say whether a value keeps to a limit; None where there is no value, no limit here, or no truth."""
    if value is None:
        return None
    if limit.condition is not None:
        return limit.condition.holds(scope)
    bound = bound_of(limit, scope)
    if bound is None or not isinstance(value, Decimal | int) or isinstance(value, bool):
        return None
    return COMPARE[limit.operator](Decimal(value), bound)
