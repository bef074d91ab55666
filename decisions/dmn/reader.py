"""A file of DMN 1.1 to 1.5 → Definitions."""

from __future__ import annotations

from collections.abc import Mapping

from decisions.dmn.boxed import BoxedReader
from decisions.dmn.errors import DmnError, Fault
from decisions.dmn.item_types import ItemTypes, member_names_of
from decisions.dmn.model import (
    Decision,
    DecisionService,
    Definitions,
    Element,
    Import,
    InputData,
    KnowledgeModel,
    Requirement,
)
from decisions.dmn.table_reader import Names
from decisions.dmn.xml import Element as Xml
from decisions.dmn.xml import attribute, child, children, local, read_xml
from decisions.feel import nodes
from decisions.feel.compiler import compile_node
from decisions.feel.lexer import squeeze
from decisions.feel.types import FeelType

_REFERENCES = ("requiredDecision", "requiredInput", "requiredKnowledge")
_KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def parse_dmn(content: bytes, imported: Mapping[str, Definitions] | None = None) -> Definitions:
    """Read a decision model; raises DmnError.

    imported  models by namespace, for what the file imports

    Expressions that are not FEEL do not stop the reading: they are listed in `faults`.
    """
    root = read_xml(content)
    if local(root) != "definitions":
        raise DmnError("the root element is not “definitions”")
    return _Reader(root, imported or {}).definitions()


class _Reader:
    def __init__(self, root: Xml, imported: Mapping[str, Definitions]) -> None:
        self._root = root
        self._imports: dict[str, Import] = {}
        for each in children(root, "import"):
            namespace = attribute(each, "namespace")
            if namespace in imported:
                self._imports[namespace] = Import(squeeze(attribute(each, "name")), imported[namespace])
        types: dict[str, FeelType] = {}
        members = member_names_of(root)
        for other in self._imports.values():
            prefix = f"{other.name}." if other.name else ""
            types.update({prefix + name: type_ for name, type_ in other.definitions.types.items()})
            members |= {element.name for element in other.definitions.elements.values()}
        self._types = ItemTypes(root, types)
        self._boxed = BoxedReader(self._types, members)
        self._names = {attribute(each, "id"): _name_of(each) for each in children(root, *_KINDS)}

    def definitions(self) -> Definitions:
        """Return the whole model."""
        elements: dict[str, Element] = {}
        for each in children(self._root, *_KINDS):
            element = self._element(each)
            elements[element.id] = element
        unknown = [Fault(name, "no such type") for name in sorted(self._types.unknown)]
        return Definitions(
            name=attribute(self._root, "name"),
            namespace=attribute(self._root, "namespace"),
            elements=elements,
            imports=self._imports,
            types=self._types.types,
            faults=(*self._boxed.faults, *unknown),
        )

    def _element(self, xml: Xml) -> Element:
        id_, name = attribute(xml, "id") or _name_of(xml), _name_of(xml)
        type_ = self._types.named(attribute(child(xml, "variable"), "typeRef"))
        kind = local(xml)
        if kind == "inputData":
            return InputData(id_, name, type_)
        if kind == "decisionService":
            outputs = self._references(xml, "outputDecision")
            parameters = self._references(xml, "inputData") + self._references(xml, "inputDecision")
            return DecisionService(
                id_, name, type_, outputs, self._references(xml, "encapsulatedDecision"), parameters
            )
        requires = self._requirements(xml)
        names = self._visible(requires)
        if kind == "decision":
            node = self._boxed.inside(xml, names)
            return Decision(id_, name, type_, requires, node, None if node is None else compile_node(node))
        logic = child(xml, "encapsulatedLogic")
        function = nodes.FunctionLiteral((), nodes.Literal(None), external=False)
        if logic is not None:
            read = self._boxed.function(logic, names | {name})
            function = read if isinstance(read, nodes.FunctionLiteral) else function
        return KnowledgeModel(id_, name, type_, requires, function, compile_node(function))

    def _requirements(self, xml: Xml) -> tuple[Requirement, ...]:
        found: list[Requirement] = []
        for requirement in children(xml, "informationRequirement", "knowledgeRequirement"):
            found.extend(self._references(requirement, *_REFERENCES))
        return tuple(found)

    def _references(self, xml: Xml, *kinds: str) -> tuple[Requirement, ...]:
        found = []
        for each in children(xml, *kinds):
            namespace, _, id_ = attribute(each, "href").rpartition("#")
            if namespace in self._imports:
                found.append(Requirement(id_, namespace))
            elif namespace in ("", attribute(self._root, "namespace")):
                found.append(Requirement(id_))
        return tuple(found)

    def _visible(self, requires: tuple[Requirement, ...]) -> Names:
        return frozenset(name for name in map(self._visible_name, requires) if name)

    def _visible_name(self, requirement: Requirement) -> str:
        if not requirement.namespace:
            return self._names.get(requirement.id, "")
        other = self._imports[requirement.namespace]
        element = other.definitions.elements.get(requirement.id)
        return other.name or ("" if element is None else element.name)


def _name_of(xml: Xml) -> str:
    variable = child(xml, "variable")
    return squeeze(attribute(variable, "name") or attribute(xml, "name"))
