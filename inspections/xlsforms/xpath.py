"""The expressions of XForms: XPath 1.0 without variables, parsed into a tree (XPath 1.0 clause 3; ODK XForms).

Whether `*`, `and`, `div` are operators depends on what stands before them (clause 3.7). Nothing is evaluated here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_LENGTH = 20_000
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"""\s+|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>"[^"]*"|'[^']*')|(?P<mark>::|//|\.\.|!=|<=|>=|[.()\[\]@,/|+\-=<>*$])"""
    r"""|(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)""",
    re.VERBOSE,
)
_OPERATOR_WORDS = frozenset({"and", "or", "div", "mod"})
_OPERATOR_MARKS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "*"})
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)


class XPathFault(ValueError):
    """The text is no expression this module reads; the message says where."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `.`, `..`, a name or `*`, and its predicates."""

    name: str
    predicates: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path; `start` is None for one from the context or, when absolute, from the root."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: "Call | None" = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus sign."""

    operand: "Node"


Node = Text | Number | Path | Call | Binary | Negative


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the expression; kind is number, text, mark, name, operator or end."""

    kind: str
    text: str
    at: int


def tokenise(text: str) -> list[Token]:
    """Return the words of an expression. Raises XPathFault for a character that begins none."""
    if len(text) > MAX_LENGTH:
        raise XPathFault(f"dài hơn {MAX_LENGTH} ký tự")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise XPathFault(f"ký tự “{text[at]}” ở vị trí {at + 1}")
        if found.lastgroup:
            tokens.append(_token(found.lastgroup, found.group(), at, tokens[-1] if tokens else None))
        at = found.end()
    return [*tokens, Token("end", "", at)]


def _token(kind: str, text: str, at: int, before: Token | None) -> Token:
    after_operand = before is not None and (
        before.kind in ("number", "text", "name") or before.text in (")", "]", ".", "..")
    )
    if text == "*" and not after_operand:
        return Token("name", text, at)
    is_operator = text in _OPERATOR_MARKS or (text in _OPERATOR_WORDS and kind == "name" and after_operand)
    return Token("operator" if is_operator else kind, text, at)


def parse_xpath(text: str) -> Node:
    """Parse a whole expression. Raises XPathFault."""
    parser = _Parser(tokenise(text))
    node = parser.expression(0)
    parser.expect("end")
    return node


class _Parser:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.token
        self.position += 1
        return token

    def expect(self, text: str) -> None:
        if (self.token.kind if text == "end" else self.token.text) != text:
            raise XPathFault(f"gặp “{self.token.text}” ở vị trí {self.token.at + 1}, cần “{text}”")
        self.take()

    def expression(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while self.token.kind == "operator" and self.token.text in _LEVELS[level]:
            operator = self.take().text
            left = Binary(operator, left, self.expression(level + 1))
        return left

    def inner(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise XPathFault("lồng nhau quá sâu")
        node = self.expression(0)
        self.depth -= 1
        return node

    def unary(self) -> Node:
        if self.token.text == "-" and self.token.kind == "operator":
            self.take()
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise XPathFault("lồng nhau quá sâu")
            return Negative(self.unary())
        return self.operand()

    def operand(self) -> Node:
        token = self.token
        if token.kind == "number":
            return Number(self.take().text)
        if token.kind == "text":
            return Text(self.take().text[1:-1])
        if token.text == "(":
            self.take()
            node = self.inner()
            self.expect(")")
            return node
        if token.kind == "name" and self.tokens[self.position + 1].text == "(":
            call = self.call()
            return Path(self.steps(), start=call) if self.token.text == "/" else call
        return self.path()

    def call(self) -> Call:
        name = self.take().text
        self.expect("(")
        arguments: list[Node] = []
        while self.token.text != ")":
            if arguments:
                self.expect(",")
            arguments.append(self.inner())
        self.expect(")")
        return Call(name, tuple(arguments))

    def path(self) -> Path:
        if self.token.text == "/":
            return Path(self.steps(), absolute=True)
        first = self.step()
        return Path((first, *self.steps()))

    def steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self.token.text == "/":
            self.take()
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        token = self.take()
        if not (token.kind == "name" or token.text in (".", "..")):
            raise XPathFault(f"gặp “{token.text or 'hết biểu thức'}” ở vị trí {token.at + 1}, cần một tên")
        predicates: list[Node] = []
        while self.token.text == "[":
            self.take()
            predicates.append(self.inner())
            self.expect("]")
        return Step(token.text, tuple(predicates))


__all__ = [
    "Binary",
    "Call",
    "Negative",
    "Node",
    "Number",
    "Path",
    "Step",
    "Text",
    "XPathFault",
    "parse_xpath",
]
