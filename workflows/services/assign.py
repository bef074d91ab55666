"""Give a step to a person by name: the applicant's own steps, and whom a leader chooses of the office."""

from datetime import datetime

from django.db import transaction

from workflows.activations import HumanActivation
from workflows.errors import StaleWorkItem
from workflows.holding import held_by_officer
from workflows.locking import lock_work_item
from workflows.models import WorkItem
from workflows.policies import check_four_eyes, check_is_open
from workflows.trail import record_work
from workflows.writing import write_work_items


def assign(
    *,
    work_item_id: int,
    person_id: int,
    at: datetime,
    actor_id: int | None = None,
    on_behalf_of_id: int | None = None,
) -> WorkItem:
    """Let a person hold an open work item, whoever held it; return it as it now is.

    actor_id         who assigned it; None where the flow did
    on_behalf_of_id  for whom the person will do it, where that is somebody else

    The caller answers for the person's right to it: an applicant has no appointment, so standing
    is not asked here. Raises StaleWorkItem where the step is over, FourEyes, WorkItemUnknown.
    """
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        check_is_open(item)
        check_four_eyes(item, person_id, at=at)
        HumanActivation(item).assign(person_id, at, on_behalf_of_id=on_behalf_of_id)
        record_work("workflows.assign", item, person_id=actor_id, at=at, values={"holder": person_id})
        write_work_items([item], [])
    return item


def reassign(
    *, work_item_id: int, person_id: int, expected_version: int, at: datetime, actor_id: int, reason: str
) -> WorkItem:
    """Let another officer of the step's office hold an open work item, whoever held it; return it as it now is.

    expected_version  the version the page showed
    actor_id, reason  who decided it, and why

    The caller answers for the actor's right. Raises StaleWorkItem, NotEntitled, FourEyes, WorkItemUnknown.
    """
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        check_is_open(item)
        if item.version != expected_version:
            raise StaleWorkItem(item.pk, expected=expected_version, found=item.version, status=item.status)
        given = held_by_officer(item, person_id, at)
        values = {"holder": person_id, "before": item.owner_id, "reason": reason}
        record_work("workflows.reassign", given, person_id=actor_id, at=at, values=values)
        write_work_items([given], [])
    return given


def move_to_agency(*, work_item_id: int, from_id: int, agency_id: int, at: datetime) -> WorkItem | None:
    """Let an open step wait at another agency, for its office; None where it is over or not at `from_id` any more.

    The caller answers for the reason. Raises WorkItemUnknown.
    """
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        if not item.is_open or item.agency_id != from_id:
            return None
        values = {"from": from_id, "to": agency_id, "holder": item.owner_id}
        record_work("workflows.move", item, person_id=None, at=at, values=values)
        if item.owner_id is not None:
            HumanActivation(item).release()
            write_work_items([item], [])
        WorkItem.objects.filter(pk=item.pk).update(agency_id=agency_id, version=item.version + 1)
        item.refresh_from_db()
    return item
