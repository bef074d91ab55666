"""Marks on single cells of a repeatable table: a line for each, by its row's number and its column; some lines stand empty.

Lines, not boxes in every cell: a table of 500 rows stays a short page, and works without a script.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from dossiers.cells import Cell, columns_asked, is_cell, rows_of, shown, table_of
from dossiers.models import SupplementItem
from dossiers.services import Mark
from forms.definition import FormDefinition
from forms.rendering import SummaryLine

EMPTY_LINES = 3
MOST_LINES = 100
LONGEST, LONGEST_BASIS = 2000, 300
PARTS = ("row", "column", "reason", "basis")


@dataclass(frozen=True)
class CellLine:
    """One line as the page shows it: what is typed, what stands in the cell now, what is wrong."""

    name: str
    row: str = ""
    column: str = ""
    reason: str = ""
    basis: str = ""
    text: str = ""
    row_error: str = ""
    reason_error: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it is a mark and no empty line."""
        return bool(self.row or self.column or self.reason or self.basis)

    @property
    def has_error(self) -> bool:
        """Whether something must be mended."""
        return bool(self.row_error or self.reason_error)


@dataclass(frozen=True)
class CellMarks:
    """The lines of one table, with the columns that may be chosen and how many rows there are."""

    key: str
    label: str
    columns: Sequence[tuple[str, str]]
    rows: int
    lines: Sequence[CellLine]

    @property
    def summary(self) -> list[SummaryLine]:
        """The errors of the lines, for the list on top."""
        found = [(f"#{line.name}-row", line.row_error) for line in self.lines]
        found += [(f"#{line.name}-reason", line.reason_error) for line in self.lines]
        return [SummaryLine(href, f"{self.label}: {text}") for href, text in found if text]


def cell_marks(
    form: FormDefinition,
    answers: Mapping[str, object],
    key: str,
    *,
    label: str,
    kept: Iterable[SupplementItem],
    sent: Mapping[str, str] | None,
    language: str,
) -> CellMarks | None:
    """Return the lines of one question: what was just sent, else what is marked; None for what is no table with rows."""
    table, rows = table_of(form, key), rows_of(answers, key)
    if table is None or not rows:
        return None
    lines = kept_lines(key, kept) if sent is None else sent_lines(key, sent)
    checked = [checked_line(form, answers, key, line, language) for line in lines]
    checked = with_doubles(checked)
    empty = [CellLine(f"cell-{key}-{len(checked) + number}") for number in range(EMPTY_LINES)]
    columns = [(each.key, each.label.in_language(language)) for each in columns_asked(table)]
    return CellMarks(key, label, columns, len(rows), [*checked, *empty])


def kept_lines(key: str, kept: Iterable[SupplementItem]) -> list[CellLine]:
    """Return a line for each marked cell of a table."""
    items = [item for item in kept if item.field == key and item.target == SupplementItem.Target.CELL]
    return [
        CellLine(f"cell-{key}-{number}", str(item.row), item.column, item.reason, item.basis)
        for number, item in enumerate(items)
    ]


def sent_lines(key: str, sent: Mapping[str, str]) -> list[CellLine]:
    """Return the lines that were sent and say something."""
    every = [
        CellLine(name, *(sent.get(f"{name}-{part}", "").strip() for part in PARTS))
        for name in (f"cell-{key}-{number}" for number in range(MOST_LINES))
    ]
    said = [line for line in every if line.says_something]
    return [replace(line, name=f"cell-{key}-{number}") for number, line in enumerate(said)]


def checked_line(
    form: FormDefinition, answers: Mapping[str, object], key: str, line: CellLine, language: str
) -> CellLine:
    """Return a line with what stands in its cell, or what is wrong with it."""
    cell = Cell(key, number_of(line.row), line.column)
    there = is_cell(form, answers, cell)
    row_error = "" if there else _("Ghi số dòng có trong bảng và chọn cột.")
    reason_error = "" if line.reason else _("Viết lý do.")
    text = shown(form, answers, cell, language) if there else ""
    return replace(line, text=text, row_error=row_error, reason_error=reason_error)


def with_doubles(lines: Sequence[CellLine]) -> list[CellLine]:
    """Return the lines, a cell that stands in two of them being wrong in the second."""
    seen: set[tuple[int, str]] = set()
    found = []
    for line in lines:
        cell = (number_of(line.row), line.column)
        double = _("Ô này đã được đánh dấu ở trên.") if cell in seen and not line.row_error else ""
        found.append(replace(line, row_error=double) if double else line)
        seen.add(cell)
    return found


def number_of(text: str) -> int:
    """Return the number of a row as typed, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def marks_of(marks: CellMarks) -> list[Mark]:
    """Return the marks of lines without errors."""
    return [
        Mark(
            field=marks.key, reason=line.reason[:LONGEST], basis=line.basis[:LONGEST_BASIS],
            row=number_of(line.row), column=line.column,
        )
        for line in marks.lines
        if line.says_something
    ]  # fmt: skip
