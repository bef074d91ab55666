"""The open work of an agency that has ended goes to who succeeded it; without a successor in office it is an incident.

The dossier itself is the successor's from then on: whoever receives or decides it, and so every later step. A step that was
held is free again, since nobody holds a role at an agency that is over. Twice moves nothing more.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from accounts.localdays import local_day
from accounts.models import Agency
from accounts.selectors import holders, in_office
from dossiers.models import Dossier
from dossiers.news import tell_holders
from dossiers.notes import note
from dossiers.topics import dossier_topic, topics_of_item
from jobs.services import enqueue
from notifications.services import wake
from workflows.models import WorkItem
from workflows.services import move_to_agency

WITHOUT_SUCCESSOR = "dossiers.work_without_agency"


def succeed(at: datetime) -> int:
    """Move the open steps of dossiers at agencies that are over; return how many. The rest becomes an incident an agency."""
    left = WorkItem.objects.filter(
        completed_at=None, process__dossier__isnull=False, agency__valid_to__lt=local_day(at)
    )
    moved = 0
    for agency_id, count in left.values_list("agency_id").annotate(Count("pk")).order_by("agency_id"):
        agency = Agency.objects.get(pk=agency_id)
        successor = in_office(agency.code, at)
        if successor is None:
            report(agency, count)
            continue
        rows = left.filter(agency=agency).order_by("pk").values_list("pk", "process__dossier__pk")
        moved += sum(move(*row, agency, successor, at) for row in list(rows))
    return moved


def move(item_id: int, dossier_id: int, agency: Agency, successor: Agency, at: datetime) -> int:
    """Move one step and its dossier; return 1, or 0 where the step moved on meanwhile."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
        item = move_to_agency(work_item_id=item_id, from_id=agency.pk, agency_id=successor.pk, at=at)
        if item is None:
            return 0
        theirs = [
            name
            for name in ("support_agency", "receiving_agency", "deciding_agency")
            if getattr(dossier, f"{name}_id") == agency.pk
        ]
        for name in theirs:
            setattr(dossier, name, successor)
        if theirs:
            dossier.save(update_fields=theirs)
        note(dossier, "dossier.moved_to_successor", None, at, ended=agency.code, successor=successor.code)
        tell_holders(dossier, holders(item.role, item.agency_id, at), at, item=item)
        wake([*topics_of_item(item), dossier_topic(dossier)], at)
    return 1


def report(agency: Agency, count: int) -> None:
    """Order an incident, once an ended agency: somebody must name a successor, or appoint people."""
    key = f"{WITHOUT_SUCCESSOR}:{agency.code}:{agency.valid_to}"
    with transaction.atomic():
        enqueue(
            WITHOUT_SUCCESSOR, key=key, payload={"agency": agency.code, "place": agency.name, "open": count}
        )
