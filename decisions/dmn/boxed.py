"""Boxed expressions → nodes of FEEL (DMN 1.5 clauses 7.3 and 10.2).

A boxed context, list, relation, conditional, filter, loop, function or invocation means the same as the
expression written out; only decision tables and type references need nodes of their own. A text that is not
FEEL becomes a fault and evaluates to null, so that one bad cell does not hide the rest of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from decisions.dmn.nodes import BoxedContext
from decisions.dmn.table_reader import Names, TableReader
from decisions.dmn.xml import Element, attribute, child, children, local
from decisions.feel import nodes
from decisions.feel.lexer import squeeze
from decisions.feel.nodes import Node


class BoxedReader(TableReader):
    """Reads the expressions of one model, collecting faults."""

    def inside(self, element: Element | None, names: Names) -> Node | None:
        """Return the expression that is a child of the element, if any."""
        found = None if element is None else child(element, *self._READERS)
        return None if found is None else self.read(found, names)

    def read(self, element: Element, names: Names) -> Node:
        """Return the node of a boxed expression; `names` are those in scope."""
        node = self._READERS[local(element)](self, element, names)
        return self.typed(node, attribute(element, "typeRef"))

    def function(self, element: Element, names: Names) -> Node:
        """Read a function definition, of a boxed expression or of a business knowledge model."""
        parameters = tuple(
            nodes.Parameter(squeeze(attribute(each, "name")), self.types.named(attribute(each, "typeRef")))
            for each in children(element, "formalParameter")
        )
        external = attribute(element, "kind") not in ("", "FEEL")
        inner = names | {each.name for each in parameters}
        body = self.inside(element, inner)
        return nodes.FunctionLiteral(parameters, body or nodes.Literal(None), external)

    def _literal(self, element: Element, names: Names) -> Node:
        return self.expression(element, names)

    def _required(self, element: Element, part: str, names: Names) -> Node:
        node = self.inside(child(element, part), names)
        return self.fault(element, f"“{part}” is missing") if node is None else node

    def _context(self, element: Element, names: Names) -> Node:
        entries: list[tuple[str, Node]] = []
        result: Node | None = None
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            node = self.inside(entry, names) or nodes.Literal(None)
            if variable is None:
                result = node
                continue
            name = squeeze(attribute(variable, "name"))
            entries.append((name, self.typed(node, attribute(variable, "typeRef"))))
            names = names | {name}
        return BoxedContext(tuple(entries), result)

    def _list(self, element: Element, names: Names) -> Node:
        return nodes.ListLiteral(tuple(self.read(each, names) for each in children(element, *self._READERS)))

    def _relation(self, element: Element, names: Names) -> Node:
        columns = [
            (squeeze(attribute(each, "name")), attribute(each, "typeRef"))
            for each in children(element, "column")
        ]
        rows: list[Node] = []
        for row in children(element, "row"):
            cells = [self.read(cell, names) for cell in children(row, *self._READERS)]
            entries = [
                (name, self.typed(cell, type_)) for (name, type_), cell in zip(columns, cells, strict=False)
            ]
            rows.append(nodes.ContextLiteral(tuple(entries)))
        return nodes.ListLiteral(tuple(rows))

    def _invocation(self, element: Element, names: Names) -> Node:
        function = self.inside(element, names) or nodes.Literal(None)
        bindings = [
            (
                squeeze(attribute(child(each, "parameter"), "name")),
                self.inside(each, names) or nodes.Literal(None),
            )
            for each in children(element, "binding")
        ]
        return nodes.Call(function, (), tuple(bindings))

    def _conditional(self, element: Element, names: Names) -> Node:
        condition, then, otherwise = (self._required(element, part, names) for part in ("if", "then", "else"))
        return nodes.If(condition, then, otherwise, strict=True)

    def _iterator(self, element: Element, names: Names) -> tuple[nodes.Iterator, ...]:
        name = squeeze(attribute(element, "iteratorVariable"))
        source = self._required(element, "in", names)
        return (nodes.Iterator(name, source, None),)

    def _for(self, element: Element, names: Names) -> Node:
        iterators = self._iterator(element, names)
        inner = names | {iterators[0].name, "partial"}
        return nodes.For(iterators, self._required(element, "return", inner))

    def _quantified(self, element: Element, names: Names) -> Node:
        iterators = self._iterator(element, names)
        body = self._required(element, "satisfies", names | {iterators[0].name})
        return nodes.Quantified(local(element), iterators, body)

    def _filter(self, element: Element, names: Names) -> Node:
        source = self._required(element, "in", names)
        return nodes.Filter(source, self._required(element, "match", names | {"item"} | self.members))

    _READERS: Mapping[str, Callable[..., Node]] = {
        "literalExpression": _literal,
        "decisionTable": TableReader.table,
        "context": _context,
        "list": _list,
        "relation": _relation,
        "invocation": _invocation,
        "functionDefinition": function,
        "conditional": _conditional,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "filter": _filter,
    }
