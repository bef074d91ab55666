"""FEEL into the XPath of a spreadsheet (`${name}`), for what both languages can say; the rest raises Untranslatable.

The way back is `translating`; a checklist that is exported and imported keeps its own FEEL where nobody changed the
cell (see `extension`), so what cannot be said here is not lost either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from decisions.feel import nodes, parse
from inspections.xlsforms.pieces import Untranslatable

_FUNCTIONS: Mapping[str, str] = {
    "floor": "floor", "ceiling": "ceiling", "abs": "abs", "sqrt": "sqrt", "string length": "string-length",
    "contains": "contains", "starts with": "starts-with", "ends with": "ends-with", "matches": "regex",
    "list contains": "selected", "count": "count-selected", "number": "number", "string": "string",
}  # fmt: skip
_OPERATORS = {"/": "div", "*": "*", "+": "+", "-": "-"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one expression. `names` are the items by the name FEEL has for them, with what `${}` says of each."""

    names: Mapping[str, str]

    def write(self, node: nodes.Node) -> str:
        """Return the XPath of a node. Raises Untranslatable."""
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise Untranslatable(f"{type(node).__name__} của FEEL")
        return writer(self, node)

    def inner(self, node: nodes.Node) -> str:
        """Return the XPath of an operand, in brackets where it is made of several."""
        written = self.write(node)
        is_plain = isinstance(node, nodes.Literal | nodes.Name | nodes.Call | nodes.Path)
        return written if is_plain else f"({written})"

    def literal(self, node: nodes.Literal) -> str:
        """Write a literal; null is the empty string."""
        value = node.value
        if value is None:
            return "''"
        if isinstance(value, bool):
            return f"{str(value).lower()}()"
        if isinstance(value, Decimal):
            return f"{value:f}"
        if isinstance(value, str) and not ("'" in value and '"' in value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        raise Untranslatable("một giá trị của FEEL")

    def name(self, node: nodes.Name) -> str:
        """Write a name."""
        if node.name not in self.names:
            raise Untranslatable(f"“{node.name}” của FEEL")
        return self.names[node.name]

    def path(self, node: nodes.Path) -> str:
        """Write `answers.X.value`, or a cell of the row, `row.x`."""
        if node.source == nodes.Name("row"):
            return self.name(nodes.Name(f"row.{node.name}"))
        source = node.source
        of_answers = isinstance(source, nodes.Path) and source.source == nodes.Name("answers")
        if of_answers and node.name in ("value", "verdict") and isinstance(source, nodes.Path):
            return self.name(nodes.Name(source.name))
        raise Untranslatable(f"“.{node.name}” của FEEL")

    def compare(self, node: nodes.Compare) -> str:
        """Write a comparison."""
        return f"{self.inner(node.left)} {node.operator} {self.inner(node.right)}"

    def logic(self, node: nodes.Logic) -> str:
        """Write `and` and `or`."""
        return f" {node.operator} ".join(map(self.inner, node.operands))

    def arithmetic(self, node: nodes.Arithmetic) -> str:
        """Write an operation."""
        if node.operator == "**":
            return f"pow({self.write(node.left)}, {self.write(node.right)})"
        return f"{self.inner(node.left)} {_OPERATORS[node.operator]} {self.inner(node.right)}"

    def negate(self, node: nodes.Negate) -> str:
        """Write a minus sign."""
        return f"-{self.inner(node.operand)}"

    def between(self, node: nodes.Between) -> str:
        """Write `between` as two comparisons."""
        value = self.inner(node.value)
        return f"{value} >= {self.inner(node.low)} and {value} <= {self.inner(node.high)}"

    def choose(self, node: nodes.If) -> str:
        """Write `if`."""
        return f"if({self.write(node.condition)}, {self.write(node.then)}, {self.write(node.otherwise)})"

    def call(self, node: nodes.Call) -> str:
        """Write a function that XForms has too."""
        if not isinstance(node.function, nodes.Name) or node.named:
            raise Untranslatable("một lời gọi hàm của FEEL")
        name, given = node.function.name, node.positional
        if name == "not" and len(given) == 1:
            return f"not({self.write(given[0])})"
        if name == "round half up" and len(given) == 2:
            return f"round({self.write(given[0])}, {self.write(given[1])})"
        if name not in _FUNCTIONS or (
            name == "list contains" and not isinstance(given[0], nodes.Name | nodes.Path)
        ):
            raise Untranslatable(f"hàm {name}() của FEEL")
        return f"{_FUNCTIONS[name]}({', '.join(map(self.write, given))})"


_WRITERS: Mapping[type[nodes.Node], Callable[[Writer, Any], str]] = {
    nodes.Literal: Writer.literal, nodes.Name: Writer.name, nodes.Path: Writer.path, nodes.Compare: Writer.compare,
    nodes.Logic: Writer.logic, nodes.Arithmetic: Writer.arithmetic, nodes.Negate: Writer.negate,
    nodes.Between: Writer.between, nodes.If: Writer.choose, nodes.Call: Writer.call,
}  # fmt: skip


def to_xpath(feel: str, names: Mapping[str, str]) -> str:
    """Return the XPath of an expression. Raises Untranslatable."""
    return Writer(names).write(parse(feel).node)
