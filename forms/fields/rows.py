"""The choice of one row of another table of the same form: the room of a major, the site of a major.

The answer is the row's code, which stays with the row whatever is added or removed around it. What
rows there are is known only while the form is being checked or shown; the engine and the page ask
for `options_in`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.choices import Option, option_from
from forms.fields.kind import JSON, Kind
from forms.fields.text import one_line
from forms.messages import Words, gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source


@dataclass(frozen=True)
class RowChoice(Kind):
    """One row of a table that stands above, or one of a few `extra` words."""

    type: ClassVar[str] = "row_choice"
    template: ClassVar[str] = "eforms/fields/select.html"
    settings: ClassVar[frozenset[str]] = frozenset({"table", "extra"})
    required_text: ClassVar[str] = gettext_noop("Chọn %(label)s.")

    table: str = ""
    extra: tuple[Option, ...] = ()

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the table's key and the words that may be chosen instead of a row."""
        if "table" not in source:
            source.fault("missing 'table'")
        extra = tuple(each for each in map(option_from, source.sequence("extra")) if each)
        return cls(table=source.text("table"), extra=extra)

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the code sent."""
        return one_line(submission.text(key))

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the code; the engine asks `check_row` whether there is such a row."""
        return str(raw)

    def check_row(self, code: JSON, codes: Sequence[str]) -> None:
        """Raises Wrong for a row that is not there (any more)."""
        if code not in codes and code not in {each.value for each in self.extra}:
            raise Wrong(gettext_noop("Chọn lại: dòng đã chọn không còn trong bảng."))

    def options_in(self, rows: Mapping[str, str]) -> list[Option]:
        """Return what can be chosen, given the titles of the table's rows by code."""
        return [
            Option(code, Words(vi=f"{code} · {title}" if title else code)) for code, title in rows.items()
        ] + list(self.extra)

    def show_in(self, value: JSON, rows: Mapping[str, str], language: str) -> str:
        """Return the chosen row's title, or its code where the row is not known."""
        words = {each.value: each.label for each in self.options_in(rows)}
        return words[str(value)].in_language(language) if str(value) in words else str(value)


def rows_known(rows: object) -> dict[str, str]:
    """Return titles by code of a table that is not asked in this form but known as a fact, as FEEL knows it.

    A row known to FEEL has its code first (Table.feel_row); the first text behind it stands for the row.
    """
    titles = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and row:
            code, *cells = row.values()
            titles[str(code)] = next((cell for cell in cells if isinstance(cell, str)), "")
    return titles
