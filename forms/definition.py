"""A form as data: frozen, pure, and unable to exist when it contradicts itself.

A field is what every question has (key, label, conditions, rules) plus a *kind*, which knows one
type of answer: how it is read, cleaned, shown and handed to FEEL. A new type of answer is a new
kind in forms/fields/, and nothing else. A condition on visibility sees only the fields above it,
so that one pass from top to bottom settles who is asked what, and no circle is possible.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from decisions.feel import FeelError, parse
from forms.fields.kind import Kind
from forms.messages import Words

Level = Literal["error", "warning"]


class Condition:
    """A FEEL expression over the answers. Raises FeelError when it cannot be read."""

    __slots__ = ("expression", "names", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.expression = parse(source)
        self.names = frozenset(self.expression.names_read)

    def holds(self, facts: Mapping[str, object]) -> bool | None:
        """Return the truth, or None where FEEL has none (null, a value of another type, a fault)."""
        try:
            value = self.expression.evaluate(dict(facts))
        except FeelError:
            return None
        return value if isinstance(value, bool) else None

    def mentions(self, keys: Iterable[str]) -> frozenset[str]:
        """Return which of the keys the expression reads."""
        return self.names & frozenset(keys)

    def __repr__(self) -> str:
        return f"Condition({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of an answer; an error blocks, a warning is sent along for the officer to see."""

    condition: Condition
    message: Words
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Field:
    """One question."""

    key: str
    label: Words
    kind: Kind
    help: Words | None = None
    when: Words | None = None
    required: bool = False
    required_if: Condition | None = None
    required_message: Words | None = None
    visible_if: Condition | None = None
    rules: tuple[Rule, ...] = ()
    default: object = None
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions under one title."""

    key: str
    title: Words | None
    fields: tuple[Field, ...]
    help: Words | None = None
    visible_if: Condition | None = None


@dataclass(frozen=True)
class FormDefinition:
    """A whole form. Raises ValueError for a key used twice or a form without questions."""

    name: str
    title: Words
    sections: tuple[Section, ...] = field(default=())

    def __post_init__(self) -> None:
        keys = [each.key for each in self]
        if not keys:
            raise ValueError("a form asks at least one question")
        if len(set(keys)) != len(keys):
            raise ValueError("a key is used twice")

    def __iter__(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by key."""
        return {each.key: each for each in self}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key."""
        return frozenset(self.by_key)
