"""What every import of a register shares: headings, cells as values, faults, rows a few hundred at a time.

A register says which `Columns` its file may have; what a row means is the register's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import TextChoices

from accounts.folding import fold
from registry.reading_rows import columns_of, rows_of

CHUNK = 500
LONGEST_NUMBER = 9
Each = TypeVar("Each")
Cells = dict[str, str]


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one cell; line 1 holds the headings."""

    line: int
    column: str
    fault: str


@dataclass(frozen=True)
class ImportReport:
    """What a file holds.

    rows        lines below the headings
    faults      everything that is wrong; where there is any, nothing was written
    written     rows that are new in the register: all of them or none
    known       rows that stand in the register already, word for word
    written_at  moment at which this very file was written, None where it was not yet
    """

    rows: int
    faults: Sequence[RowFault] = field(default=())
    written: int = 0
    known: int = 0
    written_at: datetime | None = None

    @property
    def new(self) -> int:
        """How many rows would be, or were, written."""
        return self.rows - self.known


@dataclass(frozen=True)
class FileRead:
    """What the rows of a file are to one register: how many there are, which are new, how many it has already."""

    rows: int
    new: Sequence[Any]
    faults: Sequence[RowFault]
    known: int = 0


@dataclass(frozen=True)
class Columns:
    """The columns of a register's file.

    labels   column → what people call it, in the order of the register
    also     another heading → column
    choices  column → the only words it may hold
    days     columns of whole days; `partial_days` may lack day or month
    """

    labels: Mapping[str, Any]
    also: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, type[TextChoices]] = field(default_factory=dict)
    days: frozenset[str] = frozenset()
    partial_days: frozenset[str] = frozenset()

    def headings(self) -> dict[str, str]:
        """Return folded heading → column: labels, names of columns and whatever else is understood."""
        labels = {fold(str(label)): column for column, label in self.labels.items()}
        return {**labels, **{column: column for column in self.labels}, **self.also}


def cells_of(
    content: bytes, *, name: str, columns: Columns
) -> tuple[Iterator[tuple[int, Cells]], list[RowFault]]:
    """Return the rows as (line, cells that say something), and what is wrong with the headings.

    Raises Unreadable for what is no table, some of it only while the rows are read.
    """
    table = rows_of(content, name=name)
    headings = next(table, (1, []))[1]
    found, unknown = columns_of(headings, columns.headings())
    faults = [RowFault(1, heading, "unknown") for heading in unknown]
    faults += [RowFault(1, each, "twice") for each in sorted({c for c in found if c and found.count(c) > 1})]
    rows = (
        (line, {column: text for column, text in zip(found, cells, strict=False) if column and text})
        for line, cells in table
    )
    return rows, faults


def values_of(
    cells: Cells, read: Callable[[str, str], dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the cells of a row mean, and the faults by column.

    read  (column, text) → facts; raises ValueError with the fault
    """
    facts: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for column, text in cells.items():
        try:
            facts |= read(column, text)
        except ValueError as error:
            faults[column] = str(error)
    return facts, faults


def day_of(text: str) -> date:
    """Return 04/02/1999 or 1999-02-04 as a day. Raises ValueError."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise ValueError("no such day")


def whole_number(text: str, digits: int = LONGEST_NUMBER) -> int:
    """Return a number of so many digits at most. Raises ValueError."""
    if not (text.isascii() and text.isdecimal()) or len(text) > digits:
        raise ValueError("not a whole number")
    return int(text)


def word_of(choices: type[TextChoices], text: str) -> str:
    """Return one of the choices by its word or its label; the text itself where nobody knows it."""
    words = {fold(str(each.label)): each.value for each in choices}
    return str(words.get(fold(text), text))


def chunks(rows: Sequence[Each]) -> Iterator[Sequence[Each]]:
    """Yield a sequence in parts."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
