"""Periodic work: old sessions go, and rights that change with the day are felt that day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.localdays import local_day
from accounts.models import Appointment, PersonSession, Representation
from accounts.services.end_sessions import close_sockets, end_sessions
from jobs.services import enqueue

DAY_CHANGE = "accounts.day_change"


def sweep_sessions(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Delete the sessions that expired before the moment of the slot."""
    PersonSession.objects.filter(expire_date__lt=_moment(payload)).delete()


def end_changed_sessions(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """End the sessions of those whose appointment began today or ended yesterday, the sockets of who no longer represents.

    Rights are asked at each request anyway, but sockets and pages already open go on until
    somebody ends them. However often the periodic table calls, each local day has one job of
    its own, known by its key.
    """
    if "day" not in payload:
        at = _moment(payload)
        day = local_day(at).isoformat()
        enqueue(DAY_CHANGE, key=f"{DAY_CHANGE}/{day}", payload={"at": at.isoformat(), "day": day})
        return
    today = date.fromisoformat(payload["day"])
    changed = Appointment.objects.filter(Q(starts_on=today) | Q(ends_on=today - timedelta(days=1)))
    over = Representation.objects.filter(ends_on=today - timedelta(days=1)).values_list(
        "person_id", flat=True
    )
    with transaction.atomic():
        for person in {appointment.person for appointment in changed.select_related("person")}:
            end_sessions(person, _moment(payload))
        for person_id in over.distinct():
            close_sockets(person_id, _moment(payload))


def _moment(payload: dict[str, str]) -> datetime:
    return datetime.fromisoformat(payload["at"])
