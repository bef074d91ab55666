"""Reads for the pages of administrators and for health checks."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from jobs.models import Incident, Job, JobState


def open_incidents() -> QuerySet[Incident]:
    """Return the incidents that wait for a person, newest first."""
    return Incident.objects.filter(closed_at__isnull=True).select_related("job").order_by("-opened_at")


def closed_incidents() -> QuerySet[Incident]:
    """Return the incidents that were resolved, newest first."""
    return (
        Incident.objects.filter(closed_at__isnull=False)
        .select_related("job", "closed_by")
        .order_by("-closed_at")
    )


def overdue_jobs(at: datetime, *, by: timedelta) -> QuerySet[Job]:
    """Return the jobs that should have started longer than `by` ago: is a worker running?"""
    return Job.objects.filter(state=JobState.READY, run_at__lt=at - by).order_by("run_at")


def has_failed(key: str) -> bool:
    """Say whether the job under a key has given up and waits for a person."""
    return Job.objects.filter(key=key, state=JobState.FAILED).exists()
