"""Nodes → closures. An expression is compiled once; running it is calling `code(frame)`.

Here are values, names, operators and conditions; paths, loops and calls register themselves from the modules
beside this one. A part that has no value by the standard becomes null and a warning at the operator above it.
"""

from __future__ import annotations

from functools import singledispatch

from decisions.feel import nodes
from decisions.feel.arithmetic import negate, operation
from decisions.feel.budget import BYTES_AN_ENTRY, STEPS_A_POWER
from decisions.feel.comparison import compare, order
from decisions.feel.errors import Undefined
from decisions.feel.nodes import Node
from decisions.feel.run import Code, Frame
from decisions.feel.types import NullType, UnknownType, type_name
from decisions.feel.values import OPEN, Range


@singledispatch
def compile_node(node: Node) -> Code:
    """Return the code of a node; each class of nodes registers its own."""
    raise TypeError(f"no code for {type(node).__name__}")


@compile_node.register
def _(node: nodes.Literal) -> Code:
    value = node.value
    return lambda frame: value


@compile_node.register
def _(node: nodes.Name) -> Code:
    name = node.name

    def code(frame: Frame) -> object:
        try:
            return frame.find(name)
        except Undefined as reason:
            frame.run.warn(reason)
            return None

    return code


@compile_node.register
def _(node: nodes.Negate) -> Code:
    operand = compile_node(node.operand)

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        try:
            return negate(operand(frame))
        except Undefined as reason:
            frame.run.warn(reason)
            return None

    return code


@compile_node.register
def _(node: nodes.Arithmetic) -> Code:
    left, right, apply = compile_node(node.left), compile_node(node.right), operation(node.operator)
    steps = STEPS_A_POWER if node.operator == "**" else 1

    def code(frame: Frame) -> object:
        frame.run.budget.spend(steps)
        first, second = left(frame), right(frame)
        if isinstance(first, str) and isinstance(second, str):
            frame.run.budget.hold(len(first) + len(second))
        try:
            return apply(first, second)
        except Undefined as reason:
            frame.run.warn(f"{reason}: {type_name(first)} {node.operator} {type_name(second)}")
            return None

    return code


@compile_node.register
def _(node: nodes.Compare) -> Code:
    left, right, operator = compile_node(node.left), compile_node(node.right), node.operator

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        first, second = left(frame), right(frame)
        answer = compare(operator, first, second, frame.run.budget)
        if answer is None:
            frame.run.warn(f"cannot compare {type_name(first)} {operator} {type_name(second)}")
        return answer

    return code


@compile_node.register
def _(node: nodes.Logic) -> Code:
    operands = [compile_node(operand) for operand in node.operands]
    decisive = node.operator == "or"

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        answer: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return decisive
            if value is not (not decisive):
                answer = None
        return answer

    return code


@compile_node.register
def _(node: nodes.Between) -> Code:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        middle, bottom, top = value(frame), low(frame), high(frame)
        above, below = order(">=", middle, bottom), order("<=", middle, top)
        if above is None or below is None:
            frame.run.warn(
                f"cannot order {type_name(middle)} between {type_name(bottom)} and {type_name(top)}"
            )
            return None
        return above and below

    return code


@compile_node.register
def _(node: nodes.If) -> Code:
    condition, then, otherwise = (compile_node(part) for part in (node.condition, node.then, node.otherwise))

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        answer = condition(frame)
        if not isinstance(answer, bool):
            frame.run.warn(f"the condition of “if” is {type_name(answer)}")
            if node.strict and answer is not None:
                return None
        return then(frame) if answer is True else otherwise(frame)

    return code


@compile_node.register
def _(node: nodes.InstanceOf) -> Code:
    value, type_ = compile_node(node.value), node.type

    def code(frame: Frame) -> object:
        found = value(frame)
        frame.run.budget.spend()
        if isinstance(type_, UnknownType):
            frame.run.warn(f"no type is called “{type_.name}”")
            return None
        if found is None:
            return isinstance(type_, NullType)
        return type_.holds(found)

    return code


@compile_node.register
def _(node: nodes.UnaryCompare) -> Code:
    operand, operator = compile_node(node.operand), node.operator

    def code(frame: Frame) -> object:
        value = operand(frame)
        if operator == "=":
            return Range(value, value, low_included=True, high_included=True)
        if operator.startswith(">"):
            return Range(value, OPEN, low_included=operator == ">=", high_included=False)
        if operator.startswith("<"):
            return Range(OPEN, value, low_included=False, high_included=operator == "<=")
        frame.run.warn("“!=” is a test, not a value")
        return None

    return code


@compile_node.register
def _(node: nodes.RangeLiteral) -> Code:
    low, high = compile_node(node.low), compile_node(node.high)

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        bottom, top = low(frame), high(frame)
        if bottom is not None and top is not None and order("<=", bottom, top) is not True:
            frame.run.warn(f"no range from this {type_name(bottom)} to this {type_name(top)}")
            return None
        return Range(bottom, top, node.low_included, node.high_included)

    return code


@compile_node.register
def _(node: nodes.ListLiteral) -> Code:
    items = [compile_node(item) for item in node.items]

    def code(frame: Frame) -> object:
        frame.run.budget.spend()
        frame.run.budget.hold_entries(len(items))
        return [item(frame) for item in items]

    return code


@compile_node.register
def _(node: nodes.ContextLiteral) -> Code:
    entries = [(name, compile_node(value)) for name, value in node.entries]
    duplicate = len({name for name, _ in entries}) < len(entries)

    def code(frame: Frame) -> object:
        if duplicate:
            frame.run.warn("a key of the context stands there twice")
            return None
        frame.run.budget.spend()
        frame.run.budget.hold(sum(BYTES_AN_ENTRY + len(name) for name, _ in entries))
        made: dict[str, object] = {}
        inner = frame.inner({})
        for name, value in entries:
            made[name] = inner.names[name] = value(inner)
        return made

    return code
