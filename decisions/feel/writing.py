"""Values as text, in FEEL's own notation (DMN 1.5 clause 10.3.4.1, `string`)."""

from __future__ import annotations

from decimal import Decimal

from decisions.feel.budget import Budget
from decisions.feel.literals import write
from decisions.feel.moments import Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.values import OPEN, Range


def write_value(value: object, budget: Budget, *, inside: bool = False) -> str:
    """Return a value as text; strings get quotes inside lists and contexts alone."""
    budget.spend()
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value) if inside else value
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, list):
        return "[" + ", ".join(write_value(item, budget, inside=True) for item in value) + "]"
    if isinstance(value, dict):
        entries = [f"{_key(key)}: {write_value(item, budget, inside=True)}" for key, item in value.items()]
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, Range):
        ends = [
            "" if end is OPEN else write_value(end, budget, inside=True) for end in (value.low, value.high)
        ]
        return (
            f"{'[' if value.low_included else '('}{ends[0]}..{ends[1]}{']' if value.high_included else ')'}"
        )
    return write(value) if isinstance(value, (Date, Time, DateTime, DaysTime, YearsMonths)) else "function"


def write_number(number: Decimal) -> str:
    """Return a number in plain digits, without an exponent."""
    text = f"{number:f}"
    return "0" if text == "-0" else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if key and all(word.isidentifier() for word in key.split(" ")) else _quoted(key)
