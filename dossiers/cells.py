"""Single cells of a repeatable table as questions of their own: for a supplement that asks just these.

A cell is known by the number of its row, as the paper and the page count them, and the key of its column. Rows stay
where they are while cells are asked: nobody may be asked for a table and for cells of it at once. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.definition import Field, FormDefinition, Section
from forms.messages import Words
from forms.tables import Table

TITLE = Words(vi="Ô của bảng", en="Cells of a table", km="ក្រឡានៃតារាង")


@dataclass(frozen=True)
class Cell:
    """One cell: the question whose answer is a table, the row counted from 1, the key of the column."""

    field: str
    row: int
    column: str


def table_of(form: FormDefinition, key: str) -> Table | None:
    """Return the table a question asks, None for any other question."""
    found = form.by_key.get(key)
    return found.kind if found is not None and isinstance(found.kind, Table) else None


def columns_asked(table: Table) -> tuple[Field, ...]:
    """Return the columns whose cells a person answers."""
    return tuple(each for each in table.columns if each.is_asked)


def rows_of(answers: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a stored table."""
    rows = answers.get(key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def is_cell(form: FormDefinition, answers: Mapping[str, Any], cell: Cell) -> bool:
    """Say whether there is such a cell, and a person answers it."""
    table = table_of(form, cell.field)
    if table is None or not 1 <= cell.row <= len(rows_of(answers, cell.field)):
        return False
    return cell.column in {each.key for each in columns_asked(table)}


def column_of(form: FormDefinition, cell: Cell) -> Field:
    """Return the column of a cell. Raises KeyError where there is none."""
    table = table_of(form, cell.field)
    found = [each for each in table.columns if each.key == cell.column] if table else []
    if not found:
        raise KeyError(cell)
    return found[0]


def label_of(form: FormDefinition, cell: Cell) -> Words:
    """Return what a cell is called, without its row: the table and the column."""
    table, column = form.by_key[cell.field].label, column_of(form, cell).label
    languages = ("vi", "en", "km")
    words = {
        name: f"{table.in_language(name)}: {column.in_language(name)}"
        for name in languages
        if name == "vi" or getattr(table, name) or getattr(column, name)
    }
    return Words(**words)


def value_of(answers: Mapping[str, Any], cell: Cell) -> Any:
    """Return what stands in a cell, None for nothing."""
    rows = rows_of(answers, cell.field)
    return rows[cell.row - 1].get(cell.column) if cell.row <= len(rows) else None


def shown(form: FormDefinition, answers: Mapping[str, Any], cell: Cell, language: str) -> str:
    """Return what stands in a cell, in words."""
    value = value_of(answers, cell)
    return "" if value is None else column_of(form, cell).kind.show(value, language)


def code_of(form: FormDefinition, answers: Mapping[str, Any], cell: Cell) -> str:
    """Return the code of a cell's row."""
    table, rows = table_of(form, cell.field), rows_of(answers, cell.field)
    return str(rows[cell.row - 1].get(table.code, "")) if table and cell.row <= len(rows) else ""


def cells_form(form: FormDefinition, cells: Mapping[str, Cell]) -> FormDefinition:
    """Return a form that asks just these cells, each under its own key.

    The conditions and rules of a column read its row; they are asked of the whole application when it is put together.
    Raises ValueError for no cells.
    """
    fields = tuple(
        replace(
            column_of(form, cell),
            key=key,
            label=numbered(label_of(form, cell), cell.row),
            visible_if=None,
            required_if=None,
            rules=(),
            prefill=None,
            default=None,
            when=None,
        )  # fmt: skip
        for key, cell in cells.items()
    )
    return FormDefinition(name=form.name, title=form.title, sections=(Section("cells", TITLE, fields),))


def numbered(label: Words, row: int) -> Words:
    """Return a label with its row."""
    return Words(
        vi=f"{label.vi} (dòng {row})",
        en=f"{label.en} (row {row})" if label.en else "",
        km=f"{label.km} (ជួរ {row})" if label.km else "",
    )


def with_cells(
    answers: Mapping[str, Any], cells: Mapping[str, Cell], found: Mapping[str, Any]
) -> dict[str, Any]:
    """Return answers with these cells replaced by what was found for their keys; a cell without an answer is emptied."""
    changed = dict(answers)
    for key, cell in cells.items():
        rows = [dict(row) for row in rows_of(changed, cell.field)]
        row = rows[cell.row - 1]
        row.pop(cell.column, None)
        if key in found:
            row[cell.column] = found[key]
        changed[cell.field] = rows
    return changed


def errors_of_cells(
    form: FormDefinition,
    answers: Mapping[str, Any],
    cells: Mapping[str, Cell],
    errors: Mapping[str, Iterable[str]],
) -> dict[str, list[str]]:
    """Return the errors of a whole application by the keys under which the cells are asked, the others as they were."""
    places = {(cell.field, (code_of(form, answers, cell), cell.column)): key for key, cell in cells.items()}
    told: dict[str, list[str]] = {}
    for key, texts in errors.items():
        for text in texts:
            told.setdefault(places.get((key, getattr(text, "at", None)), key), []).append(text)
    return told
