"""Audit rows of inspections, in one shape: of the inspection, or of the institution it concerns.

What is worth a row changes a page, and the pages that show it are woken with it; but for what is kept while somebody types:
it comes every few seconds, and nobody else's page shows it.
"""

from datetime import datetime

from audit.services import record
from inspections.models import Inspection, Target
from inspections.topics import topics_of_case
from notifications.services import wake


def note(
    inspection: Inspection,
    action: str,
    actor_id: int | None,
    at: datetime,
    target: Target | None = None,
    *,
    for_id: int | None = None,
    wakes: bool = True,
    **values: object,
) -> None:
    """Write that something was done to an inspection, or to one institution's part of it, and wake the pages.

    wakes   False for a draft
    for_id  the person for whom the actor acted, by a delegation; who acted for an institution is said in `values`
            (inspections.parties.behalf_of)
    """
    subject = target or inspection
    record(
        action=f"inspection.{action}",
        actor_id=actor_id,
        on_behalf_of_id=for_id,
        target=f"inspections.{type(subject).__name__}",
        target_id=subject.pk,
        at=at,
        values={name: str(value) for name, value in values.items()},
        agency_id=inspection.agency_id,
    )
    if wakes:
        wake(topics_of_case(subject), at)
