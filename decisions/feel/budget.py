"""What one evaluation may cost.

A clock would make results depend on the machine, so work is counted instead: a step for each operation and
each turn of a loop, and the bytes of the strings, lists and contexts that the evaluation makes. Both are
counted over the whole evaluation, so that no expression, however it is nested, holds a worker for long.
"""

from __future__ import annotations

from dataclasses import dataclass

from decisions.feel.errors import BudgetExceeded

STEPS = 100_000
BYTES = 1_000_000
NESTING = 80
CALL_DEPTH = 60
TEXT_LENGTH = 100_000
REGEX_SECONDS = 0.25
CHARACTERS_A_STEP = 512
ITEMS_A_STEP = 32
STEPS_A_POWER = 20
PARSING_WORK = 20
BYTES_AN_ENTRY = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """How many steps and bytes of new values an evaluation may use."""

    steps: int = STEPS
    bytes: int = BYTES


class Budget:
    """The running count of one evaluation."""

    __slots__ = ("bytes_left", "depth", "limits", "regex_seconds_left", "steps_left")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.steps_left = limits.steps
        self.bytes_left = limits.bytes
        self.depth = 0
        self.regex_seconds_left = REGEX_SECONDS

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises BudgetExceeded when none are left."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise BudgetExceeded("steps", self.limits.steps)

    def hold(self, size: int) -> None:
        """Count the bytes of a value about to be made; raises BudgetExceeded when it would not fit."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise BudgetExceeded("size", self.limits.bytes)

    def hold_entries(self, count: int) -> None:
        """Count the places of a list or context about to be made."""
        self.hold(count * BYTES_AN_ENTRY)

    def read(self, value: object) -> None:
        """Count the steps of reading a long string or list from end to end."""
        if isinstance(value, str):
            self.spend(len(value) // CHARACTERS_A_STEP)
        elif isinstance(value, list):
            self.spend(len(value) // ITEMS_A_STEP)

    def enter(self) -> None:
        """Count one more function on the stack."""
        self.depth += 1
        if self.depth > CALL_DEPTH:
            raise BudgetExceeded("depth", CALL_DEPTH)

    def leave(self) -> None:
        """A function has returned."""
        self.depth -= 1
