"""Stop a run: every token is closed, and with it every work item, timer and subscription."""

from datetime import datetime

from django.db import transaction

from workflows.events import Cancelled
from workflows.locking import lock_run
from workflows.models import Run
from workflows.running import RunActivation
from workflows.trail import record_run


def cancel_run(*, run_id: int, reason: str, actor_id: int | None, at: datetime) -> Run:
    """Close every token of a run, suspended or not. Raises RunEndedAlready, RunUnknown."""
    with transaction.atomic():
        run = lock_run(run_id)
        RunActivation(run).happen(Cancelled(reason), at=at, actor_id=actor_id, even_suspended=True)
        record_run("workflows.cancel", run, actor_id=actor_id, at=at, values={"reason": reason})
    return run
