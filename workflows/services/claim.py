"""Take a free step, give it back, or take it back from who left the office."""

from datetime import datetime

from django.db import transaction
from viewflow.workflow.status import STATUS

from workflows.activations import HumanActivation
from workflows.errors import AlreadyClaimed, NotEntitled, StaleWorkItem, WorkItemUnknown
from workflows.locking import lock_work_item
from workflows.models import WorkItem
from workflows.policies import check_delegation, check_four_eyes, check_is_held
from workflows.taking import take
from workflows.trail import record_work
from workflows.writing import write_work_items


def claim(
    *, work_item_id: int, person_id: int, expected_version: int, at: datetime, acting_as: int | None = None
) -> WorkItem:
    """Give a free work item to a person who holds its role at its agency; return it as it now is.

    expected_version  the version the page showed
    acting_as         the appointment to act by; by default the person's own, then a delegated one

    Claiming again what one already holds changes nothing. Raises AlreadyClaimed, StaleWorkItem,
    NotEntitled, FourEyes, WorkItemUnknown.
    """
    try:
        with transaction.atomic():
            return _take(work_item_id, person_id, expected_version, at=at, appointment_id=acting_as)
    except _NotFree:
        return _what_stands_in_the_way(work_item_id, person_id, expected_version)


class _NotFree(Exception):
    """The one statement found nothing to change; why, is read after it was rolled back."""


def _take(
    work_item_id: int, person_id: int, expected_version: int, *, at: datetime, appointment_id: int | None
) -> WorkItem:
    item = take(
        work_item_id=work_item_id,
        person_id=person_id,
        version=expected_version,
        at=at,
        appointment_id=appointment_id,
    )
    if item is None:
        raise _NotFree
    if item.acting_as_id is None:
        raise NotEntitled(item.pk, person_id=person_id, role=item.role, agency_id=item.agency_id)
    check_delegation(item)
    check_four_eyes(item, person_id, at=at)
    record_work("workflows.claim", item, person_id=person_id, at=at)
    return item


def release(*, work_item_id: int, person_id: int, expected_version: int, at: datetime) -> WorkItem:
    """Put a held work item back among the free ones. Raises NotHolder, StaleWorkItem, WorkItemUnknown."""
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        check_is_held(item, person_id=person_id, expected_version=expected_version)
        record_work("workflows.release", item, person_id=person_id, at=at)
        HumanActivation(item).release()
        write_work_items([item], [])
    return item


def take_back(*, work_item_id: int, holder_id: int, at: datetime) -> WorkItem | None:
    """Put a step back among the free ones without its holder; None where it moved on meanwhile.

    The caller answers for the reason: `selectors.held_out_of_office` says who may not go on. Raises WorkItemUnknown.
    """
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        if not item.is_open or item.owner_id != holder_id:
            return None
        record_work("workflows.take_back", item, person_id=None, at=at, values={"holder": holder_id})
        HumanActivation(item).release()
        write_work_items([item], [])
    return item


def _what_stands_in_the_way(work_item_id: int, person_id: int, expected_version: int) -> WorkItem:
    """Return the item where the person holds it already; raise why it cannot be taken otherwise."""
    item = WorkItem.objects.filter(pk=work_item_id).first()
    if item is None:
        raise WorkItemUnknown(work_item_id)
    if item.status == STATUS.ASSIGNED and item.owner_id == person_id:
        return item
    if item.status == STATUS.ASSIGNED:
        raise AlreadyClaimed(item.pk, holder_id=item.owner_id)
    raise StaleWorkItem(item.pk, expected=expected_version, found=item.version, status=item.status)
