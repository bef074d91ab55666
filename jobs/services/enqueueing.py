"""Orders a job in the caller's transaction: no commit, no job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from jobs.registry import check_kind
from jobs.transport import dispatch

FIELDS = [field for field in Job._meta.concrete_fields if not field.primary_key]
INSERT = (
    f"INSERT INTO {Job._meta.db_table} ({', '.join(field.column for field in FIELDS)}) "
    f"VALUES ({', '.join(['%s'] * len(FIELDS))}) ON CONFLICT (key) DO NOTHING RETURNING id"
)


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
    if not _insert(wanted):
        return Job.objects.get(key=key)
    dispatch(wanted)
    return wanted


def _insert(job: Job) -> bool:
    """Insert a job unless its key is there; return whether it was: the ORM would need a question for that."""
    values = [field.get_db_prep_save(getattr(job, field.attname), connection) for field in FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        inserted = cursor.fetchone()
    if inserted is None:
        return False
    job.pk = inserted[0]
    job._state.adding, job._state.db = False, connection.alias
    return True
