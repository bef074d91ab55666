"""Work whose holder has left the office goes back to its queue, and the colleagues are told.

However a role ended (its last day passed, it was revoked, the account was closed), nobody is left who may open the
step: it would lie there, held, until somebody asked. What was answered before stays; the step begins anew with whoever
takes it.
"""

from datetime import datetime

from django.db import transaction

from accounts.selectors import holders
from dossiers.models import Dossier
from dossiers.news import tell_holders
from dossiers.roles import APPLICANT_ROLE
from dossiers.topics import dossier_topic, topics_of_item
from notifications.services import wake
from workflows.selectors import held_out_of_office
from workflows.services import take_back


def free_work(at: datetime) -> int:
    """Take back the open steps of those who hold their role no more; return how many. Twice takes back nothing more."""
    held = held_out_of_office(at).exclude(role=APPLICANT_ROLE).filter(process__dossier__isnull=False)
    rows = held.order_by("pk").values_list("pk", "owner_id", "process__dossier__pk")
    return sum(free(*row, at) for row in list(rows))


def free(item_id: int, holder_id: int, dossier_id: int, at: datetime) -> int:
    """Take one step back and tell those who may do it now; return 1, or 0 where it moved on meanwhile."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
        item = take_back(work_item_id=item_id, holder_id=holder_id, at=at)
        if item is None:
            return 0
        tell_holders(dossier, holders(item.role, item.agency_id, at), at, item=item)
        wake([*topics_of_item(item), dossier_topic(dossier)], at)
    return 1
