"""Tables that leave the desk as files: XLSX with a sheet a table, CSV of one table, JSON of all.

What a person typed never becomes a formula, in XLSX or in CSV. Whoever sends a file writes it on record first.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from forms.spreadsheets import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "json": "application/json"}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """One table.

    name      of the sheet in a workbook and of the list in JSON, at most 31 characters
    keys      names of the columns in JSON and CSV; empty: the headings
    headings  of the columns in a workbook, in the reader's language
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    keys: Sequence[str] = ()

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns for machines."""
        return self.keys or self.headings


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook, written row by row."""
    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.append(list(each.headings))
        for row in each.rows:
            sheet.append([in_a_cell(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def in_a_cell(value: Any) -> Any:
    """Return a value as spreadsheets know it: moments by the local clock, lists on lines, texts harmless."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (list, tuple)):
        return harmless("\n".join(str(each) for each in value))
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    return harmless(str(value))


def as_csv(sheet: Sheet) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    writer.writerows([in_a_line(value) for value in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def in_a_line(value: Any) -> str:
    """Return a value as CSV has it; a text that a spreadsheet would run gets a ' in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, (list, tuple)):
        text = "; ".join(str(plain(each)) for each in value)
    else:
        text = str(plain(value))
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_json(sheets: Iterable[Sheet], **about: Any) -> bytes:
    """Return all tables as one document: lists of objects by the tables' names.

    about  what stands beside the tables, e.g. the days they cover
    """
    tables = {
        each.name: [
            {key: plain(value) for key, value in zip(each.columns, row, strict=True)} for row in each.rows
        ]
        for each in sheets
    }
    whole = {**{key: plain(value) for key, value in about.items()}, **tables}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def plain(value: Any) -> Any:
    """Return a value as JSON has it: moments in UTC and days in ISO 8601, decimals as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, dict)) else str(value)


def download(sheets: Sequence[Sheet], form: str, name: str, **about: Any) -> HttpResponse:
    """Return the tables as a file of this form, "xlsx", "csv" (the first table) or "json", that no cache keeps.

    name  of the file without its ending
    """
    if form == "csv":
        content = as_csv(sheets[0])
    else:
        content = as_xlsx(sheets) if form == "xlsx" else as_json(sheets, **about)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    response["Cache-Control"] = "private, no-store"
    return response
