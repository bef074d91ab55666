"""A repeatable table on a page: the rows of one page as controls, the others carried along."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from forms.actions import ADD, View, page_count, rows_of, shown_rows
from forms.definition import Field
from forms.engine_rows import SeenTable
from forms.fields.choices import Choice, YesNo
from forms.fields.numbers import grouped
from forms.fields.several import Choices
from forms.messages import Words, words_in
from forms.models import Attachment
from forms.rendering.parts import BoundField, SummaryLine, ids_of, in_language, with_label
from forms.tables import ROWS_A_PAGE, RawRow, Table

Parts = Callable[[Field, object], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    key: str
    label: str
    hint: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its code, its number as people count, its cells."""

    code: str
    number: int
    title: str
    cells: list[BoundField]


@dataclass(frozen=True, slots=True)
class Cells:
    """What cells need of the form around them."""

    language: str
    parts: Parts
    attachments: Mapping[str, Attachment]

    def text(self, words: Words | None) -> str:
        """Return a text in the reader's language."""
        return words_in(words, self.language)


class BoundTable:
    """A table as the template draws it."""

    def __init__(
        self,
        field: Field,
        kind: Table,
        *,
        raw: object,
        seen: SeenTable | None,
        errors: list[str],
        warnings: list[str],
        cells: Cells,
        view: View,
    ) -> None:
        self.field, self.kind, self.cells = field, kind, cells
        self.key = field.key
        self.raw = shown_rows(kind, rows_of(raw))
        self.computed = {str(row[kind.code]): row for row in seen.answers} if seen else {}
        self.sums = sums_of(kind, seen)
        self.errors, self.cell_errors = apart(errors)
        self.warnings, self.cell_warnings = apart(warnings)
        self.pages = page_count(len(self.raw))
        self.page = self.page_in(view)
        self.first = (self.page - 1) * ROWS_A_PAGE
        self.rows = [
            self.row(row, self.first + place)
            for place, row in enumerate(self.raw[self.first : self.first + ROWS_A_PAGE], start=1)
        ]

    def page_in(self, view: View) -> int:
        """Return the page to show: the new row's, the one asked for, the first with an error."""
        if view.action and view.action.verb == ADD and view.action.key == self.key:
            return self.pages
        asked = view.pages.get(self.key, 0)
        if asked or not self.cell_errors:
            return min(max(asked, 1), self.pages)
        codes = [str(row[self.kind.code]) for row in self.raw]
        wrong = [codes.index(code) for code, _ in self.cell_errors if code in codes]
        return min(wrong, default=0) // ROWS_A_PAGE + 1

    @property
    def order(self) -> str:
        """The codes of all rows in their order."""
        return " ".join(str(row[self.kind.code]) for row in self.raw)

    @property
    def rest(self) -> str:
        """The rows that are not on this page, as JSON; "" for none."""
        shown = {row.code for row in self.rows}
        rest = {str(row[self.kind.code]): row for row in self.raw if row[self.kind.code] not in shown}
        return json.dumps(rest, ensure_ascii=False, separators=(",", ":")) if rest else ""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.raw)

    @property
    def first_number(self) -> int:
        """The number of the first row on this page."""
        return self.first + 1

    @property
    def previous_page(self) -> int:
        """The page before this one, 0 for none."""
        return self.page - 1

    @property
    def next_page(self) -> int:
        """The page after this one, 0 for none."""
        return self.page + 1 if self.page < self.pages else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return self.first + len(self.rows)

    @property
    def can_add(self) -> bool:
        """Whether another row may be added."""
        return self.count < self.kind.max_rows

    @property
    def has_computed(self) -> bool:
        """Whether a column or a sum is computed."""
        return bool(self.kind.totalled) or any(each.value is not None for each in self.kind.columns)

    @property
    def cards(self) -> bool:
        """Whether every row is a card of its own, for columns too wide to stand side by side."""
        return self.kind.layout == "cards"

    @property
    def columns(self) -> list[Column]:
        """The heads."""
        return [
            Column(each.key, self.cells.text(each.label), self.cells.text(each.help), is_optional(each))
            for each in self.kind.columns
            if each.kind.asks
        ]

    @property
    def totals(self) -> list[tuple[str, str]]:
        """The sums under the columns, (column label, sum), those without one left out."""
        return [
            (self.cells.text(each.label), self.sums[each.key])
            for each in self.kind.columns
            if each.key in self.sums
        ]

    @property
    def footer(self) -> list[str]:
        """A sum or "" for every column; nothing where no column has one."""
        return [self.sums.get(each.key, "") for each in self.kind.columns] if self.sums else []

    @property
    def summary(self) -> list[SummaryLine]:
        """The errors for the list on top."""
        label = self.cells.text(self.field.label)
        lines = [SummaryLine(f"#f-{self.key}", with_label(label, text)) for text in self.errors]
        numbers = {str(row[self.kind.code]): place for place, row in enumerate(self.raw, start=1)}
        on_page = {row.code for row in self.rows}
        labels = {each.key: each for each in self.kind.columns}
        for (code, key), texts in self.cell_errors.items():
            column = labels[key]
            target = f"f-{self.key}-{code}-{key}{'' if column.value else column.kind.first_part}"
            for text in texts:
                words = gettext("%(table)s, dòng %(number)s: %(message)s") % {
                    "table": label, "number": numbers.get(code, code),
                    "message": with_label(self.cells.text(column.label), text),
                }  # fmt: skip
                lines.append(SummaryLine(f"#{target}" if code in on_page else f"#f-{self.key}", words))
        return lines

    def row(self, row: RawRow, number: int) -> Row:
        """Return a row for the page."""
        code = str(row[self.kind.code])
        cells = [self.cell(column, row, code, number) for column in self.kind.columns if column.kind.asks]
        return Row(code, number, self.kind.title(row, self.cells.language), cells)

    def cell(self, column: Field, row: RawRow, code: str, number: int) -> BoundField:
        """Return a cell for the page."""
        raw = row.get(column.key)
        raw = "" if raw is None else raw
        name = f"{self.key}-{code}-{column.key}"
        computed = column.value is not None
        label = self.cells.text(column.label)
        return BoundField(
            key=name, id=f"f-{name}",
            label=label if self.cards else gettext("%(label)s, dòng %(number)s") % {"label": label, "number": number},
            template="eforms/fields/computed.html" if computed else self.template(column),
            control=column.kind.control, value=raw,
            hint=self.cells.text(column.help) if self.cards else "",
            errors=self.cell_errors.get((code, column.key), []),
            warnings=self.cell_warnings.get((code, column.key), []),
            required=column.required,
            optional=self.cards and is_optional(column),
            computed=computed, shown=self.shown(column, code) if computed else "",
            parts={} if computed else in_language(self.cells.parts(column, raw), self.cells.language),
            attachments=[
                self.cells.attachments[key] for key in ids_of(raw) if key in self.cells.attachments
            ],
        )  # fmt: skip

    def template(self, column: Field) -> str:
        """Return the partial of a cell: side by side, a choice is a list, since radios take too much room."""
        is_choice = isinstance(column.kind, Choice | YesNo) and not isinstance(column.kind, Choices)
        return "eforms/fields/select.html" if is_choice and not self.cards else column.kind.template

    def shown(self, column: Field, code: str) -> str:
        """Return a computed cell in words, "" where it has no value."""
        value = self.computed.get(code, {}).get(column.key)
        return "" if value is None else column.kind.show(value, self.cells.language)


def is_optional(column: Field) -> bool:
    """Say whether a column need not be answered."""
    return column.is_asked and not column.required and column.required_if is None


def apart(texts: list[str]) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """Return the messages of a whole table, and those of its cells by (row code, column)."""
    whole: list[str] = []
    cells: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        at = getattr(text, "at", None)
        if at is None:
            whole.append(text)
        else:
            cells.setdefault(at, []).append(text)
    return whole, cells


def sums_of(kind: Table, seen: SeenTable | None) -> dict[str, str]:
    """Return the sums of the totalled columns, as they are read."""
    sums = {}
    for key in kind.totalled:
        numbers = [row[key] for row in (seen.known if seen else [])]
        sums[key] = grouped(sum((each for each in numbers if isinstance(each, Decimal)), Decimal(0)))
    return sums
