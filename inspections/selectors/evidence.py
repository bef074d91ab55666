"""One photograph or file of a visit, through the person's sight: an incomplete or removed one is not there."""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from inspections.errors import NotVisible
from inspections.models import Evidence
from inspections.sight import sight_of


def visible_evidence(person: Person, number: UUID, at: datetime) -> Evidence:
    """Return a file that has arrived whole, for who stands inside its inspection. Raises NotVisible."""
    arrived = Evidence.objects.filter(completed_at__isnull=False, removed_at=None)
    found = arrived.select_related("target__inspection").filter(pk=number).first()
    if found is None or not sight_of(person, found.target.inspection, at).inside:
        raise NotVisible
    return found
