"""Fire the timers whose moment has come, each in a transaction of its own."""

import logging
from datetime import datetime

from django.db import transaction

from workflows.events import TimerFired
from workflows.locking import lock_case_and_run
from workflows.models import FlowTimer
from workflows.running import RunActivation
from workflows.services.trail import record_run

logger = logging.getLogger(__name__)


def fire_timers(at: datetime, *, at_most: int = 100) -> int:
    """Fire due timers, earliest first; return how many were fired.

    A timer that cannot be fired is logged and left: it must not hold up the others. Timers of
    suspended runs wait.
    """
    due = FlowTimer.objects.filter(closed_at__isnull=True, due_at__lte=at, run__suspended=False)
    fired = 0
    for timer_id, run_id in due.order_by("due_at", "pk").values_list("pk", "run_id")[:at_most]:
        try:
            fired += _fire(timer_id, run_id, at)
        except Exception:  # noqa: BLE001 one broken run must not stop every other run's clock
            logger.exception("Timer %s of run %s could not be fired", timer_id, run_id)
    return fired


def _fire(timer_pk: int, run_id: int, at: datetime) -> int:
    """Fire one timer unless it was closed meanwhile; return 1 or 0."""
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        timer = FlowTimer.objects.filter(pk=timer_pk, closed_at__isnull=True).first()
        if timer is None:
            return 0
        timer.closed_at, timer.closed = at, FlowTimer.Closed.FIRED
        timer.save(update_fields=["closed_at", "closed"])
        run.happen(TimerFired(timer.timer_id), at=at)
        record_run("workflows.timer", run.run, actor_id=None, at=at, values={"node": timer.node_id})
    return 1
