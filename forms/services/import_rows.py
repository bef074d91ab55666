"""Brings the rows of a spreadsheet into a table: all of them, or none and every reason why."""

from collections.abc import Mapping
from datetime import date

from forms import engine
from forms.actions import rows_of, titles_of
from forms.definition import FormDefinition
from forms.errors import Refused
from forms.messages import Message, gettext_noop
from forms.spreadsheets import MOST_BYTES, rows_of_workbook
from forms.submission import Submission
from forms.tables import RawRow, Table

MOST_TOLD = 100

Values = dict[str, object]
Told = dict[str, list[Message]]


def import_rows(
    definition: FormDefinition,
    values: Values,
    key: str,
    files: Mapping[str, object],
    *,
    today: date,
    context: Mapping[str, object] | None = None,
) -> tuple[Values, Told]:
    """Return values with the table's rows replaced by those of the uploaded workbook, or as they were and why.

    key    of the table; the workbook is the upload `key-file`
    files  request.FILES, or {key: [upload]}
    """
    asked = definition.by_key.get(key)
    if asked is None or not isinstance(asked.kind, Table):
        return values, {}
    try:
        content = content_of(Submission(files).values(f"{key}-file"))
        rows, lines = rows_of_workbook(asked.kind, content, titles_of(definition, values))
    except Refused as refused:
        return values, {key: [refused.message]}
    brought = {**values, key: with_papers(asked.kind, rows, values[key])}
    papers = {each.key for each in asked.kind.paper_columns}
    found = engine.check(definition, brought, today=today, context=context).errors.get(key, [])
    faults = [fault for fault in found if fault.at is None or fault.at[1] not in papers]
    if not rows:
        faults = [Message(gettext_noop("Bảng tính không có dòng nào."))]
    if faults:
        return values, {key: in_lines(asked.kind, faults, lines)}
    return brought, {}


def with_papers(table: Table, rows: list[RawRow], before: object) -> list[RawRow]:
    """Return rows with the papers that stood in the row of the same code: a workbook holds none."""
    kept = {str(row[table.code]): row for row in rows_of(before)}
    return [
        {**row, **{each.key: kept[code][each.key] for each in table.paper_columns}}
        if (code := str(row[table.code])) in kept
        else row
        for row in rows
    ]


def content_of(uploads: list[object]) -> bytes:
    """Return the bytes of the uploaded workbook. Raises Refused without one, or for one too big to be read."""
    upload = uploads[-1] if uploads else None
    if not hasattr(upload, "read") or not getattr(upload, "size", 0):
        raise Refused(gettext_noop("Chọn tệp XLSX trước khi nhập."))
    content: bytes = upload.read(MOST_BYTES + 1)
    return content


def in_lines(table: Table, faults: list[Message], lines: Mapping[str, int]) -> list[Message]:
    """Return what is wrong with line and column of the workbook, and that nothing was changed."""
    labels = {each.key: each.label for each in table.columns}
    first = Message(gettext_noop("Chưa nhập dòng nào: sửa các lỗi sau trong bảng tính rồi nhập lại."))
    told = [first]
    for fault in faults[:MOST_TOLD]:
        if fault.at is None:
            told.append(fault)
            continue
        code, column = fault.at
        place = {"line": lines.get(code, 0), "column": Message(words=labels[column]), "fault": fault}
        told.append(Message(gettext_noop("Dòng %(line)s, cột “%(column)s”: %(fault)s"), place))
    if len(faults) > MOST_TOLD:
        told.append(Message(gettext_noop("Và %(count)s lỗi nữa."), {"count": len(faults) - MOST_TOLD}))
    return told
