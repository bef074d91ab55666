"""A decision model: inputs, decisions, functions and services, and what each requires (DMN 1.5 clause 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from decisions.dmn.errors import DmnError, Fault
from decisions.feel.nodes import FunctionLiteral, Node
from decisions.feel.run import Code
from decisions.feel.types import FeelType


@dataclass(frozen=True, slots=True, eq=False)
class InputData:
    id: str
    name: str
    type: FeelType


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A decision; `code` is None where it has no logic."""

    id: str
    name: str
    type: FeelType
    requires: tuple[Requirement, ...]
    node: Node | None
    code: Code | None


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeModel:
    """A business knowledge model: a function by name."""

    id: str
    name: str
    type: FeelType
    requires: tuple[Requirement, ...]
    function: FunctionLiteral
    code: Code


@dataclass(frozen=True, slots=True, eq=False)
class DecisionService:
    """Decisions offered as a function of input data and input decisions."""

    id: str
    name: str
    type: FeelType
    outputs: tuple[Requirement, ...]
    encapsulated: tuple[Requirement, ...]
    parameters: tuple[Requirement, ...]


Element = InputData | Decision | KnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Requirement:
    """A reference to an element, of this model or of an imported one by its namespace."""

    id: str
    namespace: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """Another model and the name it goes by here; without a name its elements are named as if they stood here."""

    name: str
    definitions: Definitions


@dataclass(frozen=True, slots=True, eq=False)
class Definitions:
    """One file, read and compiled."""

    name: str
    namespace: str
    elements: Mapping[str, Element]
    imports: Mapping[str, Import]  # by namespace
    types: Mapping[str, FeelType]
    faults: tuple[Fault, ...] = field(default=())

    def named(self, name: str) -> Element:
        """Return an element by name; raises DmnError."""
        for element in self.elements.values():
            if element.name == name:
                return element
        raise DmnError(f"the model “{self.name}” has nothing called “{name}”")

    def resolve(self, requirement: Requirement) -> tuple[Definitions, Element]:
        """Return what a reference points to and the model it lives in; raises DmnError."""
        home = self.imports[requirement.namespace].definitions if requirement.namespace else self
        if requirement.id not in home.elements:
            raise DmnError(f"the model “{home.name}” has no element “{requirement.id}”")
        return home, home.elements[requirement.id]
