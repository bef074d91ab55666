"""Forgets transports that arrived and jobs that were done long ago."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.models import Job, JobState

KEEP_TRANSPORTS = timedelta(hours=1)
KEEP_DONE = timedelta(days=90)
BATCH = 5_000


def prune(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Delete what nobody will ask for again; keys of done jobs are kept for ninety days."""
    now = timezone.now()
    old = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TRANSPORTS)
    DBTaskResult.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()
    done = Job.objects.filter(
        state=JobState.DONE, finished_at__lt=now - KEEP_DONE, incidents__isnull=True
    ).values_list("pk", flat=True)
    Job.objects.filter(pk__in=list(done[:BATCH])).delete()
