"""Functions over contexts (DMN 1.5 clause 10.3.4.10), and the Boolean `not` and `is`."""

from __future__ import annotations

from decisions.feel.budget import BYTES_AN_ENTRY
from decisions.feel.builtins.registry import builtin
from decisions.feel.comparison import equal
from decisions.feel.errors import Undefined
from decisions.feel.moments import DateTime, Time
from decisions.feel.run import Run


@builtin("not", negand="any")
def negation(run: Run, negand: object) -> bool | None:
    return not negand if isinstance(negand, bool) else None


@builtin("is", value1="any", value2="any")
def identical(run: Run, left: object, right: object) -> bool:
    if type(left) is not type(right):
        return False
    if isinstance(left, (Time, DateTime)):
        return left == right
    return equal(left, right, run.budget) is True


@builtin("get value", m="context or null", key="string or null")
def get_value(run: Run, context: dict[str, object] | None, key: str | None) -> object:
    if context is None or key is None:
        raise Undefined("no context or no key")
    return context.get(key)


@builtin("get value", context="context", keys="list")
def get_deep_value(run: Run, context: dict[str, object], keys: list[object]) -> object:
    value: object = context
    for key in _path(keys):
        if not isinstance(value, dict) or key not in value:
            raise Undefined(f"no entry “{key}”")
        value = value[key]
    return value


@builtin("get entries", m="context")
def get_entries(run: Run, context: dict[str, object]) -> list[object]:
    run.budget.hold_entries(3 * len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", entries="list")
def context_of(run: Run, entries: list[object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for entry in entries:
        key = entry.get("key") if isinstance(entry, dict) and "value" in entry else None
        if not isinstance(entry, dict) or not isinstance(key, str) or key in made:
            raise Undefined("an entry has a key of its own, a string, and a value")
        run.budget.hold(BYTES_AN_ENTRY + len(key))
        made[key] = entry["value"]
    return made


@builtin("context put", context="context", key="string", value="any")
def context_put(run: Run, context: dict[str, object], key: str, value: object) -> dict[str, object]:
    return _copied(run, context) | {key: value}


@builtin("context put", context="context", keys="list", value="any")
def context_put_deep(run: Run, context: dict[str, object], keys: list[object], value: object) -> object:
    path = _path(keys)
    inside: object = context
    levels = []
    for key in path:
        if not isinstance(inside, dict):
            raise Undefined(f"“{key}” is not in a context")
        levels.append(_copied(run, inside))
        inside = inside.get(key)
    for level, key in zip(reversed(levels), reversed(path), strict=True):
        level[key] = value
        value = level
    return value


@builtin("context merge", contexts="list")
def context_merge(run: Run, contexts: list[object]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Undefined("an item is not a context")
        merged.update(_copied(run, context))
    return merged


def _path(keys: list[object]) -> list[str]:
    path = [key for key in keys if isinstance(key, str)]
    if not keys or len(path) < len(keys):
        raise Undefined("the keys are strings, at least one")
    return path


def _copied(run: Run, context: dict[str, object]) -> dict[str, object]:
    run.budget.spend()
    run.budget.hold(sum(BYTES_AN_ENTRY + len(key) for key in context))
    return dict(context)
