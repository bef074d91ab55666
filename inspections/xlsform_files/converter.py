"""Run as a script of its own: a spreadsheet on standard input, JSON on standard output; nothing of ours is imported.

Spreadsheets are untrusted: a small file can unpack to gigabytes or keep a parser busy for hours. The limits below are
the system's, so that no library can forget them. The answer is one of

    {"xform": text, "warnings": [text], "rows": {"group/name": row of the sheet "survey"}, "lost": [[sheet, row, kind, name]]}
    {"refused": why, in the words of pyxform}
    {"too_large": true}
"""

import io
import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator

import openpyxl
import xlrd
from pyxform.aliases import survey_header
from pyxform.xls2xform import convert as convert_with_pyxform

CPU_SECONDS = 60
MEMORY_BYTES = 1_500_000_000
MOST_OUTPUT_BYTES = 64_000_000
OF_FORMS = {"survey", "choices", "settings", "choices and columns", "columns"}
COLUMNS = {each for each in survey_header if not each.startswith("sms_")} | {
    "type", "name", "label", "hint", "guidance_hint", "choice_filter", "default", "parameters", "trigger", "query", "intent",
    "media", "bind", "control", "instance", "disabled",
}  # fmt: skip
"""Columns of the sheet "survey" that say something in the form; all others pyxform passes over without a word."""
SETTINGS = {
    "form_title", "set_form_title", "title", "form_id", "set_form_id", "id_string", "version", "default_language", "name",
    "namespaces", "allow_choice_duplicates", "clean_text_values",
}  # fmt: skip
MOST_LOST = 500
WORD = re.compile(r"[^\s'\"(),=\[\]/{}$]+")

Sheets = dict[str, list[list[str]]]


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
    """Return the form, where each question stands, and what stands in the sheets and not in the form."""
    warnings: list[str] = []
    made = convert_with_pyxform(content, warnings=warnings, validate=False, file_type=kind)
    sheets = {name.strip().lower(): rows for name, rows in read_sheets(content, kind).items()}
    return {
        "xform": made.xform,
        "warnings": warnings,
        "rows": rows_of(sheets["survey"]),
        "lost": list(lost(sheets))[:MOST_LOST],
    }


def read_sheets(content: bytes, kind: str) -> Sheets:
    """Return the rows of every sheet as texts, empty ones too."""
    if kind == ".xls":
        book = xlrd.open_workbook(file_contents=content)
        return {
            sheet.name: [[str(cell.value) for cell in sheet.row(number)] for number in range(sheet.nrows)]
            for sheet in book.sheets()
        }
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {
        sheet.title: [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in workbook.worksheets
    }


def lost(sheets: Sheets) -> Iterator[tuple[str, int, str, str]]:
    """Yield what pyxform passes over: (sheet, row, kind, name); kinds are sheet, column, row, setting, list."""
    for name, rows in sheets.items():
        if name not in OF_FORMS and any(any(row) for row in rows):
            yield name, 0, "sheet", name
    survey, settings = sheets["survey"], sheets.get("settings", [])
    for place, column in headed(survey):
        is_used = any(place < len(row) and row[place].strip() for row in survey[1:])
        if first_of(column) not in COLUMNS and is_used:
            yield "survey", 1, "column", column
    columns = {column: place for place, column in headed(survey)}
    for number, row in enumerate(survey[1:], start=2):
        if cell_of(row, columns.get("disabled")).lower() in ("yes", "true", "true()"):
            yield "survey", number, "row", cell_of(row, columns.get("name"))
    for place, column in headed(settings):
        given = settings[1][place].strip() if len(settings) > 1 and place < len(settings[1]) else ""
        if given and column not in SETTINGS:
            yield "settings", 2, "setting", f"{column} = {given}"
    said = {word for row in survey[1:] for cell in row for word in WORD.findall(cell)}
    yield from unused(sheets.get("choices", []), said)


def unused(choices: list[list[str]], said: set[str]) -> Iterator[tuple[str, int, str, str]]:
    """Yield the lists of choices that no question names."""
    columns = {column: place for place, column in headed(choices)}
    place = columns.get("list_name", columns.get("list name"))
    seen = set(said)
    for number, row in enumerate(choices[1:], start=2):
        name = cell_of(row, place)
        if name and name not in seen:
            seen.add(name)
            yield "choices", number, "list", name


def headed(rows: list[list[str]]) -> list[tuple[int, str]]:
    """Return the columns of a sheet that have a name, lower-cased, with their places: of the first row that says anything."""
    head: list[str] = next((row for row in rows if any(cell.strip() for cell in row)), [])
    return [(place, cell.strip().lower()) for place, cell in enumerate(head) if cell.strip()]


def first_of(column: str) -> str:
    """Return what a column is about: "label" of "label::English (en)"."""
    if column in COLUMNS:
        return column
    return column.split("::" if "::" in column else ":")[0].strip().replace(" ", "_")


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
