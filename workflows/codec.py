"""Typed JSON: values of a flow as JSON keeps them, and back without loss.

JSON knows neither exact decimals nor dates. A value it lacks becomes an object with one key that
starts with "$": {"$decimal": "1.50"}. A context of the flow whose key starts with "$" is escaped
under "$context", so that no value can pose as another type. Raises UnstorableValue for the rest.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from decisions.feel import YearsMonths

_ISO_DURATION = re.compile(r"(-?)P(\d+)DT(\d+)S(?:(\d+)U)?")


class UnstorableValue(TypeError):
    """A value that a run cannot keep."""


def encode(value: Any) -> Any:
    """Return the JSON form of a value."""
    match value:
        case None | bool() | str() | int():
            return value
        case Decimal():
            return {"$decimal": str(value)}
        case float():
            return {"$decimal": repr(value)}
        case datetime.datetime():
            return {"$datetime": value.isoformat()}
        case datetime.date():
            return {"$date": value.isoformat()}
        case datetime.time():
            return {"$time": value.isoformat()}
        case datetime.timedelta():
            return {"$duration": _iso(value)}
        case list() | tuple():
            return [encode(item) for item in value]
        case Mapping():
            return _encode_context(value)
        case YearsMonths():
            return {"$months": value.months}
    raise UnstorableValue(f"{type(value).__name__}: {value!r}")


def decode(value: Any) -> Any:
    """Return the value of a JSON form."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key in _DECODERS:
            return _DECODERS[key](inner)
    return {key: decode(item) for key, item in value.items()}


def _encode_context(value: Mapping[Any, Any]) -> Any:
    plain = {str(key): encode(item) for key, item in value.items()}
    if any(key.startswith("$") for key in plain):
        return {"$context": [[key, item] for key, item in plain.items()]}
    return plain


def _iso(value: datetime.timedelta) -> str:
    sign, size = ("-", -value) if value < datetime.timedelta(0) else ("", value)
    return f"{sign}P{size.days}DT{size.seconds}S" + (f"{size.microseconds}U" if size.microseconds else "")


def _duration(text: str) -> datetime.timedelta:
    found = _ISO_DURATION.fullmatch(text)
    if found is None:
        raise UnstorableValue(text)
    days, seconds, micros = (int(part or 0) for part in found.groups()[1:])
    size = datetime.timedelta(days=days, seconds=seconds, microseconds=micros)
    return -size if found[1] else size


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "$decimal": Decimal,
    "$datetime": datetime.datetime.fromisoformat,
    "$date": datetime.date.fromisoformat,
    "$time": datetime.time.fromisoformat,
    "$duration": _duration,
    "$months": YearsMonths,
    "$context": lambda pairs: {key: decode(item) for key, item in pairs},
}
