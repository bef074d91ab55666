"""Steps of inspections whose holder has left the office go back to their queue, and the colleagues are told.

The lead's and the institution's steps are no office's: a change of members, or of who acts for the institution, moves
those.
"""

from datetime import datetime

from django.db import transaction

from accounts.selectors import holders
from inspections.news import tell_steps_people
from inspections.roles import OWN_ROLES
from inspections.selectors.visible import EFFECTS, case_of
from inspections.sight import KINDS
from inspections.topics import topics_of_case
from notifications.services import wake
from workflows.models import WorkItem
from workflows.selectors import held_out_of_office
from workflows.services import take_back


def free_work(at: datetime) -> int:
    """Take back the open steps of those who hold their role no more; return how many. Twice takes back nothing more."""
    held = held_out_of_office(at).exclude(role__in=OWN_ROLES).filter(process__subject_type__in=KINDS)
    return sum(free(item, at) for item in list(held.select_related("process").order_by("pk")))


def free(held: WorkItem, at: datetime) -> int:
    """Take one step back and tell those who may do it now; return 1, or 0 where it moved on meanwhile."""
    with transaction.atomic():
        EFFECTS[held.process.subject_type].lock(held.process.subject_id)
        item = take_back(work_item_id=held.pk, holder_id=held.owner_id, at=at)
        if item is None:
            return 0
        case = case_of(item)
        tell_steps_people(case, holders(item.role, item.agency_id, at), item, at)
        wake(topics_of_case(case, item), at)
    return 1
