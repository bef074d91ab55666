"""Give a step to the one person it can only be for, such as the applicant of the case."""

from datetime import datetime

from django.db import transaction

from workflows.activations import HumanActivation
from workflows.errors import AlreadyClaimed, WorkItemUnknown
from workflows.models import WorkItem
from workflows.services.trail import record_work


def assign(*, work_item_id: int, person_id: int, at: datetime) -> WorkItem:
    """Give a free work item to a person whom the case, not an appointment, entitles to it.

    Raises AlreadyClaimed, WorkItemUnknown.
    """
    with transaction.atomic():
        item = HumanActivation.take(WorkItem.objects.filter(pk=work_item_id), person_id=person_id, at=at)
        if item is None:
            held = WorkItem.objects.filter(pk=work_item_id).first()
            if held is None:
                raise WorkItemUnknown(work_item_id)
            raise AlreadyClaimed(held.pk, holder_id=held.owner_id)
        record_work("workflows.assign", item, person_id=person_id, at=at)
    return item
