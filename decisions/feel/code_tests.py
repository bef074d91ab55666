"""`in`, and the unary tests of a decision table's cells (DMN 1.5 clause 10.3.2.7, table 55).

A test is a comparison, or an expression: one that uses `?` says itself whether the value passes, any other gives
the value, list or range that the tested value is compared with.
"""

from __future__ import annotations

from decisions.feel import nodes
from decisions.feel.comparison import compare, matches
from decisions.feel.compiler import compile_node
from decisions.feel.nodes import Node
from decisions.feel.run import Code, Frame, Run

TEST_VALUE = "?"


@compile_node.register
def _(node: nodes.In) -> Code:
    value, tests = compile_node(node.value), compile_tests(node.tests)
    return lambda frame: tests.passes(frame, value(frame))


class TestsCode:
    """Unary tests against a value (DMN 1.5 clause 10.3.2.7): some test has to hold."""

    def __init__(self, node: nodes.Tests) -> None:
        self._tests = [(test, compile_node(_operand(test)), uses_test_value(test)) for test in node.tests]
        self._negated = node.negated

    def passes(self, frame: Frame, value: object) -> bool | None:
        """Return whether the value passes; null when no test holds and one has no answer."""
        inner = frame.inner({TEST_VALUE: value})
        answer: bool | None = False
        for test, code, asks in self._tests:
            frame.run.budget.spend()
            outcome = self._outcome(test, code(inner), value, asks, frame.run)
            if outcome is True:
                answer = True
                break
            answer = None if outcome is None else answer
        if answer is None:
            return None
        return answer is not self._negated

    @staticmethod
    def _outcome(test: Node, candidate: object, value: object, asks: bool, run: Run) -> bool | None:
        if isinstance(test, nodes.AnyTest):
            return True
        if isinstance(test, nodes.UnaryCompare):
            return compare(test.operator, value, candidate, run.budget)
        if isinstance(candidate, bool) and (asks or not isinstance(value, bool)):
            return candidate
        return matches(value, candidate, run.budget)


@compile_node.register
def _(node: nodes.AnyTest) -> Code:
    return lambda frame: True


def compile_tests(node: nodes.Tests) -> TestsCode:
    """Return the code of unary tests."""
    return TestsCode(node)


def uses_test_value(node: object) -> bool:
    """Return whether `?` stands somewhere in the test."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, nodes.Name) and part.name == TEST_VALUE:
            return True
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, (Node, nodes.Iterator)):
            waiting.extend(getattr(part, slot) for slot in slots_of(part))
    return False


def _operand(test: Node) -> Node:
    return test.operand if isinstance(test, nodes.UnaryCompare) else test


def slots_of(part: object) -> tuple[str, ...]:
    """Return the names of a node's parts."""
    return tuple(getattr(type(part), "__slots__", ()))
