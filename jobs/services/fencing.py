"""Lets a handler write exactly once: its own transaction ends its attempt.

A handler that calls `finish_within` in the transaction of its effect has that effect exactly
once: either both are committed or neither is.
"""

from django.utils import timezone

from jobs.errors import LeaseLost
from jobs.models import Job, JobState


def finish_within(job_id: int, attempt: int) -> None:
    """Mark the job done in the caller's transaction. Raises LeaseLost when a newer attempt has it."""
    if not Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempt=attempt).update(
        state=JobState.DONE, lease_until=None, finished_at=timezone.now(), last_error=""
    ):
        raise LeaseLost(job_id, attempt)
