"""Takes a number that is used at once: for papers made by an event, which nobody signs later."""

from datetime import datetime

from django.db import transaction

from documents.models import RegisterEntry
from documents.services.reserve_number import Series, reserve_number


@transaction.atomic
def take_number(
    *, agency_id: int, series: Series, decision: str, actor_id: int | None, at: datetime
) -> RegisterEntry:
    """Return the number of a paper that exists from now on; the same paper keeps its number."""
    held = RegisterEntry.objects.filter(decision=decision, state=RegisterEntry.State.ISSUED).first()
    if held is not None:
        return held
    entry = reserve_number(agency_id=agency_id, series=series, decision=decision, actor_id=actor_id, at=at)
    entry.state, entry.closed_at = RegisterEntry.State.ISSUED, at
    entry.save(update_fields=["state", "closed_at"])
    return entry
