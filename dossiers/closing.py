"""What falls away with the end of a dossier: a supplement still open, an extension nobody decided."""

from datetime import datetime

from dossiers.models import OPEN_STATES, Dossier, Extension, ResultCorrection, SupplementRound
from dossiers.notes import note


def drop_what_is_open(dossier: Dossier, at: datetime) -> None:
    """Close an open round and an undecided extension of a dossier that is over; inside the transaction of its end."""
    asked = dossier.supplement_rounds.filter(state__in=OPEN_STATES).first()
    if asked is not None:
        drop_round(dossier, asked, None, at)
    proposed = Extension.objects.filter(dossier=dossier, state=Extension.State.PROPOSED)
    if proposed.update(state=Extension.State.DECLINED, closed_at=at):
        note(dossier, "dossier.extension_declined", None, at, was_due_at=dossier.due_at, due_at=None)
    ResultCorrection.objects.filter(dossier=dossier, closed_at=None).update(closed_at=at)


def drop_round(dossier: Dossier, asked: SupplementRound, actor_id: int | None, at: datetime) -> None:
    """Close a round that comes to nothing."""
    asked.state, asked.closed_at = SupplementRound.State.DROPPED, at
    asked.save(update_fields=["state", "closed_at"])
    note(dossier, "dossier.supplement_dropped", actor_id, at, round=str(asked.public_id))
