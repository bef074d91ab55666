"""What a leader may give to somebody else, and to whom."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.selectors import seated_with
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.officers import officers_with_load
from dossiers.policies import agencies_led, may_reassign
from dossiers.selectors.visible import PARTS
from dossiers.sight import SUBJECT
from workflows.errors import NotEntitled
from workflows.holding import as_uuid
from workflows.models import WorkItem


def step_to_reassign(person: Person, public_id: UUID | str, at: datetime) -> WorkItem:
    """Return a step of an office the person leads, open or not: a stale page needs an answer. Raises NotVisible."""
    related = [f"process__dossier__{name}" for name in PARTS]
    of_dossiers = WorkItem.objects.filter(public_id=public_id, process__subject_type=SUBJECT)
    item = of_dossiers.select_related("agency", "owner", *related).first()
    if item is None or not may_reassign(person, item.run.dossier, item, at):
        raise NotVisible
    return item


def steps_to_reassign(
    person: Person, dossier: Dossier, items: Iterable[WorkItem], at: datetime
) -> frozenset[int]:
    """Return the ids of those of a dossier's open steps that the person may give to somebody."""
    return frozenset(item.pk for item in items if may_reassign(person, dossier, item, at))


def officers_for(leader: Person, item: WorkItem, at: datetime) -> "QuerySet[Person]":
    """Return who else of the step's office could hold it, each with `open_steps`."""
    return officers_under(leader, item, at).exclude(pk=item.owner_id)


def officers_under(leader: Person, item: WorkItem, at: datetime) -> "QuerySet[Person]":
    """Return the officers of the step's office; those at the leader's own one-stop centre where the leader heads no more than that."""
    officers = officers_with_load(item.role, item.agency_id, at)
    if item.agency_id in agencies_led(leader, at):
        return officers
    return officers.filter(pk__in=seated_with(leader, item.role, item.agency_id, at))


def officer_of_step(leader: Person, item: WorkItem, public_id: str, at: datetime) -> Person:
    """Return an officer of the step's office. Raises NotEntitled."""
    officer = officers_under(leader, item, at).filter(public_id=as_uuid(public_id)).first()
    if officer is None:
        raise NotEntitled(item.pk, person_id=0, role=item.role, agency_id=item.agency_id)
    return officer
