"""Writes a new row of the original register."""

from datetime import datetime

from django.db import transaction

from accounts.models import Agency
from audit.services import record as record_change
from registry.models import DiplomaRecord, DiplomaVersion, Origin
from registry.services.content import check_content, plain, tidy


@transaction.atomic
def add_record(
    keeper: Agency,
    *,
    actor_id: int | None,
    at: datetime,
    origin: str = Origin.ENTERED,
    **facts: object,
) -> DiplomaRecord:
    """Return the new row, its first version kept beside it.

    keeper    the agency whose register it is
    actor_id  who writes it, None for an import by the system
    facts     holder_name, birth_year, …: the columns listed in registry.models.CONTENT

    Raises FactsInvalid with every fault.
    """
    row = DiplomaRecord(keeper=keeper, origin=origin, created_at=at, changed_at=at, **tidy(facts))
    check_content(row)
    row.save()
    keep_version(row, actor_id=actor_id, at=at)
    record_change(
        action="registry.add_record", actor_id=actor_id, target="registry.DiplomaRecord", target_id=row.pk,
        at=at, agency_id=keeper.pk, values={"origin": origin, **plain(row.content())},
    )  # fmt: skip
    return row


def keep_version(row: DiplomaRecord, *, actor_id: int | None, at: datetime) -> DiplomaVersion:
    """Keep the row's content as it now stands."""
    return DiplomaVersion.objects.create(
        record=row, version=row.version, content=plain(row.content()), state=row.state, note=row.note,
        written_by_id=actor_id, written_at=at,
    )  # fmt: skip
