"""Reading the cells of a model: expressions, unary tests, and the decision tables made of them.

A text that is not FEEL becomes a fault and evaluates to null, so that one bad cell does not hide the rest of the
model.
"""

from __future__ import annotations

from decisions.dmn.errors import Fault
from decisions.dmn.item_types import ItemTypes
from decisions.dmn.nodes import Faulty, Typed
from decisions.dmn.tables import DecisionTable, Output, Rule, policy_of
from decisions.dmn.xml import Element, attribute, child, children, place_of, text_of
from decisions.feel import nodes, parse, parse_unary_tests
from decisions.feel.errors import FeelSyntaxError
from decisions.feel.lexer import squeeze
from decisions.feel.nodes import Node
from decisions.feel.types import ANY

Names = frozenset[str]
_ANY_TEST = nodes.Tests((nodes.AnyTest(),))


class TableReader:
    """Reads cells and tables of one model, collecting faults."""

    def __init__(self, types: ItemTypes, members: Names) -> None:
        self.types = types
        self.members = members
        self.faults: list[Fault] = []

    def typed(self, node: Node, type_ref: str) -> Node:
        """Return the node with its type checked, where one is given."""
        type_ = self.types.named(type_ref)
        return node if type_ == ANY else Typed(node, type_)

    def expression(self, element: Element | None, names: Names) -> Node:
        """Parse the text of an element as an expression; no text is null."""
        text = text_of(element)
        if element is None or not text:
            return nodes.Literal(None)
        try:
            return parse(text, names, members=self.members, types=self.types.types).node
        except FeelSyntaxError as error:
            return self.fault(element, str(error))

    def fault(self, element: Element, reason: str) -> Node:
        """Note what has to be mended, and return a node that is null."""
        self.faults.append(Fault(place_of(element), reason))
        return Faulty(reason)

    def table(self, element: Element, names: Names) -> Node:
        """Read a decision table."""
        inputs, allowed = [], []
        for each in children(element, "input"):
            expression = child(each, "inputExpression")
            node = self.expression(expression, names)
            inputs.append(self.typed(node, attribute(expression, "typeRef")))
            allowed.append(self._tests(child(each, "inputValues"), names))
        outputs = tuple(self._output(each, element, names) for each in children(element, "output"))
        rules = tuple(self._rule(each, names) for each in children(element, "rule"))
        policy = policy_of(attribute(element, "hitPolicy") or "UNIQUE", attribute(element, "aggregation"))
        if policy is None:
            return self.fault(element, "no such hit policy or aggregation")
        if any((len(each.tests), len(each.outputs)) != (len(inputs), len(outputs)) for each in rules):
            return self.fault(element, "a rule has not as many cells as the table has columns")
        return DecisionTable(*policy, tuple(inputs), tuple(allowed), outputs, rules)

    def _output(self, element: Element, table: Element, names: Names) -> Output:
        type_ref = attribute(element, "typeRef")
        values = child(element, "outputValues")
        if values is not None:
            ordered: nodes.Tests | None = self._tests(values, names)
        else:
            alone = type_ref or attribute(table, "typeRef")
            ordered = self._parsed_tests(element, self.types.allowed.get(alone, ""), names)
        default = child(element, "defaultOutputEntry")
        default_node = None if default is None else self.expression(default, names)
        return Output(squeeze(attribute(element, "name")), self.types.named(type_ref), ordered, default_node)

    def _rule(self, element: Element, names: Names) -> Rule:
        tests = tuple(self._tests(each, names) or _ANY_TEST for each in children(element, "inputEntry"))
        outputs = tuple(self.expression(each, names) for each in children(element, "outputEntry"))
        return Rule(tests, outputs)

    def _tests(self, element: Element | None, names: Names) -> nodes.Tests | None:
        return None if element is None else self._parsed_tests(element, text_of(element), names)

    def _parsed_tests(self, element: Element, text: str, names: Names) -> nodes.Tests | None:
        if not text:
            return None
        try:
            return parse_unary_tests(text, names | {"?"}, members=self.members, types=self.types.types).node
        except FeelSyntaxError as error:
            return nodes.Tests((self.fault(element, str(error)),))
