"""Item definitions → types (DMN 1.5 clause 7.3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decisions.dmn.xml import Element, attribute, child, children, local, text_of
from decisions.feel import UnaryTests, parse_unary_tests
from decisions.feel.errors import FeelError
from decisions.feel.types import (
    ANY,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    simple_type,
)

_OLD_NAMES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    **dict.fromkeys(("integer", "int", "long", "double", "float", "decimal"), "number"),
}


@dataclass(frozen=True, slots=True)
class Restricted(FeelType):
    """A type with allowed values."""

    base: FeelType
    allowed: UnaryTests

    def holds(self, value: object) -> bool:
        return self.base.holds(value) and self.allowed.test(value) is True


class ItemTypes:
    """The types of one model by name; definitions may refer to each other in any order."""

    def __init__(self, root: Element, imported: Mapping[str, FeelType]) -> None:
        self._definitions = {attribute(each, "name"): each for each in children(root, "itemDefinition")}
        self._made: dict[str, FeelType] = dict(imported)
        self._open: set[str] = set()
        self.types: Mapping[str, FeelType] = self._made
        self.allowed: dict[str, str] = {}
        self.unknown: set[str] = set()
        for name in self._definitions:
            self.named(name)

    def named(self, name: str) -> FeelType:
        """Return the type a reference names; an empty one is Any, and so is one that nothing defines (a fault)."""
        name = name.strip()
        plain = name.rpartition(":")[2] if name not in self._definitions and name not in self._made else name
        plain = _OLD_NAMES.get(plain, plain)
        if plain in self._definitions and plain not in self._made:
            self._made[plain] = self._build(plain)
        if not plain:
            return ANY
        type_ = self._made.get(plain) or simple_type(plain)
        if type_ is None:
            self.unknown.add(plain)
        return type_ or ANY

    def _build(self, name: str) -> FeelType:
        if name in self._open:
            return ANY
        self._open.add(name)
        try:
            return self._of(self._definitions[name], name)
        finally:
            self._open.discard(name)

    def _of(self, definition: Element, name: str = "") -> FeelType:
        function = child(definition, "functionItem")
        components = list(children(definition, "itemComponent"))
        if function is not None:
            parameters = tuple(
                self.named(attribute(each, "typeRef")) for each in children(function, "parameters")
            )
            base: FeelType = FunctionType(parameters, self.named(attribute(function, "outputTypeRef")))
        elif components:
            base = ContextType(tuple((attribute(each, "name"), self._of(each)) for each in components))
        else:
            base = self.named(text_of(child(definition, "typeRef")))
        allowed = child(definition, "allowedValues")
        if allowed is not None:
            self.allowed[name] = text_of(allowed)
            base = _restricted(base, text_of(allowed))
        if attribute(definition, "isCollection") == "true":
            base = ListType(base)
        constraint = child(definition, "typeConstraint")
        return base if constraint is None else _restricted(base, text_of(constraint))


def _restricted(base: FeelType, text: str) -> FeelType:
    try:
        return Restricted(base, parse_unary_tests(text))
    except FeelError:
        return base


def member_names_of(root: Element) -> frozenset[str]:
    """Return every name a context of the model may have as a key."""
    holders = (
        "itemComponent",
        "output",
        "column",
        "variable",
        "decision",
        "businessKnowledgeModel",
        "inputData",
    )
    return frozenset(
        attribute(each, "name")
        for each in root.iter("{*}*")
        if local(each) in holders and attribute(each, "name")
    )
