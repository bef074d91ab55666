"""Tokens → nodes: operators by binding power (Pratt), the rest by the form it begins with.

Binding powers follow the order of the grammar (DMN 1.5 clause 10.3.1.2), loosest first: or, and, comparisons,
addition, multiplication, power, negation, instance of, and what stands behind a value: `.name [filter] (call)`.
"""

from __future__ import annotations

from decisions.feel import nodes
from decisions.feel.errors import FeelSyntaxError
from decisions.feel.forms import FormReader
from decisions.feel.nodes import Node

OR, AND, COMPARISON, ADDITION, MULTIPLICATION, POWER, NEGATION, INSTANCE = range(1, 9)
_INFIX = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), COMPARISON),
    **dict.fromkeys(("+", "-"), ADDITION),
    **dict.fromkeys(("*", "/"), MULTIPLICATION),
    "**": POWER,
    "instance": INSTANCE,
}
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


class Parser(FormReader):
    """Reads one expression, or the unary tests of a decision table's cell."""

    def read_all(self) -> Node:
        """Read the whole text as an expression."""
        node = self.expression()
        self._finish()
        return node

    def read_all_tests(self) -> nodes.Tests:
        """Read the whole text as unary tests: `-`, tests, or `not(tests)`."""
        if self.token.text == "-" and self.peek().kind == "end":
            self.position += 1
            return nodes.Tests((nodes.AnyTest(),))
        start = self.position
        if self.token.text == "not" and self.peek().text == "(":
            self.position += 2
            tests = self._tests()
            self.expect(")")
            if self.token.kind == "end":
                return nodes.Tests(tests, negated=True)
            self.position = start
        tests = self._tests()
        self._finish()
        return nodes.Tests(tests)

    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators all bind tighter than `power`."""
        with self.nested():
            left = self._prefix()
            while True:
                binding = _INFIX.get(self.token.text, 0) if self.token.kind in ("op", "name") else 0
                if binding <= power:
                    return left
                left = self._infix(left, self.advance().text, binding)

    def range_end(self) -> Node:
        """Read the end of a range: a `[` behind it may close the range instead of filtering."""
        self._in_range_end += 1
        try:
            return self.expression(COMPARISON)
        finally:
            self._in_range_end -= 1

    def _finish(self) -> None:
        if self.token.kind != "end":
            raise self.fault(f"the expression should end before {self.found()}")

    def _prefix(self) -> Node:
        if self.token.kind == "op" and self.token.text == "-":
            self.position += 1
            return nodes.Negate(self.expression(POWER))
        if self.token.kind == "op" and self.token.text in COMPARISONS:
            return nodes.UnaryCompare(self.advance().text, self.expression(COMPARISON))
        node = self.form()
        while True:
            if self.token.text == "." and self.token.kind == "op":
                self.position += 1
                node = nodes.Path(node, self.member_used())
            elif self.token.text == "(" and self.token.kind == "op":
                node = self.arguments(node)
            elif self.token.text == "[" and self.token.kind == "op":
                filtered = self._filter(node)
                if filtered is None:
                    return node
                node = filtered
            else:
                return node

    def _filter(self, source: Node) -> Node | None:
        start, inside = self.position, self._in_range_end
        self.position += 1
        self._in_range_end = 0
        try:
            with self.scopes.inner(("item",), in_filter=True):
                condition = self.expression()
            self.expect("]")
        except FeelSyntaxError:
            if not inside:
                raise
            self.position = start
            return None
        finally:
            self._in_range_end = inside
        return nodes.Filter(source, condition)

    def _infix(self, left: Node, operator: str, binding: int) -> Node:
        if operator in ("or", "and"):
            return self._logic(left, operator, binding)
        if operator == "between":
            low = self.expression(COMPARISON)
            self.expect("and")
            return nodes.Between(left, low, self.expression(COMPARISON))
        if operator == "in":
            return nodes.In(left, self._in_tests())
        if operator == "instance":
            self.expect("of")
            return nodes.InstanceOf(left, self.read_type())
        right = self.expression(binding)
        if binding == COMPARISON:
            return nodes.Compare(operator, left, right)
        return nodes.Arithmetic(operator, left, right)

    def _logic(self, left: Node, operator: str, binding: int) -> Node:
        operands = [left, self.expression(binding)]
        while self.accept(operator):
            operands.append(self.expression(binding))
        return nodes.Logic(operator, tuple(operands))

    def _in_tests(self) -> nodes.Tests:
        start = self.position
        if self.accept("("):
            try:
                tests = self._tests()
                self.expect(")")
            except FeelSyntaxError:
                tests = ()
            follows_value = self.at("..", "[", ".", "(", "+", "-", "*", "/", "**")
            if tests and not follows_value:
                return nodes.Tests(tests)
            self.position = start
        return nodes.Tests((self._test(COMPARISON),))

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._test(0)]
        while self.accept(","):
            tests.append(self._test(0))
        return tuple(tests)

    def _test(self, power: int) -> Node:
        return self.expression(power)
