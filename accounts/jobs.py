"""Periodic work: old sessions go, and rights that change with the day are felt that day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.localdays import local_day
from accounts.models import Appointment, PersonSession
from accounts.services.end_sessions import end_sessions


def sweep_sessions(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Delete the sessions that expired before the moment of the slot."""
    PersonSession.objects.filter(expire_date__lt=_moment(payload)).delete()


def end_changed_sessions(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """End the sessions of those whose appointment began today or ended yesterday.

    Once a local day, soon after midnight: rights are asked at each request anyway, but sockets
    and pages already open go on until somebody ends them.
    """
    at = _moment(payload)
    today = local_day(at)
    changed = Appointment.objects.filter(Q(starts_on=today) | Q(ends_on=today - timedelta(days=1)))
    with transaction.atomic():
        for person in {appointment.person for appointment in changed.select_related("person")}:
            end_sessions(person, at)


def _moment(payload: dict[str, str]) -> datetime:
    return datetime.fromisoformat(payload["at"])
