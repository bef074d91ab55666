"""What decision models add to the nodes of FEEL: checked types, contexts with a result, faults."""

from __future__ import annotations

from dataclasses import dataclass

from decisions.feel.budget import BYTES_AN_ENTRY
from decisions.feel.compiler import compile_node
from decisions.feel.nodes import Node
from decisions.feel.run import Code, Frame
from decisions.feel.types import FeelType, coerce, type_name


@dataclass(frozen=True, slots=True)
class Typed(Node):
    """A value that becomes null when it does not fit the type."""

    value: Node
    type: FeelType


@dataclass(frozen=True, slots=True)
class BoxedContext(Node):
    """A context whose entries see those before; with a result, that alone is the value."""

    entries: tuple[tuple[str, Node], ...]
    result: Node | None


@dataclass(frozen=True, slots=True)
class Faulty(Node):
    """A text that could not be parsed."""

    reason: str


@compile_node.register
def _(node: Typed) -> Code:
    value, type_ = compile_node(node.value), node.type

    def code(frame: Frame) -> object:
        found = value(frame)
        fits, fitted = coerce(found, type_)
        if not fits:
            frame.run.warn(f"{type_name(found)} does not fit the type asked for")
        return fitted

    return code


@compile_node.register
def _(node: BoxedContext) -> Code:
    entries = [(name, compile_node(value)) for name, value in node.entries]
    result = None if node.result is None else compile_node(node.result)

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        frame.run.budget.hold(sum(BYTES_AN_ENTRY + len(name) for name, _ in entries))
        inner = frame.inner({})
        for name, value in entries:
            inner.names[name] = value(inner)
        return dict(inner.names) if result is None else result(inner)

    return code


@compile_node.register
def _(node: Faulty) -> Code:
    def code(frame: Frame) -> object:
        frame.run.warn(node.reason)
        return None

    return code
