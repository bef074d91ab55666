"""`range("[1..3]")`: a range from text (DMN 1.5 clause 10.3.4.1).

The text is the literal of a range whose ends are literals, or `date`, `time`, `date and time` or `duration`
of a literal string; anything that would have to be evaluated is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

from decisions.feel import nodes
from decisions.feel.builtins.registry import BUILTINS, builtin
from decisions.feel.comparison import order
from decisions.feel.errors import FeelSyntaxError, Undefined
from decisions.feel.names import NameTable, Scopes
from decisions.feel.parser import Parser
from decisions.feel.run import Run
from decisions.feel.values import DECIMAL, OPEN, Range

_BRACKETED = re.compile(r"\s*([\[\](])\s*(.*?)\s*([\])\[])\s*", re.DOTALL)
_MAKERS = ("date", "time", "date and time", "duration")


@builtin("range", **{"from": "string"})
def range_of_text(run: Run, text: str) -> Range:
    match = _BRACKETED.fullmatch(text)
    if match is None:
        raise Undefined("not a range")
    opening, ends, closing = match.groups()
    low_text, dots, high_text = _split(ends)
    if not dots or not (low_text or high_text):
        raise Undefined("a range has two ends")
    low_included, high_included = opening == "[", closing == "]"
    if (not low_text and low_included) or (not high_text and high_included):
        raise Undefined("an end without a value is not included")
    low = _end(run, low_text) if low_text else OPEN
    high = _end(run, high_text) if high_text else OPEN
    if OPEN not in (low, high) and order("<=", low, high) is not True:
        raise Undefined("the ends are in the wrong order, or of different types")
    return Range(low, high, low_included, high_included)


def _split(ends: str) -> tuple[str, str, str]:
    """Split at the two dots that stand outside a string."""
    quoted = False
    for place, character in enumerate(ends):
        if character == '"' and ends[place - 1 : place] != "\\":
            quoted = not quoted
        elif not quoted and ends.startswith("..", place):
            return ends[:place].strip(), "..", ends[place + 2 :].strip()
    return ends, "", ""


def _end(run: Run, text: str) -> object:
    try:
        node = Parser(text, Scopes(NameTable(BUILTINS), (), ()), {}).read_all()
    except FeelSyntaxError as error:
        raise Undefined("an end is not a literal") from error
    value = _literal(run, node)
    if value is None:
        raise Undefined("an end is null")
    return value


def _literal(run: Run, node: nodes.Node) -> object:
    if isinstance(node, nodes.Literal):
        return node.value
    if isinstance(node, nodes.Negate) and isinstance(node.operand, nodes.Literal):
        number = node.operand.value
        return DECIMAL.minus(number) if isinstance(number, Decimal) else None
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.function, nodes.Name)
        and node.function.name in _MAKERS
    ):
        arguments = [each.value for each in node.positional if isinstance(each, nodes.Literal)]
        if len(arguments) == len(node.positional) == 1 and not node.named:
            return BUILTINS[node.function.name].invoke(run, arguments, {})
    raise Undefined("an end is not a literal")
