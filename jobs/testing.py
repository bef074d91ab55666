"""Runs what is ordered, now and in this process: for tests and for demonstration data."""

from datetime import datetime

from django.utils import timezone

from jobs.models import Job, JobState
from jobs.running import run
from jobs.transport import dispatch

MOST = 1000


def run_all_jobs(*, until: datetime | None = None, raise_errors: bool = True) -> int:
    """Run every due job, and those they order, until none is left; return how many ran.

    until         also run what is not due before this moment (its run_at is brought forward)
    raise_errors  let a handler's exception out; with False it is put off or becomes an incident
    """
    count = 0
    while count < MOST:
        moment = timezone.now()
        due = Job.objects.filter(state=JobState.READY, run_at__lte=max(until or moment, moment)).order_by(
            "run_at", "pk"
        )
        job = due.first()
        if job is None:
            return count
        if job.run_at > moment:
            Job.objects.filter(pk=job.pk).update(run_at=moment)
        run(job.pk, send_again=dispatch, renew=False, raise_errors=raise_errors)
        count += 1
    raise AssertionError(f"more than {MOST} jobs: do they order each other for ever?")
