"""Reads the rows of a file as records of an original register, and writes them with their first versions."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from accounts.models import Agency
from registry.errors import FactsInvalid
from registry.models import CONTENT, DiplomaKind, DiplomaRecord, DiplomaVersion, Origin, number_key
from registry.services.content import NUMBERS, check_content, plain, tidy
from registry.services.import_table import (
    Cells,
    Columns,
    FileRead,
    RowFault,
    cells_of,
    chunks,
    day_of,
    values_of,
    whole_number,
    word_of,
)

BIRTH_DATE = "birth_date"
DAY = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
COLUMNS = Columns(
    labels={
        CONTENT[0]: DiplomaRecord._meta.get_field(CONTENT[0]).verbose_name,
        BIRTH_DATE: _("Ngày tháng năm sinh"),
        **{name: DiplomaRecord._meta.get_field(name).verbose_name for name in CONTENT[1:]},
    },
    also={fold("Ngày sinh"): BIRTH_DATE},
    choices={"kind": DiplomaKind},
    days=frozenset({"issued_on"}),
    partial_days=frozenset({BIRTH_DATE, "birth_day"}),
)
Lines = list[tuple[int, DiplomaRecord]]


def read_diplomas(keeper: Agency, content: bytes, *, name: str, at: datetime) -> FileRead:
    """Return the rows as records, and what is wrong with any; one that is known already is a fault.

    name  the file's name: .xlsx is a spreadsheet, anything else CSV in UTF-8

    Raises Unreadable for what is no table.
    """
    rows, faults = cells_of(content, name=name, columns=COLUMNS)
    records: Lines = []
    for line, cells in rows:
        record = DiplomaRecord(keeper=keeper, origin=Origin.IMPORTED, created_at=at, changed_at=at)
        try:
            fill(record, cells)
            check_content(record)
        except FactsInvalid as invalid:
            faults += [RowFault(line, column, fault) for column, fault in invalid.faults.items()]
        records.append((line, record))
    faults += duplicates(keeper, records)
    return FileRead(len(records), [record for _line, record in records], faults)


def fill(record: DiplomaRecord, cells: Cells) -> None:
    """Put the cells of a row into a record. Raises FactsInvalid for what is no number, day or kind."""
    facts, faults = values_of(cells, value_of)
    for column, value in tidy(facts).items():
        setattr(record, column, value)
    if faults:
        raise FactsInvalid(faults)


def value_of(column: str, text: str) -> dict[str, Any]:
    """Return the columns a cell fills. Raises ValueError with the fault."""
    if column == BIRTH_DATE:
        found = DAY.fullmatch(text)
        if found is None:
            raise ValueError("no such day")
        day, month, year = (int(part) if part else None for part in found.groups())
        return {"birth_year": year, "birth_month": month, "birth_day": day}
    if column in NUMBERS:
        return {column: whole_number(text, 4)}
    if column in COLUMNS.days:
        return {column: day_of(text)}
    return {column: word_of(DiplomaKind, text) if column == "kind" else text}


def duplicates(keeper: Agency, records: Lines) -> list[RowFault]:
    """Return a fault for each serial number that stands twice in the file or is in the register already."""
    seen: set[str] = set()
    faults = []
    known = serials_in(keeper, {number_key(record.serial_no) for _line, record in records})
    for line, record in records:
        key = number_key(record.serial_no)
        if key and (key in seen or key in known):
            faults.append(RowFault(line, "serial_no", "in the register" if key in known else "twice"))
        seen.add(key)
    return faults


def serials_in(keeper: Agency, keys: set[str]) -> set[str]:
    """Return which of these serial numbers the keeper's register has."""
    found: set[str] = set()
    for part in chunks(sorted(keys - {""})):
        rows = DiplomaRecord.objects.filter(keeper=keeper, serial_key__in=part)
        found |= set(rows.values_list("serial_key", flat=True))
    return found


def write_diplomas(
    keeper: Agency, rows: Sequence[DiplomaRecord], *, actor_id: int | None, at: datetime
) -> None:
    """Write the rows with their first versions, a few hundred at a time."""
    for row in rows:
        row.fold_keys()
    for part in chunks(rows):
        DiplomaRecord.objects.bulk_create(part)
        DiplomaVersion.objects.bulk_create(
            DiplomaVersion(
                record=row, version=row.version, content=plain(row.content()), state=row.state, note=row.note,
                written_by_id=actor_id, written_at=at,
            )
            for row in part
        )  # fmt: skip
