"""The forms an expression may begin with: literals, names, `if`, `for`, `some`, functions, lists, contexts, ranges."""

from __future__ import annotations

from collections.abc import Callable

from decisions.feel import nodes
from decisions.feel.cursor import KEYWORDS
from decisions.feel.errors import Undefined
from decisions.feel.lexer import unquote
from decisions.feel.literals import read_temporal
from decisions.feel.names import NameTable
from decisions.feel.nodes import Node
from decisions.feel.type_reader import TypeReader
from decisions.feel.types import ANY
from decisions.feel.values import DECIMAL

_CONSTANTS = {"true": True, "false": False, "null": None}


class FormReader(TypeReader):
    """Reads every production that is recognised by its first token."""

    _in_range_end = 0

    def expression(self, power: int = 0) -> Node:
        """Read an expression; the parser built upon this class does it."""
        raise NotImplementedError

    def range_end(self) -> Node:
        """Read the end of a range; the parser built upon this class does it."""
        raise NotImplementedError

    def form(self) -> Node:
        """Read one value without operators."""
        token = self.token
        if token.kind == "number":
            self.position += 1
            return nodes.Literal(DECIMAL.create_decimal(token.text))
        if token.kind == "string":
            self.position += 1
            return nodes.Literal(unquote(token.text))
        if token.kind == "at":
            return self._temporal()
        opening = self._OPENINGS.get(token.text)
        if opening is not None and not self._begins_known_name():
            return opening(self)
        if token.kind == "name":
            return self._name()
        raise self.fault(f"a value expected, found {self.found()}")

    def arguments(self, function: Node) -> Node:
        """Read what stands in the parentheses of a call."""
        self.expect("(")
        positional: list[Node] = []
        named: list[tuple[str, Node]] = []
        while not self.accept(")"):
            if positional or named:
                self.expect(",")
            name = self._argument_name() if not positional else None
            if name is None and named:
                raise self.fault("a named argument expected")
            argument = self.expression()
            if name is None:
                positional.append(argument)
            else:
                named.append((name, argument))
        return nodes.Call(function, tuple(positional), tuple(named))

    def _begins_known_name(self) -> bool:
        return self.token.kind == "name" and self.scopes.longest(self.tokens, self.position)[0] > 1

    def _argument_name(self) -> str | None:
        start = ahead = self.position
        while self.tokens[ahead].kind == "name" or self.tokens[ahead].text in ("-", "+", "*", "/", "'"):
            ahead += 1
        if ahead == start or self.tokens[ahead].text != ":" or self.token.kind != "name":
            return None
        name = self.name_until(":")
        self.expect(":")
        return name

    def _temporal(self) -> Node:
        text = unquote(self.token.text)
        try:
            value = read_temporal(text)
        except Undefined:
            value = None
        self.position += 1
        return nodes.Literal(value)

    def _name(self) -> Node:
        token = self.token
        length, _ = self.scopes.longest(self.tokens, self.position)
        if length <= 1 and token.text in _CONSTANTS:
            self.position += 1
            return nodes.Literal(_CONSTANTS[token.text])
        if not length and token.text in KEYWORDS and token.text != "not":
            raise self.fault(f"a value expected, found “{token.text}”")
        return nodes.Name(self.name_used())

    def _if(self) -> Node:
        self.expect("if")
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return nodes.If(condition, then, self.expression())

    def _for(self) -> Node:
        self.expect("for")
        with self.scopes.inner(("partial",)) as scope:
            iterators = self._iterators(scope)
            self.expect("return")
            return nodes.For(iterators, self.expression())

    def _quantified(self) -> Node:
        kind = self.advance().text
        with self.scopes.inner() as scope:
            iterators = self._iterators(scope)
            self.expect("satisfies")
            return nodes.Quantified(kind, iterators, self.expression())

    def _iterators(self, scope: NameTable) -> tuple[nodes.Iterator, ...]:
        iterators: list[nodes.Iterator] = []
        while not iterators or self.accept(","):
            name = self.name_until("in")
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            iterators.append(nodes.Iterator(name, source, end))
            scope.add(name)
        return tuple(iterators)

    def _function(self) -> Node:
        self.expect("function")
        self.expect("(")
        parameters: list[nodes.Parameter] = []
        while not self.accept(")"):
            if parameters:
                self.expect(",")
            name = self.name_until(":", ",", ")")
            parameters.append(nodes.Parameter(name, self.read_type() if self.accept(":") else ANY))
        external = self.accept("external")
        with self.scopes.inner(parameter.name for parameter in parameters):
            return nodes.FunctionLiteral(tuple(parameters), self.expression(), external)

    def _context(self) -> Node:
        self.expect("{")
        entries: list[tuple[str, Node]] = []
        with self.scopes.inner() as scope:
            while not self.accept("}"):
                if entries:
                    self.expect(",")
                name = self._key()
                self.expect(":")
                entries.append((name, self.expression()))
                scope.add(name)
                self.scopes.members.add(name)
        return nodes.ContextLiteral(tuple(entries))

    def _key(self) -> str:
        if self.token.kind == "string":
            return unquote(self.advance().text)
        return self.name_until(":")

    def _bracket(self) -> Node:
        self.expect("[")
        items: list[Node] = []
        if self.accept("]"):
            return nodes.ListLiteral(())
        items.append(self.expression())
        if self.accept(".."):
            return self._range(items[0], low_included=True)
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return nodes.ListLiteral(tuple(items))

    def _open_range(self) -> Node:
        self.expect("]")
        low = self.expression()
        self.expect("..")
        return self._range(low, low_included=False)

    def _parenthesis(self) -> Node:
        self.expect("(")
        node = self.expression()
        if self.accept(".."):
            return self._range(node, low_included=False)
        self.expect(")")
        return node

    def _range(self, low: Node, *, low_included: bool) -> Node:
        high = self.range_end()
        if not self.at("]", "[", ")"):
            raise self.fault(f"the end of the range expected, found {self.found()}")
        return nodes.RangeLiteral(low, high, low_included, self.advance().text == "]")

    _OPENINGS: dict[str, Callable[[FormReader], Node]] = {
        "if": _if,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "function": _function,
        "{": _context,
        "[": _bracket,
        "]": _open_range,
        "(": _parenthesis,
    }
