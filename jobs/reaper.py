"""Makes the work of dead workers ready again.

Two things can be left behind: a job whose lease ran out, and a transport that was claimed by a
worker that died before it took the lease. A job that keeps killing its worker uses up its
attempts like any other and ends as an incident.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.models import Job, JobState
from jobs.running import give_up, put_off
from jobs.transport import dispatch, job_id_of

LOST = "LeaseExpired: the worker stopped in the middle of the attempt"
logger = logging.getLogger(__name__)


def reap(now: datetime) -> int:
    """Recover everything that was left behind; return how many jobs were made ready or given up."""
    recovered = 0
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now):
        recovered += recover(job, now)
    for transport in lost_transports(now):
        recovered += replace_transport(transport)
    return recovered


def recover(job: Job, now: datetime) -> int:
    """Make one job ready under its key, or give it up when its attempts are used."""
    logger.warning("job %s: attempt %s outlived its lease", job.key, job.attempt)
    if job.attempt >= job.max_attempts:
        give_up(job, LOST, now)
        return 1
    return int(put_off(job, LOST, now, send_again=dispatch))


def lost_transports(now: datetime) -> list[DBTaskResult]:
    """Return transports claimed longer than a lease ago and still not through."""
    oldest = now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=oldest)[:100])


def replace_transport(transport: DBTaskResult) -> int:
    """Drop a lost transport; send a new one when its job still waits. A running job keeps its own."""
    job = Job.objects.filter(pk=job_id_of(transport)).first()
    if job is not None and job.state == JobState.RUNNING:
        return 0
    with transaction.atomic():
        dropped, _ = DBTaskResult.objects.filter(pk=transport.pk, status=TaskResultStatus.RUNNING).delete()
        if not dropped or job is None or job.state != JobState.READY:
            return 0
        dispatch(job)
    return 1
