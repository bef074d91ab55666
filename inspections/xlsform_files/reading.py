"""Opens a file that holds a form: what it is says its content, not its name.

A spreadsheet is converted by pyxform in a process with limits on time and memory (`converter`); this process never
parses one. An old .xls that goes by the name of .xlsx is read as what it is.
"""

import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspections.xlsforms import Form, FormUnreadable, Line, read_form

MOST_BYTES = 20_000_000
WALL_SECONDS = 90
CONVERTER = Path(__file__).with_name("converter.py")
_KINDS = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0": ".xls"}
_ROW = re.compile(r"^\[row : (\d+)\]\s*")
LOST = {
    "sheet": ("trang tính", "Trang này không được nhập."),
    "column": ("cột", "XLSForm không có cột này: nội dung của nó không được nhập."),
    "row": ("dòng bị tắt (disabled)", "Câu hỏi này không được nhập."),
    "setting": ("thiết lập", "Phiếu không có thiết lập này."),
    "list": ("danh sách chọn", "Không câu hỏi nào dùng: không được nhập."),
}
HOW_TO_INSTALL = "pip install -r requirements-xlsform.txt"


@dataclass(frozen=True, slots=True)
class FileOfForm:
    """A form with where its questions stand in the spreadsheet, and what the converter warned of."""

    form: Form
    rows: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


def read_file(path: Path) -> FileOfForm:
    """Return the form a file holds. Raises FormUnreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FormUnreadable(f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise FormUnreadable(f"Không mở được tệp {path.name}: {error.strerror}.") from error
    kind = kind_of_file(content)
    if kind == ".xlsx":
        check_workbook(content)
    return FileOfForm(read_form(content)) if kind == ".xml" else of_spreadsheet(content, kind)


def kind_of_file(content: bytes) -> str:
    """Return ".xlsx", ".xls" or ".xml" by what a file begins with. Raises FormUnreadable."""
    if content[:4] in _KINDS:
        return _KINDS[content[:4]]
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ".xml"
    raise FormUnreadable("Tệp không phải XLSForm (.xlsx, .xls) hay XForm (.xml). Hãy lưu lại thành .xlsx.")


def check_workbook(content: bytes) -> None:
    """Raises FormUnreadable for an archive that holds no workbook: a document, a presentation, any .zip by another name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FormUnreadable(
            "Tệp .xlsx bị hỏng: không mở được. Hãy tải lại hoặc lưu lại từ bảng tính."
        ) from None
    if not any(name.startswith("xl/") for name in names):
        raise FormUnreadable(
            "Tệp không phải bảng tính, chỉ mang đuôi .xlsx. Hãy mở bảng tính rồi lưu lại thành .xlsx."
        )


def of_spreadsheet(content: bytes, kind: str) -> FileOfForm:
    """Return the form of a spreadsheet. Raises FormUnreadable."""
    if importlib.util.find_spec("pyxform") is None:
        raise FormUnreadable(f"Cần pyxform để đọc XLSForm: {HOW_TO_INSTALL}")
    answer = converted(content, kind)
    if "too_large" in answer:
        raise FormUnreadable("Bảng tính cần quá nhiều bộ nhớ. Hãy chia nhỏ hoặc bỏ các trang không dùng.")
    if "refused" in answer:
        raise FormUnreadable(f"Tệp không phải XLSForm đúng quy cách. pyxform báo: {answer['refused']}")
    rows = {path: ("survey", row) for path, row in answer["rows"].items()}
    lines = (*map(warning_line, answer["warnings"]), *(lost_line(*each) for each in answer["lost"]))
    return FileOfForm(read_form(answer["xform"].encode()), rows, lines)


def converted(content: bytes, kind: str) -> dict[str, Any]:
    """Return what the converter answers. Raises FormUnreadable when it was stopped."""
    command = [sys.executable, "-I", str(CONVERTER), kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise FormUnreadable("Đọc bảng tính quá lâu hoặc quá nặng nên đã dừng. Hãy chia nhỏ biểu mẫu.")
    return answer


def warning_line(warning: str) -> Line:
    """Return a warning of pyxform as a line of the report."""
    row = _ROW.match(warning)
    where = ("survey", int(row.group(1))) if row and "'choices' sheet" not in warning else ("", 0)
    if row and not where[1]:
        where = ("choices", int(row.group(1)))
    return Line("changed", "", "pyxform nhắc", _ROW.sub("", warning), "", *where)


def lost_line(sheet: str, row: int, kind: str, name: str) -> Line:
    """Return what stands in the spreadsheet and not in the form, as a line of the report."""
    what, why = LOST[kind]
    return Line("unsupported", "", f"{what} {name}", why, "", sheet, row)
