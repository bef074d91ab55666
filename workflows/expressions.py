"""A FEEL expression of a flow, parsed once when the flow is loaded and evaluated many times.

Every place of a diagram that computes (conditions, agencies, timers, mappings, scripts) holds one
of these. A leading "=" is dropped, since Camunda 8 marks FEEL so. What an expression may name is
not known here: a name nobody has set reads as null, and a null condition is not true (DMN 1.5
clause 10.3.2.13).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from decisions.feel import BudgetExceeded, FeelError, nodes, parse


class ExpressionFault(ValueError):
    """A text that is not FEEL.

    text    as it stands in the diagram
    reason  the parser's words
    """

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason


class ExpressionTooCostly(ArithmeticError):
    """An expression that used up its steps or its memory."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Expression:
    """A parsed FEEL expression. Raises ExpressionFault when the text is not FEEL."""

    text: str
    _parsed: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        source = self.text.strip().removeprefix("=").strip()
        if not source:
            raise ExpressionFault(self.text, "trống")
        try:
            parsed = parse(source)
        except FeelError as error:
            raise ExpressionFault(self.text, str(error)) from error
        object.__setattr__(self, "_parsed", parsed)

    @property
    def names(self) -> frozenset[str]:
        """The names it takes from its context."""
        return frozenset(self._parsed.names_read)

    @property
    def gives(self) -> frozenset[str]:
        """The names of the context that it always gives; none where its value is not written as one."""
        return frozenset.intersection(*_contexts(self._parsed.node))

    @property
    def may_give(self) -> frozenset[str]:
        """The names of every context that it may give."""
        return frozenset.union(*_contexts(self._parsed.node))

    def minds_null(self, name: str) -> bool:
        """Whether it asks if this name is null: then its author knows that nobody may have written it."""
        return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)\s*!?=\s*null(?!\w)", self.text) is not None

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None) -> Any:
        """Return the value in this context; null wherever FEEL says null. `now` is what now() answers.

        Raises ExpressionTooCostly when it needs more steps or memory than FEEL gives one.
        """
        try:
            return self._parsed.evaluate(context, now=now)
        except BudgetExceeded as error:
            raise ExpressionTooCostly(self.text) from error

    def holds(self, context: Mapping[str, Any], now: datetime | None = None) -> bool:
        """Whether the value is true; null and anything else is not."""
        return self.evaluate(context, now) is True


def _contexts(node: nodes.Node) -> list[frozenset[str]]:
    """The names of the context that each branch gives."""
    if isinstance(node, nodes.If):
        return [*_contexts(node.then), *_contexts(node.otherwise)]
    if isinstance(node, nodes.ContextLiteral):
        return [frozenset(name for name, _ in node.entries)]
    return [frozenset()]
