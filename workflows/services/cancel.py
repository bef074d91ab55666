"""Stop a run: every token is closed, and with it every work item, timer and subscription."""

from datetime import datetime

from django.db import transaction

from workflows.events import Cancelled
from workflows.locking import lock_run
from workflows.models import Run
from workflows.running import RunActivation
from workflows.trail import record_run


def cancel_run(
    *, run_id: int, reason: str, actor_id: int | None, at: datetime, on_behalf_of_id: int | None = None
) -> Run:
    """Close every token of a run, suspended or not. Raises RunEndedAlready, RunUnknown.

    on_behalf_of_id  for whom the actor acted, where that was somebody else
    """
    acting = {"actor_id": actor_id, "on_behalf_of_id": on_behalf_of_id}
    with transaction.atomic():
        run = lock_run(run_id)
        RunActivation(run).happen(Cancelled(reason), at=at, **acting, even_suspended=True)
        record_run("workflows.cancel", run, at=at, values={"reason": reason}, **acting)
    return run
