"""Fire the timers whose moment has come, each in a transaction of its own.

A tick fires what is due. A timer that cannot be fired must not hold up the others, nor fail in
silence each second: it is handed to a job of its own, which is retried with back-off and ends as an
incident that a person sees.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jobs.services import enqueue
from workflows.events import TimerFired
from workflows.locking import lock_case_and_run
from workflows.models import FlowTimer
from workflows.running import RunActivation
from workflows.services.happening import happen
from workflows.trail import record_run

FIRE_TIMER = "workflows.fire_timer"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """What of a timer never changes: it is read before the lock, with many others."""

    pk: int
    run_id: int
    timer_id: str
    node_id: str
    subject_type: str
    subject_id: int


LASTING = ("pk", "run_id", "timer_id", "node_id", "run__subject_type", "run__subject_id")


def fire_timers(at: datetime, *, at_most: int = 100) -> int:
    """Fire due timers, earliest first; return how many were fired. Timers of suspended runs wait."""
    due = FlowTimer.objects.filter(
        closed_at__isnull=True, failed_at__isnull=True, due_at__lte=at, run__suspended=False
    )
    fired = 0
    for timer in [Due(*row) for row in due.order_by("due_at", "pk").values_list(*LASTING)[:at_most]]:
        try:
            fired += _fire(timer, at)
        except Exception:
            logger.exception("timer %s could not be fired; a job has it now", timer.pk)
            _hand_to_a_job(timer.pk, at)
    return fired


def fire_timer(timer_pk: int, at: datetime) -> int:
    """Fire one timer unless it was closed or put off meanwhile; return 1 or 0. Raises what the run refuses."""
    return _fire(Due(*FlowTimer.objects.values_list(*LASTING).get(pk=timer_pk)), at)


def _fire(timer: Due, at: datetime) -> int:
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(timer.run_id, (timer.subject_type, timer.subject_id)))
        still_open = FlowTimer.objects.filter(pk=timer.pk, closed_at__isnull=True, due_at__lte=at)
        if not still_open.update(closed_at=at, closed=FlowTimer.Closed.FIRED):
            return 0
        happen(run, TimerFired(timer.timer_id), at=at)
        record_run("workflows.timer", run.run, actor_id=None, at=at, values={"node": timer.node_id})
    return 1


def _hand_to_a_job(timer_pk: int, at: datetime) -> None:
    with transaction.atomic():
        FlowTimer.objects.filter(pk=timer_pk).update(failed_at=at)
        key = f"{FIRE_TIMER}:{timer_pk}:{at.isoformat()}"
        enqueue(FIRE_TIMER, key=key, payload={"timer": timer_pk})
