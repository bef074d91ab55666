"""What can go wrong with an expression.

Two errors leave the package: `FeelSyntaxError` (the text is not FEEL) and `BudgetExceeded` (the evaluation
would cost too much). Everything else the standard answers with null; inside the package such a place raises
`Undefined`, which the evaluator turns into null and a warning.
"""

from __future__ import annotations


class FeelError(Exception):
    """Any fault of an expression that its author has to mend."""


class FeelSyntaxError(FeelError):
    """The text is not an expression; `position` is the offset in characters, `line` and `column` count from 1."""

    def __init__(self, reason: str, text: str, position: int) -> None:
        before = text[:position]
        self.reason = reason
        self.position = position
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        super().__init__(f"{reason} (line {self.line}, column {self.column})")


class BudgetExceeded(FeelError):
    """The evaluation was stopped: `kind` is steps, size, depth or time; `limit` what was allowed."""

    def __init__(self, kind: str, limit: float) -> None:
        self.kind = kind
        self.limit = limit
        super().__init__(f"the expression exceeds its budget of {kind} ({limit:g})")


class Undefined(Exception):  # noqa: N818  (not an error of the package: it becomes null)
    """No value by the standard, for this reason; never leaves the package."""
