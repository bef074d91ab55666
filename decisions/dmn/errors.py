"""What can be wrong with a decision model."""

from __future__ import annotations

from dataclasses import dataclass

from decisions.feel.errors import FeelError


class DmnError(FeelError):
    """The file is not a decision model, or has nothing of the name asked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that has to be mended: the element by id or name, and why."""

    element: str
    reason: str
