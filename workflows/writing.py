"""Stores work items that closed and work items that opened with one statement.

An upsert on (run, token): an item that is there is updated, one that is not is inserted. The
caller holds the run's lock, so nothing changes in between.
"""

import copy
import uuid
from collections.abc import Sequence

from workflows.models import WorkItem
from workflows.written import Insert

CHANGING = [
    "status",
    "owner",
    "acting_as",
    "on_behalf_of",
    "claimed_at",
    "completed_at",
    "outcome",
    "reason",
    "version",
]
UPSERT = Insert(WorkItem, conflict=["process", "token_id"], update=CHANGING)


def write_work_items(changed: Sequence[WorkItem], opened: Sequence[WorkItem]) -> None:
    """Update the changed items and insert the opened ones, which get their ids."""
    rows = [*(_without_id(item) for item in changed), *opened]
    if rows:
        UPSERT.run(rows)


def _without_id(item: WorkItem) -> WorkItem:
    """Return a copy as a row to insert, so that one statement serves both kinds."""
    row = copy.copy(item)
    row.pk, row.public_id = None, uuid.uuid4()
    return row
