"""The audit row of what happened to a dossier; inside the transaction of the event."""

from datetime import datetime

from audit.services import record
from dossiers.models import Dossier


def note(dossier: Dossier, action: str, actor_id: int | None, at: datetime, **values: object) -> None:
    """Write it."""
    record(
        action=action, actor_id=actor_id, target="dossiers.Dossier", target_id=dossier.pk, at=at,
        values=values, agency_id=dossier.receiving_agency_id,
    )  # fmt: skip
