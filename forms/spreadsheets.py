"""Tables out to XLSX and back: a template to fill in offline, and an import that changes nothing unless it is whole.

A workbook from outside is hostile until it is read: its size, what it unpacks to, its rows and
columns are limited, only the first sheet is read, values alone and never formulas, and its XML is
parsed without entities (openpyxl uses defusedxml). No Django.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.folding import fold
from forms.cells import Titles, raw_cell
from forms.definition import Field
from forms.errors import Refused
from forms.fields.choices import Choice, YesNo
from forms.fields.numbers import DecimalNumber, Integer, as_json, number_from
from forms.fields.rows import RowChoice
from forms.fields.several import Choices
from forms.messages import LANGUAGES, Message, Words, gettext_noop, words_in
from forms.tables import MOST_ROWS, RawRow, Table

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_COLUMNS = 100
LONGEST_LIST = 255
WAYS_OF_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS_OF_A_WORKBOOK = (
    InvalidFileException,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
CODE_LABEL = Words(vi="Mã dòng (không sửa)", en="Row code (do not change)", km="លេខកូដជួរ (កុំកែ)")
DATA_SHEET, HELP_SHEET = (
    Words(vi="Dữ liệu", en="Data", km="ទិន្នន័យ"),
    Words(vi="Hướng dẫn", en="Guide", km="ការណែនាំ"),
)
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # what may stand behind the sign, here and in files of others
REQUIRED, OPTIONAL = (
    Words(vi="bắt buộc", en="required", km="ចាំបាច់"),
    Words(vi="không bắt buộc", en="optional", km="មិនចាំបាច់"),
)


def workbook_of(table: Table, rows: list[RawRow], titles: Titles, language: str) -> bytes:
    """Return a workbook with the table's columns and the rows filled in so far, and a sheet that explains them."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = DATA_SHEET.in_language(language)
    asked = table.typed_columns
    heads = [CODE_LABEL.in_language(language), *(each.label.in_language(language) for each in asked)]
    sheet.append(heads)
    for number, head in enumerate(heads, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(len(head) + 4, 14), 40)
    sheet.freeze_panes = "A2"
    for row in table.filled(rows):
        sheet.append(
            [row[table.code], *(shown_cell(each, row.get(each.key), titles, language) for each in asked)]
        )
    for number, each in enumerate(asked, start=2):
        prepare_column(sheet, get_column_letter(number), each, titles, language)
    explain(book.create_sheet(HELP_SHEET.in_language(language)), asked, titles, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shown_cell(column: Field, raw: object, titles: Titles, language: str) -> object:
    """Return a raw answer as a spreadsheet's cell; text that a program would run as a formula stays text."""
    kind = column.kind
    if kind.is_blank(raw):
        return None
    offered = dict(options_of(column, titles, language))
    if isinstance(raw, list):
        return harmless("; ".join(offered.get(str(each), str(each)) for each in raw))
    if isinstance(raw, Mapping):
        parts = [str(part) for part in raw.values() if part]
        return harmless(("/" if "day" in raw else ", ").join(parts))
    text = offered.get(str(raw), str(raw))
    number = number_from(text) if isinstance(kind, Integer | DecimalNumber) else None
    return harmless(text) if number is None else as_json(number)


def harmless(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs, without the signs XLSX cannot hold.

    openpyxl makes a formula of what starts with "=", and stores anything else as text: "+84 912…" stays as it is.
    """
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{kept}" if kept.startswith("=") else kept


def prepare_column(sheet: Worksheet, letter: str, column: Field, titles: Titles, language: str) -> None:
    """Let a column be text where digits would lose their zeros, and offer what may be picked."""
    labels = [label for _, label in options_of(column, titles, language)]
    if not isinstance(column.kind, Integer | DecimalNumber):
        for number in range(2, 202):
            sheet[f"{letter}{number}"].number_format = "@"
    listed = ",".join(label.replace(",", " ") for label in labels)
    if (
        labels
        and len(listed) <= LONGEST_LIST
        and '"' not in listed
        and all("," not in label for label in labels)
    ):
        offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        offer.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.add_data_validation(offer)


def explain(sheet: Worksheet, asked: tuple[Field, ...], titles: Titles, language: str) -> None:
    """Write what each column takes."""
    for each in asked:
        labels = [label for _, label in options_of(each, titles, language)]
        help_text = words_in(each.help, language)
        needed = (REQUIRED if each.required else OPTIONAL).in_language(language)
        sheet.append([each.label.in_language(language), needed, help_text, "; ".join(labels)])


def options_of(column: Field, titles: Titles, language: str) -> Iterator[tuple[str, str]]:
    """Yield what may be picked in a column: value and label."""
    kind = column.kind
    if isinstance(kind, RowChoice):
        options = kind.options_in(titles.get(kind.table, {}))
        yield from ((each.value, each.label.in_language(language)) for each in options)
    elif isinstance(kind, Choice | Choices):
        yield from ((each.value, each.label.in_language(language)) for each in kind.options)
    elif isinstance(kind, YesNo):
        yield from (("true", kind.show(True, language)), ("false", kind.show(False, language)))


def rows_of_workbook(table: Table, content: bytes, titles: Titles) -> tuple[list[RawRow], dict[str, int]]:
    """Return the raw rows of a workbook's first sheet, and the line of each by row code.

    Raises Refused for what is no workbook, is too big, or lacks a required column.
    """
    check_package(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        lines = [
            list(line)
            for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        ]
        book.close()
    except FAULTS_OF_A_WORKBOOK as error:
        raise no_workbook() from error
    if len(lines) > MOST_ROWS + 1:
        raise Refused(gettext_noop("Bảng tính có quá %(most)s dòng."), most=MOST_ROWS)
    if not lines:
        raise Refused(gettext_noop("Bảng tính không có dòng nào."))
    return rows_from(table, lines, titles)


def check_package(content: bytes) -> None:
    """Raises Refused for a file that is too big, packed or unpacked, or that is no package at all."""
    if len(content) > MOST_BYTES:
        raise Refused(
            gettext_noop("Chọn bảng tính không quá %(megabytes)s MB."), megabytes=MOST_BYTES // 1_000_000
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except FAULTS_OF_A_WORKBOOK as error:
        raise no_workbook() from error
    if any(each.compress_type not in WAYS_OF_PACKING for each in parts):
        raise no_workbook()
    if sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise Refused(gettext_noop("Bảng tính quá lớn khi mở ra."))


def no_workbook() -> Refused:
    """Return what to say about a file that does not open."""
    return Refused(gettext_noop("Tệp này không đọc được như một bảng tính XLSX."))


def rows_from(table: Table, lines: list[list[object]], titles: Titles) -> tuple[list[RawRow], dict[str, int]]:
    """Return raw rows and the line each stood on; the first line names the columns."""
    columns = heads_of(table, lines[0])
    rows: list[RawRow] = []
    numbers: list[int] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {key: line[place] for key, place in columns.items() if place < len(line)}
        if all(cell in (None, "") for key, cell in cells.items() if key != table.code):
            continue
        row: RawRow = {table.code: str(cells.get(table.code) or "").strip()}
        for each in table.typed_columns:
            row[each.key] = raw_cell(each, unquoted(cells.get(each.key)), titles)
        row |= {each.key: [] for each in table.paper_columns}
        rows.append(row)
        numbers.append(number)
    coded = table.with_codes(rows)
    return coded, {str(row[table.code]): number for row, number in zip(coded, numbers, strict=True)}


def unquoted(cell: object) -> object:
    """Return a cell without the sign that kept it from being run as a formula."""
    is_kept = isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return cell[1:] if is_kept and isinstance(cell, str) else cell


def heads_of(table: Table, heads: list[object]) -> dict[str, int]:
    """Return where each column stands, by label in any language or key. Raises Refused when a required one is missing."""
    places = {fold(str(head)): place for place, head in reversed(list(enumerate(heads))) if head is not None}
    found: dict[str, int] = {}
    for label in (CODE_LABEL.vi, CODE_LABEL.en, CODE_LABEL.km, table.code):
        if fold(label) in places:
            found.setdefault(table.code, places[fold(label)])
    missing: list[Words] = []
    for each in table.typed_columns:
        names = (each.label.vi, each.label.en, each.label.km, each.key)
        place = next((places[fold(name)] for name in names if name and fold(name) in places), None)
        if place is not None:
            found[each.key] = place
        elif each.required:
            missing.append(each.label)
    if missing or not found.keys() - {table.code}:
        raise Refused(
            gettext_noop("Dòng đầu của bảng tính thiếu cột: %(columns)s. Dùng mẫu tải về."),
            columns=listed(missing),
        )
    return found


def listed(labels: list[Words]) -> Message:
    """Return labels in a row, each as it is written, "–" for none."""
    names = {code: ", ".join(each.in_language(code) for each in labels) or "–" for code in LANGUAGES}
    return Message(words=Words(**names))
