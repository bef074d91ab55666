"""Hold a run, and let it go on: an administrator's brake."""

from datetime import datetime

from django.db import transaction

from workflows.errors import RunEndedAlready
from workflows.locking import lock_run
from workflows.models import Run
from workflows.trail import record_run


def suspend(*, run_id: int, reason: str, actor_id: int, at: datetime) -> Run:
    """Hold a run: its steps leave the inboxes, nothing moves. Raises RunEndedAlready, RunUnknown."""
    return _set(run_id, suspended=True, reason=reason, actor_id=actor_id, at=at)


def resume(*, run_id: int, reason: str, actor_id: int, at: datetime) -> Run:
    """Let a held run go on. Raises RunEndedAlready, RunUnknown."""
    return _set(run_id, suspended=False, reason=reason, actor_id=actor_id, at=at)


def _set(run_id: int, *, suspended: bool, reason: str, actor_id: int, at: datetime) -> Run:
    with transaction.atomic():
        run = lock_run(run_id)
        if run.ended_at is not None:
            raise RunEndedAlready(run.pk, run.end_kind)
        if run.suspended != suspended:
            action = "workflows.suspend" if suspended else "workflows.resume"
            record_run(action, run, actor_id=actor_id, at=at, values={"reason": reason})
            run.suspended = suspended
            run.save(update_fields=["suspended"])
    return run
