"""Close an account: people are never deleted."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.errors import BasisMissing, PersonClosed
from accounts.localdays import local_day
from accounts.models import Person
from accounts.policies import check_may_administer
from accounts.services.end_sessions import end_sessions
from audit.services import record


def close_person(person: Person, *, reason: str, actor: Person | None, at: datetime) -> Person:
    """End an account with its appointments and sessions; what the person did remains.

    A person may close the own account. Raises NotAllowed, PersonClosed, BasisMissing.
    """
    with transaction.atomic():
        if actor is None or actor.pk != person.pk:
            check_may_administer(actor, person, at)
        if person.closed_at is not None:
            raise PersonClosed(person.pk)
        if not reason.strip():
            raise BasisMissing
        person.is_active = False
        person.closed_at = at
        person.save(update_fields=["is_active", "closed_at"])
        _end_open_appointments(person, at)
        end_sessions(person, at)
        record(
            action="accounts.person_closed",
            actor_id=actor.pk if actor else None,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
            values={"reason": reason},
        )
        return person


def _end_open_appointments(person: Person, at: datetime) -> None:
    today = local_day(at)
    running = person.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    running.filter(starts_on__lte=today).update(ends_on=today)
