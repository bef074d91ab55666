"""Changes a row on the strength of a decision: the old content stays as a version."""

from datetime import datetime

from django.db import transaction

from audit.services import record as record_change
from registry.errors import ReasonMissing, RecordChanged, RecordRevoked
from registry.models import DiplomaRecord, DiplomaState
from registry.services.add_record import keep_version
from registry.services.content import check_content, plain, tidy


@transaction.atomic
def revise_record(
    record: DiplomaRecord,
    *,
    expected_version: int,
    note: str,
    actor_id: int | None,
    at: datetime,
    **facts: object,
) -> DiplomaRecord:
    """Return the row with its new content, state corrected.

    expected_version  the version the writer has seen
    note              the grounds as a copy will carry them: "Đã chỉnh sửa theo Quyết định số … ngày …"
    facts             the columns that change

    Raises RecordChanged, RecordRevoked, ReasonMissing, FactsInvalid.
    """
    row = locked(record, expected_version)
    before = row.content()
    for name, value in tidy(facts).items():
        setattr(row, name, value)
    check_content(row)
    before, after = plain(before), plain(row.content())
    values = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    return write(
        row,
        DiplomaState.CORRECTED,
        note,
        action="registry.revise_record",
        values=values,
        actor_id=actor_id,
        at=at,
    )


@transaction.atomic
def revoke_record(
    record: DiplomaRecord, *, expected_version: int, note: str, actor_id: int | None, at: datetime
) -> DiplomaRecord:
    """Return the row of a diploma that is worth nothing any more.

    Raises RecordChanged, RecordRevoked, ReasonMissing.
    """
    row = locked(record, expected_version)
    return write(
        row, DiplomaState.REVOKED, note, action="registry.revoke_record", values={}, actor_id=actor_id, at=at
    )


def locked(record: DiplomaRecord, expected_version: int) -> DiplomaRecord:
    """Return the row, held until the end of the transaction. Raises RecordChanged or RecordRevoked."""
    row = DiplomaRecord.objects.select_for_update().get(pk=record.pk)
    if row.version != expected_version:
        raise RecordChanged(row.version)
    if row.state == DiplomaState.REVOKED:
        raise RecordRevoked
    return row


def write(
    row: DiplomaRecord,
    state: DiplomaState,
    note: str,
    *,
    action: str,
    values: dict[str, object],
    actor_id: int | None,
    at: datetime,
) -> DiplomaRecord:
    """Store the next version of a row, and record it. Raises ReasonMissing."""
    if not note.strip():
        raise ReasonMissing
    row.state, row.note, row.version, row.changed_at = state, note.strip(), row.version + 1, at
    row.save()
    keep_version(row, actor_id=actor_id, at=at)
    record_change(
        action=action, actor_id=actor_id, target="registry.DiplomaRecord", target_id=row.pk,
        at=at, agency_id=row.keeper_id, values={"version": row.version, "note": row.note, **values},
    )  # fmt: skip
    return row
