"""Parsing once, evaluating often: what callers hold of an expression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from decisions.feel.budget import Limits
from decisions.feel.builtins.registry import BUILTINS
from decisions.feel.code_tests import TestsCode, compile_tests
from decisions.feel.compiler import compile_node
from decisions.feel.errors import BudgetExceeded, FeelSyntaxError
from decisions.feel.free_names import free_names
from decisions.feel.moments import DateTime
from decisions.feel.names import NameTable, Scopes, member_names
from decisions.feel.nodes import Node, Tests
from decisions.feel.parser import Parser
from decisions.feel.run import Code, Frame, Givens, Run
from decisions.feel.types import FeelType
from decisions.feel.values import from_python, to_python

_BUILTIN_NAMES = NameTable(BUILTINS)
_NOTHING: Mapping[str, object] = {}
_NO_TYPES: Mapping[str, FeelType] = {}
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Result:
    """A value in Python's types, and why parts of the expression came out as null."""

    value: object
    warnings: tuple[str, ...]


class Expression:
    """A parsed expression."""

    def __init__(self, text: str, node: Node) -> None:
        self.text = text
        self.node = node
        self._code: Code = compile_node(node)

    @property
    def names_read(self) -> frozenset[str]:
        """The names the expression takes from its context; built-in functions are not among them."""
        return free_names(self.node) - BUILTINS.keys()

    def evaluate(
        self,
        context: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> object:
        """Return the value, null where the standard has none; raises BudgetExceeded alone.

        context  values by name: Python's numbers, strings, dates, mappings and sequences, or FEEL values
        now      the moment that `now()` and `today()` answer
        """
        return self.evaluate_with_warnings(context, now=now, limits=limits).value

    def evaluate_with_warnings(
        self,
        context: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Result:
        """Evaluate, and say as well why parts of the expression came out as null."""
        run = new_run(now, limits)
        value = guarded(
            lambda frame: to_python(self._code(frame), run.budget), frame_over(context or _NOTHING, run)
        )
        return Result(value, tuple(run.warnings))

    def value_in(self, frame: Frame) -> object:
        """Return the FEEL value in a frame of a larger evaluation (decision models do that)."""
        return self._code(frame)


class UnaryTests:
    """Parsed unary tests, as in a cell of a decision table."""

    def __init__(self, text: str, node: Tests) -> None:
        self.text = text
        self.node = node
        self._code: TestsCode = compile_tests(node)

    @property
    def names_read(self) -> frozenset[str]:
        """The names the tests take from their context."""
        return free_names(self.node) - BUILTINS.keys() - {"?"}

    def test(
        self,
        value: object,
        context: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> bool | None:
        """Return whether the value passes; null where that cannot be said."""
        run = new_run(now, limits)
        tested = run.given(value)
        answer = guarded(lambda frame: self._code.passes(frame, tested), frame_over(context or _NOTHING, run))
        return answer if isinstance(answer, bool) else None

    def passes(self, frame: Frame, value: object) -> bool | None:
        """Test a FEEL value in a frame of a larger evaluation."""
        return self._code.passes(frame, value)


def parse(
    text: str,
    names: Iterable[str] | None = None,
    *,
    members: Iterable[str] = (),
    types: Mapping[str, FeelType] = _NO_TYPES,
) -> Expression:
    """Parse an expression; raises FeelSyntaxError.

    names    the names in scope, needed for names with operators or keywords in them (`Pre-bureau risk`);
             other names with blanks are found without
    members  keys of contexts that have such names
    types    types a decision model defines, for `instance of`
    """
    if types:
        return _read_expression(text, frozenset(names or ()), frozenset(members), types)
    return _parse_cached(text, frozenset(names or ()), frozenset(members))


def parse_unary_tests(
    text: str,
    names: Iterable[str] | None = None,
    *,
    members: Iterable[str] = (),
    types: Mapping[str, FeelType] = _NO_TYPES,
) -> UnaryTests:
    """Parse unary tests; raises FeelSyntaxError. Parameters as for `parse`."""
    try:
        parser = Parser(text, Scopes(_BUILTIN_NAMES, names or (), members), types)
        return UnaryTests(text, parser.read_all_tests())
    except RecursionError as error:
        raise FeelSyntaxError("nested too deeply", text, 0) from error


def evaluate(
    text: str, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> object:
    """Parse with the names of the context and evaluate; raises FeelSyntaxError and BudgetExceeded."""
    return evaluate_with_warnings(text, context, now=now).value


def evaluate_with_warnings(
    text: str, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> Result:
    """Do as `evaluate`, and say as well why parts came out as null."""
    given = context or _NOTHING
    expression = parse(text, given.keys(), members=member_names(given))
    return expression.evaluate_with_warnings(given, now=now)


def frame_over(values: Mapping[str, object], run: Run) -> Frame:
    """Return the outermost frame: the caller's values over the built-in functions."""
    return Frame({}, run, Givens(values, BUILTINS))


def guarded(code: Code, frame: Frame) -> object:
    """Run code; running out of Python's stack counts as running out of depth."""
    try:
        return code(frame)
    except RecursionError as error:
        raise BudgetExceeded("depth", frame.run.budget.limits.steps) from error


def new_run(now: datetime | None, limits: Limits) -> Run:
    """Return the state of a new evaluation."""
    moment = None if now is None else from_python(now)
    return Run(limits, moment if isinstance(moment, DateTime) else None)


@lru_cache(maxsize=2048)
def _parse_cached(text: str, names: frozenset[str], members: frozenset[str]) -> Expression:
    return _read_expression(text, names, members, _NO_TYPES)


def _read_expression(
    text: str, names: Iterable[str], members: Iterable[str], types: Mapping[str, FeelType]
) -> Expression:
    try:
        return Expression(text, Parser(text, Scopes(_BUILTIN_NAMES, names, members), types).read_all())
    except RecursionError as error:
        raise FeelSyntaxError("nested too deeply", text, 0) from error
