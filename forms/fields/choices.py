"""Answers picked, not typed: one of several, yes or no, a declaration to accept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Kind
from forms.fields.text import one_line
from forms.messages import Words, gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

MOST_RADIOS = 7
YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0"})
YES_WORDS = Words(vi="Có", en="Yes", km="បាទ/ចាស")
NO_WORDS = Words(vi="Không", en="No", km="ទេ")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick."""

    value: str
    label: Words
    hint: Words | None = None


def offered(option: Option, picked: bool) -> dict[str, object]:
    """Return an option for a template."""
    return {"value": option.value, "label": option.label, "hint": option.hint, "picked": picked}


@dataclass(frozen=True)
class Choice(Kind):
    """One of several: radios up to seven, a list above.

    options_from  name of the source that has the options
    options_with  what the source is given: its input → the application's question whose answer it gets
    """

    type: ClassVar[str] = "choice"
    settings: ClassVar[frozenset[str]] = frozenset({"options", "options_from", "options_with"})
    required_text: ClassVar[str] = gettext_noop("Chọn %(label)s.")

    options: tuple[Option, ...] = ()
    options_from: str = ""
    options_with: tuple[tuple[str, str], ...] = ()

    @property
    def template(self) -> str:  # type: ignore[override]
        """The partial that draws it."""
        return f"eforms/fields/{'radios' if self.grouped else 'select'}.html"

    @property
    def grouped(self) -> bool:  # type: ignore[override]
        """Whether it is several controls under one legend."""
        return len(self.options) <= MOST_RADIOS

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the options, each value once, at least two; or the name of the source that has them."""
        if "options_from" in source:
            given = source.at("options_with") if "options_with" in source else None
            named = tuple((name, given.text(name)) for name in given.items) if given else ()
            return cls(options_from=source.text("options_from"), options_with=named)
        options = [each for each in map(option_from, source.sequence("options", required=True)) if each]
        values = [each.value for each in options]
        for value in {value for value in values if values.count(value) > 1}:
            source.at("options").fault(f"the value {value!r} is given twice")
        if len(options) < 2 and "options" in source:
            source.at("options").fault("a choice needs at least two options")
        return cls(options=tuple(options))

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the value sent."""
        return one_line(submission.text(key))

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the value. Raises Wrong for one that is not offered."""
        if raw in {each.value for each in self.options}:
            return raw
        raise Wrong(gettext_noop("Chọn một trong các mục đã cho."))

    def show(self, value: JSON, language: str) -> str:
        """Return the label."""
        labels = {each.value: each.label for each in self.options}
        return labels[str(value)].in_language(language) if str(value) in labels else str(value)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return the options, each knowing whether it is picked."""
        return {"options": [offered(each, each.value == raw) for each in self.options]}


def option_from(source: Source) -> Option | None:
    """Return one option, or None after noting what is wrong with it."""
    source.check_keys(frozenset({"value", "label", "hint"}), frozenset({"value", "label"}))
    value, label = one_line(source.text("value")), source.words("label")
    return Option(value, label, source.words("hint")) if value and label else None


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no, neither chosen beforehand unless the form says so."""

    type: ClassVar[str] = "yes_no"
    template: ClassVar[str] = "eforms/fields/radios.html"
    required_text: ClassVar[str] = gettext_noop("Chọn Có hoặc Không.")
    grouped: ClassVar[bool] = True

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the truth value. Raises Wrong."""
        word = str(raw).strip().lower()
        if word not in YES | NO:
            raise Wrong(gettext_noop("Chọn Có hoặc Không."))
        return word in YES

    def show(self, value: JSON, language: str) -> str:
        """Return yes or no in words."""
        return (YES_WORDS if value else NO_WORDS).in_language(language)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return both answers."""
        word = str(raw).strip().lower()
        yes, no = Option("true", YES_WORDS), Option("false", NO_WORDS)
        return {"options": [offered(yes, word in YES), offered(no, word in NO)]}


@dataclass(frozen=True)
class Declaration(Kind):
    """A box beside a statement; a required one must be ticked."""

    type: ClassVar[str] = "declaration"
    template: ClassVar[str] = "eforms/fields/declaration.html"
    settings: ClassVar[frozenset[str]] = frozenset({"statement"})
    required_text: ClassVar[str] = gettext_noop("Đánh dấu vào ô để xác nhận: %(label)s.")
    grouped: ClassVar[bool] = True

    statement: Words | None = None

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the statement."""
        if "statement" not in source:
            source.fault("missing 'statement'")
        return cls(statement=source.words("statement"))

    def is_blank(self, raw: JSON) -> bool:
        """Say whether the box is empty: an unticked box sends nothing, a program sends false."""
        return str(raw).strip().lower() not in YES

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return true."""
        return True

    def show(self, value: JSON, language: str) -> str:
        """Return yes or no in words."""
        return (YES_WORDS if value else NO_WORDS).in_language(language)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return the statement and whether the box is ticked."""
        return {"statement": self.statement, "picked": not self.is_blank(raw)}
