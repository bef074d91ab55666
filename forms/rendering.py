"""A form as a page shows it: plain values for the templates in templates/eforms/, no queries, no rules.

Every field of the form is on the page, also one that is not asked now: a browser without scripts
could not bring it out. Such a field is marked, the page's script hides it, and without scripts its
`when` says who needs to fill it in. What is sent for it is dropped by the engine all the same.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from forms import engine
from forms.definition import Condition, Field, FormDefinition, Section
from forms.fields.choices import Declaration, YesNo
from forms.fields.files import File
from forms.fields.kind import Control
from forms.hints import hint_of
from forms.messages import Words, inside_sentence
from forms.models import Attachment
from forms.selectors import attachments_of

Errors = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class BoundField:
    """One question on a page."""

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
    autocomplete: str = ""
    target: str = ""
    parts: Mapping[str, object] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name it is sent under."""
        return self.key

    @property
    def described_by(self) -> str:
        """The ids of what describes the control, for aria-describedby."""
        return " ".join(
            f"{self.id}-{part}"
            for part, there in (("hint", self.hint), ("when", self.when), ("error", self.errors))
            if there
        )


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


class BoundForm:
    """A definition together with what was typed so far and what is wrong with it.

    values       raw or clean answers: of Invalid, of Collected, of a draft; None for a fresh form
    errors       messages by field
    owner_id     whose attachments may be named on the page
    attachments  or the attachments themselves, by public id, where the caller has checked
    """

    def __init__(
        self,
        definition: FormDefinition,
        *,
        values: Mapping[str, object] | None = None,
        errors: Errors | None = None,
        warnings: Errors | None = None,
        owner_id: int | None = None,
        attachments: Mapping[str, Attachment] | None = None,
        language: str | None = None,
        today: date | None = None,
        context: Mapping[str, object] | None = None,
    ) -> None:
        self.definition = definition
        self.language = language or get_language() or "vi"
        self.errors = dict(errors or {})
        self.warnings = dict(warnings or {})
        given = engine.initial(definition) if values is None else values
        self.values = engine.read(definition, given)
        self.visible = engine.visible_fields(
            definition, given, today=today or timezone.localdate(), context=context
        )
        self.attachments = self.papers(owner_id) if attachments is None else attachments
        self.sections = [self.section(each) for each in definition.sections]

    @property
    def name(self) -> str:
        """The form's name."""
        return self.definition.name

    @property
    def title(self) -> str:
        """The form's title in the reader's language."""
        return self.definition.title.in_language(self.language)

    @property
    def fields(self) -> list[BoundField]:
        """Every field in order."""
        return [each for section in self.sections for each in section.fields]

    @property
    def has_files(self) -> bool:
        """Whether the page must be sent as multipart/form-data."""
        return any(isinstance(each.kind, File) for each in self.definition)

    @property
    def error_summary(self) -> list[SummaryLine]:
        """The errors in the order of the page; those of no field come first and lead to the form."""
        general = [SummaryLine("#form", text) for key, texts in self.errors.items()
                   if key not in self.definition.keys for text in texts]  # fmt: skip
        return general + [
            SummaryLine(f"#{each.target}", with_label(each.label, text))
            for each in self.fields
            for text in each.errors
        ]

    def papers(self, owner_id: int | None) -> dict[str, Attachment]:
        """Return the owner's attachments that the answers name."""
        ids = [public_id for each in self.definition if isinstance(each.kind, File)
               for public_id in ids_of(self.values[each.key])]  # fmt: skip
        return attachments_of(owner_id, ids) if ids and owner_id is not None else {}

    def section(self, section: Section) -> BoundSection:
        """Return a section for the page."""
        return BoundSection(
            key=section.key,
            title=self.text(section.title),
            help=self.text(section.help),
            fields=[self.field(each) for each in section.fields],
            visible=any(each.key in self.visible for each in section.fields),
            conditional=section.visible_if is not None,
            hint_json=self.hint(section.visible_if),
        )

    def field(self, each: Field) -> BoundField:
        """Return a field for the page."""
        raw = self.values[each.key]
        identity = f"f-{each.key}"
        conditional = each.visible_if is not None
        return BoundField(
            key=each.key, id=identity, label=self.text(each.label), template=each.kind.template,
            control=each.kind.control, value=raw, hint=self.text(each.help),
            when=self.text(each.when) if conditional else "",
            errors=self.errors.get(each.key, []), warnings=self.warnings.get(each.key, []),
            required=each.required, optional=not each.required and each.required_if is None,
            visible=each.key in self.visible, conditional=conditional, hint_json=self.hint(each.visible_if),
            is_truth=isinstance(each.kind, YesNo | Declaration),
            autocomplete=each.autocomplete, target=identity + each.kind.first_part,
            parts=in_language(each.kind.parts(raw), self.language),
            attachments=[self.attachments[key] for key in ids_of(raw) if key in self.attachments],
        )  # fmt: skip

    def hint(self, condition: Condition | None) -> str:
        """Return what the page's script may try instead of a condition, "" for nothing."""
        found = hint_of(condition, self.definition)
        return json.dumps(found, ensure_ascii=False) if found else ""

    def text(self, words: Words | None) -> str:
        """Return a text in the reader's language."""
        return words.in_language(self.language) if words else ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer on a review page or a dossier's page."""

    key: str
    label: str
    text: str
    answered: bool
    attachments: list[Attachment]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """A group of answers."""

    key: str
    title: str
    rows: list[ReviewRow]


def review(
    definition: FormDefinition,
    answers: Mapping[str, object],
    *,
    attachments: Mapping[str, Attachment] | None = None,
    warnings: Errors | None = None,
    language: str | None = None,
    today: date | None = None,
    context: Mapping[str, object] | None = None,
) -> list[ReviewSection]:
    """Return stored answers to be read: the fields that are asked, and any other that has an answer."""
    reader = language or get_language() or "vi"
    asked = engine.visible_fields(definition, answers, today=today or timezone.localdate(), context=context)
    sections = []
    for section in definition.sections:
        rows = [
            review_row(
                each, answers.get(each.key), attachments or {}, reader, (warnings or {}).get(each.key, [])
            )
            for each in section.fields
            if each.key in asked or answers.get(each.key) is not None
        ]
        if rows:
            title = section.title.in_language(reader) if section.title else ""
            sections.append(ReviewSection(section.key, title, rows))
    return sections


def review_row(
    each: Field, value: object, attachments: Mapping[str, Attachment], language: str, warnings: list[str]
) -> ReviewRow:
    """Return one answer in words."""
    answered = value not in (None, "", [])
    return ReviewRow(
        key=each.key,
        label=each.label.in_language(language),
        text=each.kind.show(value, language) if answered else "",
        answered=answered,
        attachments=[attachments[key] for key in ids_of(value) if key in attachments],
        warnings=warnings,
    )


def with_label(label: str, message: str) -> str:
    """Return a message as it stands far from its field: with the label, unless it says it already."""
    return message if inside_sentence(label) in message else f"{label}: {message}"


def ids_of(value: object) -> Iterable[str]:
    """Return the public ids in a file answer, nothing for any other."""
    return [str(each) for each in value] if isinstance(value, list) else []


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
