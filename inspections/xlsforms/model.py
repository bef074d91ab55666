"""An XForm as data: groups of questions, what binds them, and their words (ODK XForms specification, 2024).

The tree is that of the primary instance; what the body adds (label, appearance, choices) lies on its node.
Expressions are still XPath here. Paths are written as in the file: `/data/consent/name`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from inspections.xlsforms.xpath import Node

Texts = Mapping[str, str]
"""Words by the language's name as the form writes it ("default" where it has none)."""


class FormUnreadable(Exception):
    """The file holds no form that can be read; `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bind:
    """What an instance node must obey; expressions in XPath, "" where there is none."""

    type: str = "string"
    relevant: str = ""
    required: str = ""
    constraint: str = ""
    calculate: str = ""
    readonly: str = ""
    preload: str = ""
    max_pixels: int | None = None
    constraint_message: Texts = field(default_factory=dict)
    required_message: Texts = field(default_factory=dict)
    extension: Mapping[str, Any] | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list, with the further columns that a choice filter may read."""

    value: str
    label: Texts
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A leaf of the instance: asked when it has a control, else computed or constant."""

    path: str
    bind: Bind
    control: str = ""
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    appearance: str = ""
    mediatype: str = ""
    default: str = ""
    choices: tuple[Choice, ...] = ()
    choice_filter: Node | None = None
    bounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Group:
    """A node with children; a repeat when `rows` is not None.

    rows   the default rows of a repeat: the default of each leaf by its path
    count  XPath of how many rows there must be (jr:count), "" where people add them
    """

    path: str
    bind: Bind
    children: tuple["Question | Group", ...]
    label: Texts = field(default_factory=dict)
    appearance: str = ""
    rows: tuple[Mapping[str, str], ...] | None = None
    count: str = ""

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def is_repeat(self) -> bool:
        """Whether its content is answered once a row."""
        return self.rows is not None

    def walk(self) -> Iterator["Question | Group"]:
        """Yield everything below, from top to bottom."""
        for child in self.children:
            yield child
            if isinstance(child, Group):
                yield from child.walk()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is not carried over as it stands: where, what, and what becomes of it.

    level   "kept" as it is, "changed" into something near, "unsupported" where its meaning is lost
    path    the instance path, or "" for the form as a whole
    """

    level: Literal["kept", "changed", "unsupported"]
    path: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form.

    lists    the secondary instances by id, for expressions that look things up in them
    remarks  what was left behind, none of it in silence
    """

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    root: Group
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
