"""Functions over strings (DMN 1.5 clause 10.3.4.3); characters are counted as Unicode code points."""

from __future__ import annotations

from decimal import Decimal

from decisions.feel.builtins.registry import builtin
from decisions.feel.errors import Undefined
from decisions.feel.run import Run


@builtin("substring", string="string", start_position="number", length="number?")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None) -> str:
    first = whole(start)
    if first == 0 or abs(first) > len(string):
        raise Undefined(f"no character {first}")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return _held(run, string[begin:])
    if whole(length) < 1:
        raise Undefined("the length is less than 1")
    return _held(run, string[begin : begin + whole(length)])


@builtin("string length", string="string")
def string_length(run: Run, string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case", string="string")
def upper_case(run: Run, string: str) -> str:
    return _held(run, string.upper())


@builtin("lower case", string="string")
def lower_case(run: Run, string: str) -> str:
    return _held(run, string.lower())


@builtin("substring before", string="string", match="string")
def substring_before(run: Run, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return _held(run, before if found else "")


@builtin("substring after", string="string", match="string")
def substring_after(run: Run, string: str, match: str) -> str:
    return _held(run, string.partition(match)[2] if match else string)


@builtin("contains", string="string", match="string")
def contains(run: Run, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", string="string", match="string")
def starts_with(run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", string="string", match="string")
def ends_with(run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("string join", list="list", delimiter="string?")
def string_join(run: Run, items: list[object], delimiter: str | None) -> str:
    texts = [item for item in items if item is not None]
    joined = [text for text in texts if isinstance(text, str)]
    if len(joined) < len(texts):
        raise Undefined("an item is not a string")
    separator = delimiter or ""
    run.budget.hold(sum(map(len, joined)) + len(separator) * len(joined))
    return separator.join(joined)


def whole(number: Decimal) -> int:
    """Return a whole number of modest size; raises Undefined for another."""
    if number != number.to_integral_value() or number.adjusted() > 12:
        raise Undefined(f"{number} is not a whole number")
    return int(number)


def _held(run: Run, text: str) -> str:
    run.budget.hold(len(text))
    return text
