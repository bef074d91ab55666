"""Values as JSON: numbers in full, dates and durations as their ISO text, ranges and functions as FEEL writes them."""

from __future__ import annotations

import json
from decimal import Decimal

from decisions.feel.budget import Budget, Limits
from decisions.feel.values import from_python
from decisions.feel.writing import write_number, write_value


def to_json(value: object) -> str:
    """Return the JSON text of a value."""
    return _text(from_python(value))


def _text(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_string(key)}: {_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, Decimal):
        return write_number(value)
    return _string(value if isinstance(value, str) else write_value(value, Budget(Limits())))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
