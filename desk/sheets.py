"""Tables that leave the desk as files: XLSX with a sheet a table, CSV of one table, JSON of all.

What a person typed never becomes a formula, in XLSX or in CSV. Rows are written one by one, beyond a megabyte to the disk,
and sent from there: a file of a hundred thousand rows is never in memory as a whole. Whoever sends a file writes it on
record first.
"""

import csv
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from forms.spreadsheets import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "json": "application/json"}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  full-width signs run too
IN_MEMORY = 1_000_000
PIECE = 65_536


@dataclass(frozen=True)
class Sheet:
    """One table.

    name      of the sheet in a workbook and of the list in JSON, at most 31 characters
    keys      names of the columns in JSON and CSV; empty: the headings
    headings  of the columns in a workbook, in the reader's language
    rows      gone through once
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    keys: Sequence[str] = ()

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns for machines."""
        return self.keys or self.headings


class FromDisk(StreamingHttpResponse):
    """Sends a file in pieces, to servers of both kinds; nothing of it is gathered."""

    def __init__(self, file: IO[bytes], **kwargs: Any) -> None:
        super().__init__(pieces_of(file), **kwargs)
        self.file = file
        self._resource_closers.append(file.close)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the pieces, each read in a thread."""
        while piece := await sync_to_async(self.file.read, thread_sensitive=False)(PIECE):
            yield piece


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while piece := file.read(PIECE):
        yield piece


def write_xlsx(out: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write a workbook row by row."""
    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.append([harmless(str(heading)) for heading in each.headings])
        for row in each.rows:
            sheet.append([in_a_cell(value) for value in row])
    book.save(out)


def in_a_cell(value: Any) -> Any:
    """Return a value as spreadsheets know it: moments by the local clock, lists on lines, texts harmless."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (list, tuple)):
        return harmless("\n".join(str(each) for each in value))
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    return harmless(str(value))


def write_csv(out: IO[bytes], sheet: Sheet) -> None:
    """Write a table as CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it."""
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([in_a_line(str(column)) for column in sheet.columns])
    writer.writerows([in_a_line(value) for value in row] for row in sheet.rows)
    text.detach()


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


def write_json(out: IO[bytes], sheets: Iterable[Sheet], **about: Any) -> None:
    """Write all tables as one document: lists of objects by the tables' names, an object a line.

    about  what stands beside the tables, e.g. the days they cover
    """
    begin = b"{"
    for key, value in about.items():
        out.write(begin + written(key) + b": " + written(plain(value)))
        begin = b",\n"
    for sheet in sheets:
        out.write(begin + written(sheet.name) + b": [")
        begin, line = b",\n", b"\n"
        for row in sheet.rows:
            out.write(
                line + written({key: plain(value) for key, value in zip(sheet.columns, row, strict=True)})
            )
            line = b",\n"
        out.write(b"]")
    out.write(b"}\n" if begin != b"{" else b"{}\n")


def written(value: Any) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


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


def download(sheets: Sequence[Sheet], form: str, name: str, **about: Any) -> HttpResponseBase:
    """Return the tables as a file of this form, "xlsx", "csv" (the first table) or "json", that no cache keeps.

    name  of the file without its ending
    """
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed with the response
    if form == "csv":
        write_csv(file, sheets[0])
    elif form == "xlsx":
        write_xlsx(file, sheets)
    else:
        write_json(file, sheets, **about)
    is_small = file.tell() <= IN_MEMORY
    file.seek(0)
    response: HttpResponseBase
    if is_small:
        with file:
            response = HttpResponse(file.read(), content_type=TYPES[form])
    else:
        response = FromDisk(file, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    response["Cache-Control"] = "private, no-store"
    return response
