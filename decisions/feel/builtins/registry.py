"""How a built-in function is declared, and how arguments find its parameters.

A name may have several forms (`date(text)`, `date(year, month, day)`); the first whose parameters fit is
called. A parameter names what it takes; `text?` may be left out, `items*` takes all remaining arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import TypeVar

from decisions.feel.errors import Undefined
from decisions.feel.moments import Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.run import Run
from decisions.feel.types import type_name
from decisions.feel.values import AnyFunction, Range

Body = Callable[..., object]
Declared = TypeVar("Declared", bound=Body)
_TYPES: dict[str, tuple[type, ...]] = {
    "any": (object,),
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "date or moment": (Date, DateTime),
    "moment or time": (DateTime, Time),
    "temporal": (Date, DateTime, Time),
    "days": (DaysTime,),
    "months": (YearsMonths,),
    "duration": (DaysTime, YearsMonths),
    "number or duration": (Decimal, DaysTime, YearsMonths),
    "range": (Range,),
    "function": (AnyFunction,),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `nullable` ones are handed null, the others make the result null."""

    name: str
    kinds: tuple[type, ...]
    optional: bool
    variadic: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One list of parameters and what is called with them."""

    parameters: tuple[Parameter, ...]
    body: Body


class Builtin(AnyFunction):
    """A built-in function with all its forms."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.arity = None
        self.forms: list[Form] = []

    def invoke(self, run: Run, positional: list[object], named: Mapping[str, object]) -> object:
        """Call the first form that fits; raises Undefined when none does."""
        reason = f"{self.name}: no arguments fit"
        for form in self.forms:
            try:
                arguments = _arguments(form.parameters, positional, named)
            except Undefined as error:
                reason = f"{self.name}: {error}"
                continue
            for argument in arguments:
                run.budget.read(argument)
            try:
                return form.body(run, *arguments)
            except (DecimalException, OverflowError) as error:
                raise Undefined(f"{self.name}: {type(error).__name__}") from error
            except Undefined as error:
                raise Undefined(f"{self.name}: {error}") from error
        raise Undefined(reason)


BUILTINS: dict[str, Builtin] = {}


def builtin(name: str, **parameters: str) -> Callable[[Declared], Declared]:
    """Declare a form of a built-in function.

    name        as it is called
    parameters  name → kind; `_` in a name is a blank, `or_null` behind the kind hands null in,
                `?` makes it optional, `*` takes all that follow
    """

    def declare(body: Declared) -> Declared:
        declared = tuple(_parameter(key.replace("_", " "), kind) for key, kind in parameters.items())
        BUILTINS.setdefault(name, Builtin(name)).forms.append(Form(declared, body))
        return body

    return declare


def _parameter(name: str, kind: str) -> Parameter:
    optional, variadic = kind.endswith("?"), kind.endswith("*")
    plain = kind.rstrip("?*")
    nullable = plain.endswith(" or null") or plain == "any"
    kinds = _TYPES[plain.removesuffix(" or null")]
    return Parameter(name, kinds, optional, variadic, nullable)


def _arguments(
    parameters: tuple[Parameter, ...], positional: list[object], named: Mapping[str, object]
) -> list[object]:
    if named:
        positional = _by_name(parameters, named)
    least = sum(not (each.optional or each.variadic) for each in parameters)
    variadic = bool(parameters) and parameters[-1].variadic
    if len(positional) < least or (len(positional) > len(parameters) and not variadic):
        raise Undefined(f"{len(positional)} arguments do not fit")
    values = []
    for place, given in enumerate(positional):
        values.append(_fitted(parameters[min(place, len(parameters) - 1)], given))
    missing = [each for each in parameters[len(positional) :] if not each.variadic]
    return [*values, *[None for _ in missing]]


def _by_name(parameters: tuple[Parameter, ...], named: Mapping[str, object]) -> list[object]:
    if not set(named) <= {each.name for each in parameters}:
        raise Undefined(f"the parameters are {', '.join(each.name for each in parameters)}")
    last = max(place for place, each in enumerate(parameters) if each.name in named or not each.optional)
    return [named.get(each.name) for each in parameters[: last + 1]]


def _fitted(parameter: Parameter, given: object) -> object:
    if given is None:
        if parameter.nullable or parameter.optional:
            return None
        raise Undefined(f"the argument “{parameter.name}” is null")
    if isinstance(given, parameter.kinds):
        return given
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], parameter.kinds):
        return given[0]
    if parameter.kinds == (list,):
        return [given]
    raise Undefined(f"the argument “{parameter.name}” is {type_name(given)}")
