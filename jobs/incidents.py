"""Opens the incident of a job that gave up and tells whoever wants to know."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from jobs.models import Incident, Job


def open_incident(job: Job, cause: str, at: datetime) -> Incident:
    """Open the incident in the caller's transaction.

    `place` is the payload's "place" or "subject" when there is one ("dossiers.Dossier:12").
    """
    where = job.payload.get("place") or job.payload.get("subject") or job.key
    incident = Incident.objects.create(job=job, place=f"{job.kind} {where}"[:200], cause=cause, opened_at=at)
    if settings.JOB_INCIDENT_OPENED:
        import_string(settings.JOB_INCIDENT_OPENED)(incident, at)
    return incident
