"""What became of a form, line by line: nothing is dropped without a line that says so."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["kept", "changed", "unsupported"]
LEVELS: Mapping[Level, str] = {"kept": "giữ nguyên", "changed": "đổi", "unsupported": "không hỗ trợ"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report.

    sheet, row  where it stands in the spreadsheet; "" and 0 for an XForm or for the form as a whole
    path        where it stands in the form's data
    key         the item it became, "" where it became none
    """

    level: Level
    path: str
    what: str
    why: str = ""
    key: str = ""
    sheet: str = ""
    row: int = 0

    def __str__(self) -> str:
        where = f"{self.sheet} dòng {self.row}" if self.row else self.path or self.key or "biểu mẫu"
        name = self.path.rsplit("/", 1)[-1]
        middle = f"{name}: {self.what}" if self.row and name else self.what
        return f"{where}: {LEVELS[self.level]}: {middle}" + (f". {self.why}" if self.why else "")


def as_csv(lines: Iterable[Line]) -> bytes:
    """Return the report as a table that spreadsheets open (UTF-8 with a mark at its head)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["mức", "trang tính", "dòng", "đường dẫn", "mục của phiếu", "nội dung", "ghi chú"])
    for each in lines:
        row = [LEVELS[each.level], each.sheet, each.row or "", each.path, each.key, each.what, each.why]
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
