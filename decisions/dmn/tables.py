"""Decision tables and their hit policies (DMN 1.5 clause 8).

U unique      one rule may match                        R rule order     all, in the order of the rules
A any         several may, with equal outputs           O output order   all, by the order of output values
P priority    the first by the order of output values   C collect        all, in any order;
F first       the first in the order of the rules                        C+ C< C> C# their sum, min, max, count
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from decisions.feel import nodes
from decisions.feel.builtins import statistics
from decisions.feel.code_tests import TestsCode, compile_tests
from decisions.feel.comparison import equal
from decisions.feel.compiler import compile_node
from decisions.feel.errors import Undefined
from decisions.feel.nodes import Node
from decisions.feel.run import Code, Frame, Run
from decisions.feel.types import FeelType, coerce

_LETTERS = {
    "U": "UNIQUE",
    "A": "ANY",
    "P": "PRIORITY",
    "F": "FIRST",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
}
HIT_POLICIES = frozenset(_LETTERS.values())
_AGGREGATIONS: dict[str, Callable[[Run, list[object]], object]] = {
    "SUM": statistics.total,
    "MIN": statistics.minimum,
    "MAX": statistics.maximum,
    "COUNT": lambda run, values: Decimal(len(values)),
}
_SIGNS = {"+": "SUM", "<": "MIN", ">": "MAX", "#": "COUNT"}


@dataclass(frozen=True, slots=True)
class Output(Node):
    """A column of results; `ordered` are its values from the highest priority to the lowest."""

    name: str
    type: FeelType
    ordered: nodes.Tests | None
    default: Node | None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    tests: tuple[nodes.Tests, ...]
    outputs: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable(Node):
    policy: str
    aggregation: str
    inputs: tuple[Node, ...]
    allowed: tuple[nodes.Tests | None, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@compile_node.register
def _(node: DecisionTable) -> Code:
    table = TableCode(node)

    def code(frame: Frame) -> object:
        try:
            return table.value(frame)
        except Undefined as reason:
            frame.run.warn(reason)
            return None

    return code


def policy_of(written: str, aggregation: str) -> tuple[str, str] | None:
    """Return the hit policy and the aggregation for a name or letter; None where there is no such policy."""
    sign = written[1:] if written[:1] == "C" and written[1:] in _SIGNS else ""
    policy = _LETTERS.get(written.removesuffix(sign), written)
    aggregation = _SIGNS.get(sign, aggregation)
    known = policy in HIT_POLICIES and aggregation in ("", *_AGGREGATIONS)
    return (policy, aggregation) if known else None


class TableCode:
    """A decision table ready to run."""

    def __init__(self, node: DecisionTable) -> None:
        self._policy, self._aggregation = node.policy, node.aggregation
        self._inputs = [compile_node(each) for each in node.inputs]
        self._allowed = [None if each is None else compile_tests(each) for each in node.allowed]
        self._outputs = node.outputs
        self._orders = [_order_of(each) for each in node.outputs]
        self._defaults = [
            None if each.default is None else compile_node(each.default) for each in node.outputs
        ]
        self._rules = [
            ([compile_tests(test) for test in rule.tests], [compile_node(output) for output in rule.outputs])
            for rule in node.rules
        ]

    def value(self, frame: Frame) -> object:
        """Return the result of the table; raises Undefined where its hit policy is broken."""
        matched = self._matched(frame)
        if not matched:
            return self._nothing(frame)
        if self._policy == "FIRST":
            return self._result(matched[0], frame)
        if self._policy == "UNIQUE":
            if len(matched) > 1:
                raise Undefined("several rules of a unique table match")
            return self._result(matched[0], frame)
        rows = [self._row(outputs, frame) for outputs in matched]
        if self._policy == "ANY":
            if any(equal(rows[0], row, frame.run.budget) is not True for row in rows[1:]):
                raise Undefined("the matching rules of an “any” table differ")
            return self._shaped(rows[0])
        if self._policy in ("PRIORITY", "OUTPUT ORDER"):
            rows = sorted(rows, key=lambda row: self._priority(row, frame))
            return (
                self._shaped(rows[0]) if self._policy == "PRIORITY" else [self._shaped(row) for row in rows]
            )
        results = [self._shaped(row) for row in rows]
        if self._policy == "COLLECT" and self._aggregation in _AGGREGATIONS:
            return _AGGREGATIONS[self._aggregation](frame.run, results)
        return results

    def _matched(self, frame: Frame) -> list[list[Code]]:
        values = [code(frame) for code in self._inputs]
        for value, allowed in zip(values, self._allowed, strict=True):
            if allowed is not None and value is not None and allowed.passes(frame, value) is not True:
                raise Undefined("an input is not one of the allowed values")
        first_only = self._policy == "FIRST"
        matched = []
        for tests, outputs in self._rules:
            frame.run.budget.spend()
            if all(test.passes(frame, value) is True for test, value in zip(tests, values, strict=True)):
                matched.append(outputs)
                if first_only:
                    break
        return matched

    def _nothing(self, frame: Frame) -> object:
        if any(default is not None for default in self._defaults):
            row = [None if default is None else default(frame) for default in self._defaults]
            return self._shaped(row)
        frame.run.warn("no rule matches")
        return None

    def _row(self, outputs: Sequence[Code], frame: Frame) -> list[object]:
        row = []
        for output, code in zip(self._outputs, outputs, strict=True):
            fits, value = coerce(code(frame), output.type)
            if not fits:
                frame.run.warn(f"the output “{output.name}” does not fit its type")
            row.append(value)
        return row

    def _result(self, outputs: Sequence[Code], frame: Frame) -> object:
        return self._shaped(self._row(outputs, frame))

    def _shaped(self, row: list[object]) -> object:
        if len(self._outputs) == 1:
            return row[0]
        return {output.name: value for output, value in zip(self._outputs, row, strict=True)}

    def _priority(self, row: list[object], frame: Frame) -> list[int]:
        places = []
        for value, order in zip(row, self._orders, strict=True):
            found = (place for place, test in enumerate(order) if test.passes(frame, value) is True)
            places.append(next(found, len(order)))
        return places


def _order_of(output: Output) -> list[TestsCode]:
    if output.ordered is None:
        return []
    return [compile_tests(nodes.Tests((test,))) for test in output.ordered.tests]
