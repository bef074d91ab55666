"""Brings a file into a register: all of it or, where any row is wrong, none of it; the same file once.

Every fault of every row is listed. A dry run only lists. What is written is one transaction with one
audit row naming the file by its hash, and a first version for each row, as if it had been entered.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Agency
from audit.services import record as record_change
from registry.import_models import RegisterImport, RegisterKind
from registry.services.import_diplomas import COLUMNS as DIPLOMA_COLUMNS
from registry.services.import_diplomas import read_diplomas, write_diplomas
from registry.services.import_institutions import COLUMNS as INSTITUTION_COLUMNS
from registry.services.import_institutions import read_institutions, write_institutions
from registry.services.import_licences import COLUMNS as LICENCE_COLUMNS
from registry.services.import_licences import read_licences, write_licences
from registry.services.import_table import Columns, FileRead, ImportReport


@dataclass(frozen=True)
class Register:
    """How one register reads a file and writes its rows."""

    columns: Columns
    read: Callable[..., FileRead]
    write: Callable[..., None]


REGISTERS: Mapping[str, Register] = {
    RegisterKind.DIPLOMAS: Register(DIPLOMA_COLUMNS, read_diplomas, write_diplomas),
    RegisterKind.INSTITUTIONS: Register(INSTITUTION_COLUMNS, read_institutions, write_institutions),
    RegisterKind.LICENCES: Register(LICENCE_COLUMNS, read_licences, write_licences),
}


def look_into(register: str, keeper: Agency, content: bytes, *, name: str, at: datetime) -> ImportReport:
    """Return what a file holds and what is wrong with it; nothing changes. Raises Unreadable for what is no table."""
    return read_file(register, keeper, content, name=name, at=at)[0]


def import_register(
    register: str, keeper: Agency, content: bytes, *, name: str, actor_id: int | None, at: datetime
) -> ImportReport:
    """Return what a file holds; without a fault its rows are in the keeper's register.

    register  a RegisterKind
    name      the file's name: .xlsx is a spreadsheet, anything else CSV in UTF-8

    Raises Unreadable for what is no table.
    """
    row = RegisterImport(
        register=register, keeper=keeper, name=name[-150:], sha256=digest(content), uploaded_by_id=actor_id,
        uploaded_at=at,
    )  # fmt: skip
    return write_into(row, content, actor_id=actor_id, at=at)


@transaction.atomic
def write_into(row: RegisterImport, content: bytes, *, actor_id: int | None, at: datetime) -> ImportReport:
    """Return what a file holds; without a fault it is written, and its row of imports, new or staged, says so.

    One file after the other comes into the registers of a keeper: each is compared with what the one before wrote.
    Raises Unreadable.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=row.keeper_id)
    report, rows = read_file(row.register, row.keeper, content, name=row.name, at=at)
    if report.faults or report.written_at:
        return report
    try:
        return write_rows(row, report, rows, actor_id=actor_id, at=at)
    except IntegrityError:  # a decision, or another keeper's file, was faster
        again, _ = read_file(row.register, row.keeper, content, name=row.name, at=at)
        if not (again.faults or again.written_at):
            raise
        return again


@transaction.atomic
def write_rows(
    row: RegisterImport, report: ImportReport, rows: Sequence[Any], *, actor_id: int | None, at: datetime
) -> ImportReport:
    """Write the rows of a file, what became of it, and the audit row.

    Raises IntegrityError where somebody wrote one of the rows in the same moment.
    """
    row.rows, row.written_at = report.rows, at
    row.save()
    REGISTERS[row.register].write(row.keeper, rows, actor_id=actor_id, at=at)
    facts = {"register": row.register, "file": row.name, "sha256": row.sha256}
    record_change(
        action="registry.imported", actor_id=actor_id, target="accounts.Agency", target_id=row.keeper_id,
        at=at, agency_id=row.keeper_id, values={**facts, "rows": report.rows, "new": report.new},
    )  # fmt: skip
    return ImportReport(report.rows, (), report.new, report.known)


def read_file(
    register: str, keeper: Agency, content: bytes, *, name: str, at: datetime
) -> tuple[ImportReport, Sequence[Any]]:
    """Return what a file holds, and its new rows as the register would write them."""
    before = written_before(register, keeper, content)
    if before is not None:
        return before, []
    read = REGISTERS[register].read(keeper, content, name=name, at=at)
    faults = sorted(read.faults, key=lambda fault: (fault.line, fault.column))
    return ImportReport(read.rows, faults, known=read.known), read.new


def written_before(register: str, keeper: Agency, content: bytes) -> ImportReport | None:
    """Return what was written when this very file came into this register, None where it never did."""
    found = RegisterImport.objects.filter(
        register=register, keeper=keeper, sha256=digest(content), written_at__isnull=False
    ).first()
    return ImportReport(found.rows, known=found.rows, written_at=found.written_at) if found else None


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file as lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()
