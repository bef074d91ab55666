"""The audit row of what happened to a dossier; inside the transaction of the event."""

from datetime import datetime

from audit.services import record
from dossiers.models import Dossier


def note(
    dossier: Dossier,
    action: str,
    actor_id: int | None,
    at: datetime,
    *,
    for_id: int | None = None,
    **values: object,
) -> None:
    """Write it; `for_id` is the person for whom the actor acted, where that was somebody else."""
    record(
        action=action, actor_id=actor_id, on_behalf_of_id=for_id, target="dossiers.Dossier", target_id=dossier.pk, at=at,
        values=values, agency_id=dossier.receiving_agency_id,
    )  # fmt: skip
