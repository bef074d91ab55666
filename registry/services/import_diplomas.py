"""Brings a whole original register in from a file: all of it or, where any row is wrong, none of it.

Every fault of every row is listed. A dry run only lists. What is written is one transaction with one
audit row naming the file by its hash, and a first version for each row, as if it had been entered.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from accounts.folding import fold
from accounts.models import Agency
from audit.services import record as record_change
from registry.errors import FactsInvalid
from registry.models import CONTENT, DiplomaKind, DiplomaRecord, DiplomaVersion, Origin, number_key
from registry.reading_rows import columns_of, rows_of
from registry.services.content import NUMBERS, check_content, plain, tidy

BIRTH_DATE = "birth_date"
DAY = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
CHUNK = 500
Each = TypeVar("Each")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one cell; line 1 holds the headings."""

    line: int
    column: str
    fault: str


@dataclass(frozen=True)
class ImportReport:
    """How many rows there are, every fault, and how many rows were written: all or none."""

    rows: int
    faults: Sequence[RowFault] = field(default=())
    written: int = 0


def import_diplomas(
    keeper: Agency, content: bytes, *, name: str, actor_id: int | None, at: datetime, write: bool = False
) -> ImportReport:
    """Return what a file holds; with `write`, and without a fault, its rows are in the keeper's register.

    name  the file's name: .xlsx is a spreadsheet, anything else CSV in UTF-8

    Raises Unreadable for what is no table.
    """
    records, faults = read_records(keeper, content, name, at)
    faults += duplicates(keeper, records)
    rows = [record for _line, record in records]
    if faults or not write:
        return ImportReport(len(rows), sorted(faults, key=lambda fault: (fault.line, fault.column)))
    with transaction.atomic():
        write_records(keeper, rows, actor_id=actor_id, at=at)
        record_change(
            action="registry.imported", actor_id=actor_id, target="accounts.Agency", target_id=keeper.pk,
            at=at, agency_id=keeper.pk,
            values={"file": name, "sha256": hashlib.sha256(content).hexdigest(), "rows": len(rows)},
        )  # fmt: skip
    return ImportReport(len(rows), (), len(rows))


def read_records(
    keeper: Agency, content: bytes, name: str, at: datetime
) -> tuple[list[tuple[int, DiplomaRecord]], list[RowFault]]:
    """Return the rows as records with their lines, and what is wrong with any."""
    table = rows_of(content, name=name)
    headings = next(table, (1, []))[1]
    columns, unknown = columns_of(headings, known_headings())
    faults = [RowFault(1, heading, "unknown") for heading in unknown]
    faults += [
        RowFault(1, each, "twice") for each in sorted({c for c in columns if c and columns.count(c) > 1})
    ]
    records = []
    for line, cells in table:
        record = DiplomaRecord(keeper=keeper, origin=Origin.IMPORTED, created_at=at, changed_at=at)
        try:
            fill(record, dict(zip(columns, cells, strict=False)))
            check_content(record)
        except FactsInvalid as invalid:
            faults += [RowFault(line, column, fault) for column, fault in invalid.faults.items()]
        records.append((line, record))
    return records, faults


def known_headings() -> dict[str, str]:
    """Return folded heading → column: names of columns, their labels, and the birth date as a whole."""
    labels = {fold(str(DiplomaRecord._meta.get_field(column).verbose_name)): column for column in CONTENT}
    birth = {fold("Ngày sinh"): BIRTH_DATE, BIRTH_DATE: BIRTH_DATE, fold("Ngày tháng năm sinh"): BIRTH_DATE}
    return {**labels, **{column: column for column in CONTENT}, **birth}


def fill(record: DiplomaRecord, cells: dict[str, str]) -> None:
    """Put the cells of a row into a record. Raises FactsInvalid for what is no number, day or kind."""
    faults: dict[str, str] = {}
    facts: dict[str, object] = {}
    for column, text in cells.items():
        if not column or not text:
            continue
        try:
            facts |= value_of(column, text)
        except ValueError as error:
            faults[column] = str(error)
    for column, value in tidy(facts).items():
        setattr(record, column, value)
    if faults:
        raise FactsInvalid(faults)


def value_of(column: str, text: str) -> dict[str, object]:
    """Return the columns a cell fills. Raises ValueError with the fault."""
    if column == BIRTH_DATE:
        found = DAY.fullmatch(text)
        if found is None:
            raise ValueError("no such day")
        day, month, year = (int(part) if part else None for part in found.groups())
        return {"birth_year": year, "birth_month": month, "birth_day": day}
    if column in NUMBERS:
        if not text.isdecimal() or len(text) > 4:
            raise ValueError("not a whole number")
        return {column: int(text)}
    if column == "issued_on":
        return {column: day_of(text)}
    return {column: kind_of(text) if column == "kind" else text}


def day_of(text: str) -> date:
    """Return 04/02/1999 or 1999-02-04 as a day. Raises ValueError."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise ValueError("no such day")


def kind_of(text: str) -> str:
    """Return a kind of diploma by its code or its Vietnamese words; the text itself where nobody knows it."""
    words = {fold(str(kind.label)): kind.value for kind in DiplomaKind}
    return str(words.get(fold(text), text))


def duplicates(keeper: Agency, records: Sequence[tuple[int, DiplomaRecord]]) -> list[RowFault]:
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


def write_records(
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


def chunks(rows: Sequence[Each]) -> Iterator[Sequence[Each]]:
    """Yield a sequence in parts."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
