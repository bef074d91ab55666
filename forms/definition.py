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
from decisions.feel.nodes import Name, Node, Path
from forms.fields.kind import Kind
from forms.messages import Words

Level = Literal["error", "warning"]


class Formula:
    """A FEEL expression over the answers. Raises FeelError when it cannot be read."""

    __slots__ = ("expression", "members", "names", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.expression = parse(source)
        self.names = frozenset(self.expression.names_read)
        self.members = frozenset(members_of("row", self.expression.node))

    def result(self, facts: Mapping[str, object]) -> object:
        """Return the value, null where FEEL has none or it would cost too much."""
        try:
            return self.expression.evaluate(facts)
        except FeelError:
            return None

    def mentions(self, keys: Iterable[str]) -> frozenset[str]:
        """Return which of the keys the expression reads."""
        return self.names & frozenset(keys)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)


def members_of(name: str, part: object) -> Iterator[str]:
    """Yield what an expression reads of a name as `name.member`."""
    if isinstance(part, Path) and part.source == Name(name):
        yield part.name
    if isinstance(part, tuple):
        for each in part:
            yield from members_of(name, each)
    elif isinstance(part, Node) or hasattr(type(part), "__slots__"):
        for slot in getattr(type(part), "__slots__", ()):
            yield from members_of(name, getattr(part, slot))


class Condition(Formula):
    """A formula asked whether it is true."""

    __slots__ = ()

    def holds(self, facts: Mapping[str, object]) -> bool | None:
        """Return the truth, or None where FEEL has none (null, a value of another type, a fault)."""
        value = self.result(facts)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of an answer; an error blocks, a warning is sent along for the officer to see."""

    condition: Condition
    message: Words
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Prefill:
    """Which source knows the answer, under which name, and whether it then stands against what is typed."""

    source: str
    path: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """What a register is asked about an answer when it is sent; a hit is a warning, never an error.

    name     of the check, among those the product knows
    message  what the officer reads where the register says yes
    inputs   name → key of the question, or column of the row, whose answer goes along
    only_if  asked only where this holds
    """

    name: str
    message: Words
    inputs: tuple[tuple[str, str], ...] = ()
    only_if: Condition | None = None


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
    value: Formula | None = None
    prefill: Prefill | None = None
    register_checks: tuple[RegisterCheck, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it: not words to read, not a computed value."""
        return self.kind.asks and self.value is None

    @property
    def reads(self) -> frozenset[str]:
        """The names its computed value reads."""
        return self.value.names if self.value else self.kind.reads


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

    @cached_property
    def late(self) -> tuple[Field, ...]:
        """The computed fields that read below themselves, in the order in which they can be computed."""
        return tuple(self.by_key[key] for key in late_keys({each.key: each.reads for each in self}))

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


def late_keys(reads: Mapping[str, frozenset[str]]) -> list[str]:
    """Return, of keys in the order of the page with what each reads, those that must wait until the end.

    Raises Circle when some wait for each other.
    """
    waiting: dict[str, frozenset[str]] = {}
    above: set[str] = set()
    for key, names in reads.items():
        needed = (names & reads.keys()) - {key}
        if needed - above or needed & waiting.keys():
            waiting[key] = needed
        above.add(key)
    return in_order(waiting)


def in_order(waiting: Mapping[str, frozenset[str]]) -> list[str]:
    """Return keys so that each comes after those it reads. Raises Circle."""
    ordered: list[str] = []
    left = dict(waiting)
    while left:
        ready = [key for key, needed in left.items() if not needed & left.keys()]
        if not ready:
            raise Circle(tuple(left))
        ordered += ready
        left = {key: needed for key, needed in left.items() if key not in ready}
    return ordered


class Circle(ValueError):
    """Computed values that wait for each other."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(f"computed from each other: {', '.join(keys)}")
        self.keys = keys
