"""Calling functions, and the functions an expression defines (DMN 1.5 clauses 10.3.2.13.2 and 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Mapping

from decisions.feel import nodes
from decisions.feel.builtins.registry import Builtin
from decisions.feel.compiler import compile_node
from decisions.feel.errors import Undefined
from decisions.feel.run import Code, Frame
from decisions.feel.types import coerce, type_name
from decisions.feel.values import Function


@compile_node.register
def _(node: nodes.Call) -> Code:
    function = compile_node(node.function)
    positional = [compile_node(argument) for argument in node.positional]
    named = [(name, compile_node(argument)) for name, argument in node.named]
    repeated = len({name for name, _ in named}) < len(named)

    def code(frame: Frame) -> object:
        run = frame.run
        run.budget.spend()
        called = function(frame)
        arguments = [argument(frame) for argument in positional]
        by_name = {name: argument(frame) for name, argument in named}
        try:
            if repeated:
                raise Undefined("an argument is named twice")
            if isinstance(called, Builtin):
                return called.invoke(run, arguments, by_name)
            if isinstance(called, Function):
                return called.call(arguments, by_name)
            raise Undefined(f"{type_name(called)} cannot be called")
        except Undefined as reason:
            run.warn(reason)
            return None

    return code


@compile_node.register
def _(node: nodes.FunctionLiteral) -> Code:
    parameters, body = node.parameters, compile_node(node.body)

    def code(frame: Frame) -> object:
        if node.external:
            frame.run.warn("external functions are not run")

        def call(positional: list[object], named: Mapping[str, object]) -> object:
            if node.external:
                raise Undefined("external functions are not run")
            scope = bind(parameters, positional, named)
            frame.run.budget.enter()
            try:
                return body(frame.inner(scope))
            finally:
                frame.run.budget.leave()

        return Function("function", len(parameters), call)

    return code


def bind(
    parameters: tuple[nodes.Parameter, ...], positional: list[object], named: Mapping[str, object]
) -> dict[str, object]:
    """Return the parameters' values by name; raises Undefined where number, names or types do not fit."""
    names = [parameter.name for parameter in parameters]
    if named:
        if not set(named) <= set(names):
            raise Undefined(f"the parameters are {', '.join(names)}")
        positional = [named.get(name) for name in names]
    if len(positional) != len(names):
        raise Undefined(f"{len(names)} arguments expected, {len(positional)} given")
    scope: dict[str, object] = {}
    for parameter, given in zip(parameters, positional, strict=True):
        fits, value = coerce(given, parameter.type)
        if not fits:
            raise Undefined(f"the argument “{parameter.name}” is {type_name(given)}")
        scope[parameter.name] = value
    return scope
