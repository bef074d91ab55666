"""Cells that come from a spreadsheet, pasted or in a file, made into raw answers: words where a page has codes. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from accounts.folding import fold
from forms.definition import Field
from forms.fields.choices import Choice, Option, YesNo
from forms.fields.kind import JSON
from forms.fields.numbers import DecimalNumber, Integer
from forms.fields.rows import RowChoice
from forms.fields.several import Choices
from forms.submission import Submission
from forms.tables import RawRow, Table

YES = frozenset({"co", "x", "yes", "true", "1", "dung"})
NO = frozenset({"khong", "no", "false", "0", "sai"})
Titles = Mapping[str, Mapping[str, str]]


def pasted(
    table: Table, rows: list[RawRow], text: str, titles: Titles, *, row: str = "", column: str = ""
) -> list[RawRow]:
    """Return rows with a block of cells written into them, from a row and a column on, rows added as needed.

    text    lines of cells parted by tabs, as a spreadsheet puts them on the clipboard
    titles  of the rows of other tables, by table and code
    row     code of the first row, "" for behind the last that says something
    column  key of the first column, "" for the first that is asked
    """
    asked = table.typed_columns
    keys = [each.key for each in asked]
    start = keys.index(column) if column in keys else 0
    codes = [str(each[table.code]) for each in rows]
    first = codes.index(row) if row in codes else after_the_last(table, rows)
    result = [dict(each) for each in rows]
    for place, line in enumerate(block(text), start=first):
        while place >= len(result) and len(result) <= table.max_rows:
            result.append(table.blank_row(result))
        if place < len(result):
            for each, cell in zip(asked[start:], line, strict=False):
                result[place][each.key] = raw_cell(each, cell, titles)
    return result


def after_the_last(table: Table, rows: list[RawRow]) -> int:
    """Return the place behind the last row that says something."""
    return max((place for place, row in enumerate(rows, start=1) if table.says_something(row)), default=0)


def block(text: str) -> list[list[str]]:
    """Return the cells of a text from a spreadsheet; empty lines at the end are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [[cell.strip() for cell in line.split("\t")] for line in lines] if text.strip() else []


def raw_cell(column: Field, cell: object, titles: Titles) -> JSON:
    """Return a spreadsheet's cell as the raw answer of a column."""
    return column.kind.read("cell", Submission({"cell": sent_cell(column, cell, titles)}))


def sent_cell(column: Field, cell: object, titles: Titles) -> object:
    """Return a cell as a program would send it: a choice's word as its value, a day as ISO text."""
    kind = column.kind
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time().isoformat() == "00:00:00" and kind.type != "datetime":
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | Decimal) and cell == int(cell):
        cell = int(cell)
    if isinstance(cell, int | float) and isinstance(kind, Integer | DecimalNumber):
        return cell
    text = ("true" if cell else "false") if isinstance(cell, bool) else str(cell)
    return word_of(column, text, titles)


def word_of(column: Field, text: str, titles: Titles) -> object:
    """Return the value that a word stands for, the word itself where it stands for none."""
    kind = column.kind
    if isinstance(kind, YesNo):
        word = fold(text)
        return "true" if word in YES else "false" if word in NO else text
    if isinstance(kind, Choices):
        return [value_of(part, kind.options) for part in text.split(";") if part.strip()]
    if isinstance(kind, Choice):
        return value_of(text, kind.options)
    if isinstance(kind, RowChoice):
        return value_of(text, kind.options_in(titles.get(kind.table, {})))
    return text


def value_of(text: str, options: list[Option] | tuple[Option, ...]) -> str:
    """Return the value of the option a word names, by value, label or the title behind its code."""
    wanted = fold(text)
    for option in options:
        labels = (option.value, option.label.vi, option.label.en, option.label.km)
        if wanted and wanted in {fold(label) for label in (*labels, option.label.vi.partition(" · ")[2])}:
            return option.value
    return text.strip()
