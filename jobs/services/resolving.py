"""A person resolves an incident: the job runs again under its key, or never.

The record of it is written through settings.JOB_RECORDER, since this package does not know the
one that keeps records.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from jobs.errors import IncidentClosed
from jobs.models import Incident, Job, JobState, Resolution
from jobs.transport import dispatch


@transaction.atomic
def retry(incident: Incident, *, actor_id: int, at: datetime) -> Job:
    """Make the job ready again with a fresh allowance of attempts. Raises IncidentClosed."""
    resolve(incident, Resolution.RETRIED, actor_id=actor_id, reason="", at=at)
    job = Job.objects.select_for_update().get(pk=incident.job_id)
    job.state = JobState.READY
    job.run_at = at
    job.finished_at = None
    job.max_attempts = job.attempt + settings.JOB_MAX_ATTEMPTS
    job.save(update_fields=["state", "run_at", "finished_at", "max_attempts"])
    dispatch(job)
    return job


@transaction.atomic
def close(incident: Incident, *, actor_id: int, reason: str, at: datetime) -> Incident:
    """Close the incident with a reason; the job stays failed. Raises IncidentClosed."""
    return resolve(incident, Resolution.CLOSED, actor_id=actor_id, reason=reason, at=at)


@transaction.atomic
def skip(incident: Incident, *, actor_id: int, reason: str, at: datetime) -> Incident:
    """Close the incident since what waited for the job goes on without it. Raises IncidentClosed."""
    return resolve(incident, Resolution.SKIPPED, actor_id=actor_id, reason=reason, at=at)


def resolve(
    incident: Incident, resolution: Resolution, *, actor_id: int, reason: str, at: datetime
) -> Incident:
    """Close an open incident and record who did it."""
    if not Incident.objects.filter(pk=incident.pk, closed_at__isnull=True).update(
        resolution=resolution, closed_at=at, closed_by_id=actor_id, reason=reason
    ):
        raise IncidentClosed(incident.pk)
    incident.refresh_from_db()
    import_string(settings.JOB_RECORDER)(
        action=f"jobs.incident_{resolution}",
        actor_id=actor_id,
        target="jobs.Incident",
        target_id=incident.pk,
        at=at,
        values={"job": incident.job.key, "place": incident.place, "reason": reason},
    )
    return incident
