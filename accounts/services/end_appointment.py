"""End an appointment on a day, or revoke it at once; what was delegated from it ends too."""

from datetime import date, datetime

from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid
from accounts.models import Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.policies import check_may
from accounts.services.appoint import record_appointment
from accounts.services.end_sessions import end_sessions


def end_appointment(
    appointment: Appointment,
    *,
    ends_on: date,
    reason: str,
    actor: Person | None,
    at: datetime,
) -> Appointment:
    """Set the last day of an appointment; its holder signs in anew.

    Raises NotAllowed, BasisMissing, DatesInvalid.
    """
    with transaction.atomic():
        _check_may_end(appointment, reason, actor, at)
        if ends_on < appointment.starts_on:
            raise DatesInvalid(appointment.starts_on, ends_on)
        _end(appointment, ends_on, reason, actor, at)
        longer = appointment.delegations.filter(ends_on__gt=ends_on, starts_on__lte=ends_on)
        for delegation in longer.select_related("person", "role", "sits_at", "acts_for"):
            _end(delegation, ends_on, reason, actor, at)
        return appointment


def revoke_appointment(
    appointment: Appointment, *, reason: str, actor: Person | None, at: datetime
) -> Appointment:
    """Take an appointment away this very moment. Raises NotAllowed, BasisMissing."""
    with transaction.atomic():
        _check_may_end(appointment, reason, actor, at)
        appointment.revoked_at = at
        appointment.save(update_fields=["revoked_at"])
        end_sessions(appointment.person, at)
        for delegation in appointment.delegations.select_related("person"):
            end_sessions(delegation.person, at)
        record_appointment("accounts.appointment_revoked", appointment, actor, at, reason=reason)
        return appointment


def _check_may_end(appointment: Appointment, reason: str, actor: Person | None, at: datetime) -> None:
    principal = appointment.on_behalf_of
    if actor is None or principal is None or principal.person_id != actor.pk:
        check_may(actor, ADMINISTER_PEOPLE, appointment.acts_for, at)
    if not reason.strip():
        raise BasisMissing


def _end(appointment: Appointment, ends_on: date, reason: str, actor: Person | None, at: datetime) -> None:
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on"])
    end_sessions(appointment.person, at)
    record_appointment("accounts.appointment_ended", appointment, actor, at, reason=reason)
