"""Several of what is offered: boxes to tick."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.choices import Choice
from forms.fields.kind import JSON
from forms.fields.text import one_line
from forms.messages import gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source


@dataclass(frozen=True)
class Choices(Choice):
    """Any number of several, between `min_picks` and `max_picks` where the form says so."""

    type: ClassVar[str] = "choices"
    settings: ClassVar[frozenset[str]] = Choice.settings | {"min_picks", "max_picks"}
    template: ClassVar[str] = "eforms/fields/checkboxes.html"
    grouped: ClassVar[bool] = True

    min_picks: int = 0
    max_picks: int = 0

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the options and how many may be ticked."""
        offered = Choice.from_source(source)
        least, most = (source.integer(name, 0, least=1) or 0 for name in ("min_picks", "max_picks"))
        if most and least > most:
            source.at("min_picks").fault("'min_picks' is above 'max_picks'")
        return cls(
            options=offered.options,
            options_from=offered.options_from,
            options_with=offered.options_with,
            min_picks=least,
            max_picks=most,
        )

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the values sent, each once."""
        return list(dict.fromkeys(text for text in map(one_line, submission.texts(key)) if text))

    def is_blank(self, raw: JSON) -> bool:
        """Say whether no box is ticked."""
        return not isinstance(raw, list) or not raw

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the values in the order they are offered. Raises Wrong for an unknown one, too few, too many."""
        sent = raw if isinstance(raw, list) else []
        picked = [each.value for each in self.options if each.value in sent]
        if len(picked) < len(sent):
            raise Wrong(gettext_noop("Chọn một trong các mục đã cho."))
        if len(picked) < self.min_picks:
            raise Wrong(gettext_noop("Chọn ít nhất %(least)s mục."), least=self.min_picks)
        if self.max_picks and len(picked) > self.max_picks:
            raise Wrong(gettext_noop("Chọn nhiều nhất %(most)s mục."), most=self.max_picks)
        return picked

    def show(self, value: JSON, language: str) -> str:
        """Return the labels, one after the other."""
        values = value if isinstance(value, list) else []
        return "; ".join(super(Choices, self).show(each, language) for each in values)

    def parts(self, raw: JSON) -> dict[str, object]:
        """Return the options, each knowing whether it is ticked."""
        ticked = raw if isinstance(raw, list) else []
        return {"options": [
            {"value": each.value, "label": each.label, "hint": each.hint, "picked": each.value in ticked}
            for each in self.options
        ]}  # fmt: skip
