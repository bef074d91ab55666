"""A reference list as an office keeps it: the first sheet of a spreadsheet, headed in Vietnamese or as the CSV is.

It becomes the CSV that the product reads, so that both are checked by the same rules and faults name the same lines.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

from accounts.folding import fold
from forms.errors import Fault, Refused
from forms.lists.csv_file import MOST_LINES, ListFaults
from forms.spreadsheets import FAULTS_OF_A_WORKBOOK, check_package

HEADINGS = {
    "ma": "code", "ma nganh": "code", "ma so": "code", "ten": "name", "ten nganh": "name", "ten nganh, nghe": "name",
    "tu ngay": "valid_from", "hieu luc tu": "valid_from", "den ngay": "valid_to", "hieu luc den": "valid_to",
    "thuoc": "parent", "ten khac": "aliases", "ten cu": "aliases",
}  # fmt: skip
DAYS = frozenset({"valid_from", "valid_to"})
VIETNAMESE_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def as_csv(content: bytes, *, file: str) -> bytes:
    """Return the sheet as the CSV of a list. Raises ListFaults for what is no spreadsheet, or too long."""
    try:
        check_package(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = [
            list(line) for line in book.worksheets[0].iter_rows(max_row=MOST_LINES + 2, values_only=True)
        ]
    except (Refused, zipfile.BadZipFile, *FAULTS_OF_A_WORKBOOK) as error:
        raise ListFaults([Fault(file, 1, "not a spreadsheet (XLSX) that can be read")]) from error
    if not lines:
        raise ListFaults([Fault(file, 1, "the first sheet is empty")])
    heads = [heading(cell) for cell in lines[0]]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for line in lines[1:]:
        cells = [text_of(cell, head) for cell, head in zip(line, heads, strict=False)]
        writer.writerow(cells)
    return out.getvalue().encode()


def heading(cell: object) -> str:
    """Return the name of a column, by its Vietnamese heading or as it is."""
    text = str(cell if cell is not None else "").strip()
    return HEADINGS.get(fold(text), text)


def text_of(cell: object, head: str) -> str:
    """Return a cell as the CSV has it: a day in ISO form, a whole number without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    written = VIETNAMESE_DAY.fullmatch(text) if head in DAYS else None
    return f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}" if written else text
