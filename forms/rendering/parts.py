"""What a page's form is made of, and how texts of a package get into a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forms.fields.kind import Control
from forms.messages import Words, inside_sentence
from forms.models import Attachment

Errors = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class BoundField:
    """One question on a page, or one cell of a table."""

    key: str
    id: str
    label: str
    template: str
    control: Control
    value: object = ""
    hint: str = ""
    when: str = ""
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    required: bool = False
    optional: bool = False
    visible: bool = True
    conditional: bool = False
    hint_json: str = ""
    is_truth: bool = False
    computed: bool = False
    acts: bool = False
    shown: str = ""
    origin: str = ""
    locked: bool = False
    autocomplete: str = ""
    target: str = ""
    parts: Mapping[str, object] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    table: object = None

    @property
    def name(self) -> str:
        """The name it is sent under."""
        return self.key

    @property
    def described_by(self) -> str:
        """The ids of what describes the control, for aria-describedby."""
        return " ".join(
            f"{self.id}-{part}"
            for part, there in (
                ("hint", self.hint), ("origin", self.origin), ("when", self.when), ("error", self.errors), ("warning", self.warnings),
            )
            if there
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoundSection:
    """A group of questions on a page."""

    key: str
    title: str
    help: str
    fields: list[BoundField]
    visible: bool
    conditional: bool
    hint_json: str


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the list of errors on top, leading to its control."""

    href: str
    message: str


def with_label(label: str, message: str) -> str:
    """Return a message as it stands far from its field: with the label, unless it says it already."""
    return message if inside_sentence(label) in message else f"{label}: {message}"


def ids_of(value: object) -> Iterable[str]:
    """Return the public ids in a file answer, nothing for any other."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def in_language(parts: Mapping[str, object], language: str) -> dict[str, object]:
    """Return what the template needs with every text in the reader's language."""
    return {name: translated(value, language) for name, value in parts.items()}


def translated(value: object, language: str) -> object:
    """Return texts in a language, also inside lists and options; anything else as it is."""
    if isinstance(value, Words):
        return value.in_language(language)
    if isinstance(value, list):
        return [translated(each, language) for each in value]
    if isinstance(value, Mapping):
        return in_language(value, language)
    return value
