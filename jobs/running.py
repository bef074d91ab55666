"""Runs one job under a lease: take, do, finish; or put off, or give up.

    ready ──take: attempt + 1, lease──▶ running ──finish──▶ done
      ▲                                   │ error, attempts left: back-off (5 s, 20 s, 80 s …)
      └───────────────────────────────────┤ lease ran out: the reaper
                                          └─ GiveUp, or no attempts left ──▶ failed + incident

Every write that ends an attempt names the attempt; a worker that was thought dead and comes back
finds a newer number and leaves without writing. Nothing is held in memory that is not also in the
row: a process killed at any line leaves a job that the reaper makes ready again under its key.
"""

import logging
import random
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobs.errors import GiveUp, LeaseLost
from jobs.incidents import open_incident
from jobs.leases import LEASES, lease_end
from jobs.models import Job, JobState
from jobs.registry import handler_of

BACK_OFF_FACTOR = 4
LONGEST_BACK_OFF_SECONDS = 3600
TAKE = (
    f"UPDATE {Job._meta.db_table} SET state = '{JobState.RUNNING.value}', attempt = attempt + 1, lease_until = %s "
    f"WHERE id = %s AND state = '{JobState.READY.value}' AND run_at <= %s RETURNING *"
)
logger = logging.getLogger(__name__)


def run(
    job_id: int, *, send_again: Callable[[Job], object], renew: bool = True, raise_errors: bool = False
) -> None:
    """Run the job if it is due and free.

    send_again    called in the transaction that puts the job off, so that it is not forgotten
    renew         keep the lease alive from a thread while the handler runs
    raise_errors  for tests: let the handler's exception out after it was recorded
    """
    job = take(job_id, timezone.now())
    if job is None:
        return
    try:
        with LEASES.kept_alive(job) if renew else nullcontext():
            handler_of(job.kind)(job.payload, job_id=job.pk, attempt=job.attempt, key=job.key)
    except LeaseLost:
        logger.warning("job %s: attempt %s lost its lease", job.key, job.attempt)
    except Exception as error:  # whatever a handler raises is a fact about the job
        fail(job, error, send_again=send_again)
        if raise_errors:
            raise
    else:
        finish(job, timezone.now())


def take(job_id: int, now: datetime) -> Job | None:
    """Take the lease of a job that is ready and due, with the next attempt number."""
    with transaction.atomic():
        taken = list(Job.objects.raw(TAKE, [lease_end(now), job_id, now]))
    return taken[0] if taken else None


def held(job: Job) -> QuerySet[Job]:
    """Return the query that finds the job only while this attempt holds it."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def finish(job: Job, now: datetime) -> None:
    """Mark the job done, unless the handler did in its own transaction or lost the lease."""
    held(job).update(state=JobState.DONE, lease_until=None, finished_at=now, last_error="")


def fail(job: Job, error: Exception, *, send_again: Callable[[Job], object]) -> None:
    """Put the job off, or give it up with an incident."""
    cause = f"{type(error).__name__}: {error}"[:2000]
    logger.warning("job %s: attempt %s failed: %s", job.key, job.attempt, cause, exc_info=error)
    if isinstance(error, GiveUp) or job.attempt >= job.max_attempts:
        give_up(job, cause, timezone.now())
    else:
        put_off(job, cause, timezone.now() + back_off(job.attempt), send_again=send_again)


def put_off(job: Job, cause: str, run_at: datetime, *, send_again: Callable[[Job], object]) -> bool:
    """Make the job ready again for a later moment; return whether this attempt still held it."""
    with transaction.atomic():
        if not held(job).update(state=JobState.READY, lease_until=None, run_at=run_at, last_error=cause):
            return False
        job.run_at = run_at
        send_again(job)
        return True


def give_up(job: Job, cause: str, now: datetime) -> None:
    """Mark the job failed and open its incident, in one transaction."""
    with transaction.atomic():
        if held(job).update(state=JobState.FAILED, lease_until=None, finished_at=now, last_error=cause):
            open_incident(job, cause, now)


def back_off(attempt: int) -> timedelta:
    """Return how long to wait after this attempt: growing fourfold, give or take a fifth."""
    seconds = settings.JOB_FIRST_BACK_OFF_SECONDS * BACK_OFF_FACTOR ** (attempt - 1)
    return timedelta(seconds=min(seconds, LONGEST_BACK_OFF_SECONDS) * random.uniform(0.8, 1.2))
