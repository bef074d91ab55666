"""Rows of a CSV or XLSX file as texts by column, for an import; pure apart from the libraries that open them.

A file from outside is hostile until it is read: its size, what it unpacks to, its rows and columns are
limited, and whatever is wrong with it, at its start or in its middle, is Unreadable.

The first row names the columns: each register says which, by name or Vietnamese label (Columns).
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.folding import fold

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_MEGABYTES = 20
MOST_BYTES, MOST_UNPACKED = MOST_MEGABYTES * 1_000_000, 120_000_000
LONGEST_CELL = 2_000
WAYS_OF_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS_OF_A_WORKBOOK = (
    InvalidFileException,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # a package with a password, or of a kind nobody unpacks here
    SyntaxError,  # what the XML parser raises is one
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class Unreadable(ValueError):
    """The file is no table: "encoding", "table", "spreadsheet", "too_big", "too_long", "empty"; or "gone"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def rows_of(content: bytes, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every row that says something, the headings first. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_big")
    table = from_spreadsheet(content) if name.lower().endswith(".xlsx") else from_csv(content)
    is_empty = True
    for line, cells in enumerate(table, start=1):
        if line > MOST_ROWS + 1:
            raise Unreadable("too_long")
        if any(cells):
            is_empty = False
            yield line, cells
    if is_empty:
        raise Unreadable("empty")


def from_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV in UTF-8, separated by comma or semicolon."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    if "\0" in text:  # UTF-16 without its mark; no database takes such a text
        raise Unreadable("encoding")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unreadable("table") from error


def from_spreadsheet(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of an XLSX as texts."""
    try:
        check_unpacked(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [as_text(cell)[:LONGEST_CELL] for cell in cells]
    except Unreadable:
        raise
    except FAULTS_OF_A_WORKBOOK as error:
        raise Unreadable("spreadsheet") from error


def check_unpacked(content: bytes) -> None:
    """Raises Unreadable for a package that says it unpacks to more than a register needs, BadZipFile for none.

    A spreadsheet is stored or deflated; what another way of packing needs to unpack, nobody limits.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
    if any(each.compress_type not in WAYS_OF_PACKING for each in parts):
        raise Unreadable("spreadsheet")
    if sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise Unreadable("too_big")


def as_text(cell: object) -> str:
    """Return a cell as a person would have typed it: a day as 04/02/1999, a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def columns_of(headings: list[str], known: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the column each heading names ("" for none) and the headings nobody knows.

    known  folded heading → column
    """
    found = [known.get(fold(heading), "") for heading in headings]
    return found, [heading for heading, column in zip(headings, found, strict=True) if heading and not column]
