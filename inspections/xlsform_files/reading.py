"""Opens a file that holds a form: what it is says its content, not its name.

A spreadsheet is converted by pyxform in a process with limits on time and memory (`converter`); this process never
parses one. An old .xls that goes by the name of .xlsx is read as what it is.
"""

import importlib.util
import json
import re
import subprocess
import sys
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
    return FileOfForm(read_form(content)) if kind == ".xml" else of_spreadsheet(content, kind)


def kind_of_file(content: bytes) -> str:
    """Return ".xlsx", ".xls" or ".xml" by what a file begins with. Raises FormUnreadable."""
    if content[:4] in _KINDS:
        return _KINDS[content[:4]]
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ".xml"
    raise FormUnreadable("Tệp không phải XLSForm (.xlsx, .xls) hay XForm (.xml). Hãy lưu lại thành .xlsx.")


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
    return FileOfForm(read_form(answer["xform"].encode()), rows, tuple(map(warning_line, answer["warnings"])))


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
