"""Run as a script of its own: a spreadsheet on standard input, JSON on standard output; nothing of ours is imported.

Spreadsheets are untrusted: a small file can unpack to gigabytes or keep a parser busy for hours. The limits below are
the system's, so that no library can forget them. The answer is one of

    {"xform": text, "warnings": [text], "rows": {"group/name": row of the sheet "survey"}}
    {"refused": why, in the words of pyxform}
    {"too_large": true}
"""

import io
import json
import resource
import sys
from collections.abc import Iterable

import openpyxl
import xlrd
from pyxform.xls2xform import convert as convert_with_pyxform

CPU_SECONDS = 60
MEMORY_BYTES = 1_500_000_000
MOST_OUTPUT_BYTES = 64_000_000


def main() -> None:
    """Answer for the file on standard input; the only argument is ".xlsx" or ".xls"."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT_BYTES, MOST_OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = convert(sys.stdin.buffer.read(), sys.argv[1])
    except MemoryError:
        answer = {"too_large": True}
    except Exception as error:  # noqa: BLE001  whatever a library raises on a broken file is why it is refused
        answer = {"refused": f"{error}" or type(error).__name__}
    sys.stdout.write(json.dumps(answer))


def convert(content: bytes, kind: str) -> dict[str, object]:
    """Return the form and where each question stands."""
    warnings: list[str] = []
    made = convert_with_pyxform(content, warnings=warnings, validate=False, file_type=kind)
    return {"xform": made.xform, "warnings": warnings, "rows": rows_of(read_survey(content, kind))}


def read_survey(content: bytes, kind: str) -> Iterable[list[str]]:
    """Yield the rows of the sheet "survey" as texts, empty ones too."""
    if kind == ".xls":
        book = xlrd.open_workbook(file_contents=content)
        name = next(each for each in book.sheet_names() if each.strip().lower() == "survey")
        sheet = book.sheet_by_name(name)
        return ([str(cell.value) for cell in sheet.row(number)] for number in range(sheet.nrows))
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    name = next(each for each in workbook.sheetnames if each.strip().lower() == "survey")
    return (
        ["" if cell is None else str(cell) for cell in row]
        for row in workbook[name].iter_rows(values_only=True)
    )


def rows_of(rows: Iterable[list[str]]) -> dict[str, int]:
    """Return the row of each question and group by its path below the root, counted from 1."""
    found: dict[str, int] = {}
    around: list[str] = []
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if not columns:
            columns = {cell.strip().lower(): place for place, cell in enumerate(row) if cell.strip()}
            continue
        kind, name = (cell_of(row, columns.get(each)) for each in ("type", "name"))
        words = kind.lower().replace("_", " ").split()
        if words[:1] == ["end"] and words[1:2] in (["group"], ["repeat"]):
            around = around[:-1]
            continue
        path = "/".join([*around, name])
        if name:
            found.setdefault(path, number)
            if words and words[-1] == "other":
                found.setdefault(f"{path}_other", number)
        if words[:1] == ["begin"] and words[1:2] in (["group"], ["repeat"]):
            around = [*around, name]
    return found


def cell_of(row: list[str], place: int | None) -> str:
    """Return a cell, "" where the row or the sheet has none."""
    return row[place].strip() if place is not None and place < len(row) else ""


if __name__ == "__main__":
    main()
