"""Locks runs and their work items in the one order everybody keeps: case → run → work item."""

from workflows.errors import RunUnknown, WorkItemUnknown
from workflows.handlers import handler_of
from workflows.models import Run, WorkItem
from workflows.written import LockedRow

ITEM_AND_RUN = LockedRow(
    lambda key: (
        WorkItem.objects.select_related("process").select_for_update(of=("process", "self")).filter(pk=key)
    )
)
RUN = LockedRow(lambda key: Run.objects.select_for_update().filter(pk=key))


def lock_work_item(work_item_id: int) -> WorkItem:
    """Lock a run and one of its work items, and return the item as it now is. Raises WorkItemUnknown."""
    item = ITEM_AND_RUN.get(work_item_id)
    if item is None:
        raise WorkItemUnknown(work_item_id)
    return item


def lock_run(run_id: int) -> Run:
    """Lock a run and return it as it now is. Raises RunUnknown."""
    run = RUN.get(run_id)
    if run is None:
        raise RunUnknown(run_id)
    return run


def lock_case_and_run(run_id: int, subject: tuple[str, int] | None = None) -> Run:
    """Lock the case of a run, then the run: for events that no service of the case has begun.

    subject  the run's subject type and id, where the caller has read them: they never change

    Raises RunUnknown.
    """
    subject = subject or Run.objects.filter(pk=run_id).values_list("subject_type", "subject_id").first()
    if subject is None:
        raise RunUnknown(run_id)
    subject_type, subject_id = subject
    handler_of(subject_type).lock(subject_id)
    return lock_run(run_id)
