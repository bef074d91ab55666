"""One evaluation: its budget, its warnings, its moment, and the scopes of its names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from decisions.feel.budget import Budget, Limits
from decisions.feel.errors import Undefined
from decisions.feel.moments import DateTime
from decisions.feel.values import from_python

MAX_WARNINGS = 50


class Run:
    """What every part of one evaluation shares; `now` is None when nobody said what time it is."""

    __slots__ = ("budget", "now", "warnings")

    def __init__(self, limits: Limits, now: DateTime | None = None) -> None:
        self.budget = Budget(limits)
        self.now = now
        self.warnings: list[str] = []

    def warn(self, reason: object) -> None:
        """Note why a part of the expression came out as null."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(str(reason))

    def given(self, value: object) -> object:
        """Return the FEEL value of a caller's value; null with a warning for what has none."""
        try:
            return from_python(value)
        except Undefined as reason:
            self.warn(reason)
            return None


class Frame:
    """Names of one scope over an outer one; the outermost holds Python's values and turns them on first use."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: dict[str, object], run: Run, outer: Frame | Givens | None = None) -> None:
        self.names = names
        self.run = run
        self.outer = outer

    def find(self, name: str) -> object:
        """Return the value of a name; raises Undefined when nothing has it."""
        scope: Frame | Givens | None = self
        while isinstance(scope, Frame):
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        if scope is None:
            raise Undefined(f"nothing is called “{name}”")
        return scope.find(name)

    def inner(self, names: dict[str, object]) -> Frame:
        """Return a scope inside this one."""
        return Frame(names, self.run, self)


class Givens:
    """The caller's values over the built-in functions."""

    __slots__ = ("_builtins", "_found", "_values")

    def __init__(self, values: Mapping[str, object], builtins: Mapping[str, object]) -> None:
        self._values = values
        self._builtins = builtins
        self._found: dict[str, object] = {}

    def find(self, name: str) -> object:
        """Return the value of a name; raises Undefined when nothing has it."""
        if name in self._found:
            return self._found[name]
        if name in self._values:
            value = from_python(self._values[name])
            self._found[name] = value
            return value
        if name in self._builtins:
            return self._builtins[name]
        raise Undefined(f"nothing is called “{name}”")


Code = Callable[[Frame], object]
