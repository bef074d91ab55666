"""The audit rows of this package: one for each change, in its transaction."""

from collections.abc import Mapping
from datetime import datetime

from audit.services import record
from workflows.models import Run, WorkItem

RUN = "workflows.Run"
WORK_ITEM = "workflows.WorkItem"


def record_work(
    action: str,
    item: WorkItem,
    *,
    person_id: int | None,
    at: datetime,
    values: Mapping[str, object] | None = None,
) -> None:
    """Record what a person did with a work item, and for whom."""
    record(
        action=action,
        actor_id=person_id,
        on_behalf_of_id=item.on_behalf_of_id,
        target=WORK_ITEM,
        target_id=item.pk,
        at=at,
        values={"run": item.process_id, "node": item.node_id, "version": item.version, **(values or {})},
        agency_id=item.agency_id,
    )


def record_run(
    action: str,
    run: Run,
    *,
    actor_id: int | None,
    at: datetime,
    values: Mapping[str, object] | None = None,
    on_behalf_of_id: int | None = None,
) -> None:
    """Record what happened to a run; actor_id is None where no person did it."""
    record(
        action=action,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        target=RUN,
        target_id=run.pk,
        at=at,
        values={"subject": run.subject, "version": run.version, **(values or {})},
    )
