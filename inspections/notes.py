"""Audit rows of inspections, in one shape: of the inspection, or of the institution it concerns."""

from datetime import datetime

from audit.services import record
from inspections.models import Inspection, Target


def note(
    inspection: Inspection,
    action: str,
    actor_id: int | None,
    at: datetime,
    target: Target | None = None,
    **values: object,
) -> None:
    """Write that something was done to an inspection, or to one institution's part of it."""
    subject = target or inspection
    record(
        action=f"inspection.{action}",
        actor_id=actor_id,
        target=f"inspections.{type(subject).__name__}",
        target_id=subject.pk,
        at=at,
        values={name: str(value) for name, value in values.items()},
        agency_id=inspection.agency_id,
    )
