"""Orders a job in the caller's transaction: no commit, no job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from jobs.models import Job
from jobs.registry import check_kind
from jobs.transport import dispatch


def enqueue(
    kind: str,
    *,
    key: str,
    payload: Mapping[str, Any],
    queue: str = "fast",
    run_at: datetime | None = None,
) -> Job:
    """Order a job; the same key twice returns the job that is there.

    kind     a name of settings.JOB_HANDLERS
    key      what the job is, at most 200 characters; outside effects carry it as their stable id
    payload  JSON-able
    queue    fast | pdf | sign | outside
    run_at   not before this moment; None: at once

    Raises UnknownKind for a kind without a handler.
    """
    check_kind(kind)
    now = timezone.now()
    wanted = Job(
        kind=kind,
        key=key,
        queue=queue,
        payload=dict(payload),
        max_attempts=settings.JOB_MAX_ATTEMPTS,
        created_at=now,
        run_at=run_at or now,
    )
    Job.objects.bulk_create([wanted], ignore_conflicts=True)
    job = Job.objects.get(key=key)
    if job.public_id == wanted.public_id:
        dispatch(job)
    return job
