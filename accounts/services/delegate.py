"""Delegate a role for a time: an appointment on another's behalf."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.errors import DatesInvalid, DelegationInvalid
from accounts.localdays import local_day
from accounts.models import Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.policies import check_may
from accounts.services.appoint import check_appointable, check_owner_known, record_appointment
from accounts.services.end_sessions import end_sessions


def delegate(
    *,
    appointment: Appointment,
    to: Person,
    starts_on: date,
    ends_on: date,
    basis: str,
    document_kinds: Iterable[str] = (),
    title: str = "",
    signing_form: str = "TUQ.",
    actor: Person | None,
    at: datetime,
) -> Appointment:
    """Return an appointment of `to` on behalf of the holder of `appointment`.

    The holder may do this, and whoever administers the people of the agency. It ends with the
    appointment it stands on at the latest. An empty list of kinds means no limit beyond the
    holder's own.

    Raises NotAllowed, PersonClosed, EmailNotVerified, DatesInvalid, BasisMissing,
    DelegationInvalid.
    """
    with transaction.atomic():
        if actor is None or actor.pk != appointment.person_id or not _holds(appointment, at):
            check_may(actor, ADMINISTER_PEOPLE, appointment.acts_for, at)
        check_appointable(to, starts_on, ends_on, basis)
        check_owner_known(to, actor)
        kinds = _check_within(appointment, to, starts_on, ends_on, set(document_kinds))
        delegation = Appointment.objects.create(
            person=to,
            role=appointment.role,
            sits_at=appointment.sits_at,
            acts_for=appointment.acts_for,
            starts_on=starts_on,
            ends_on=ends_on,
            basis=basis.strip(),
            title=title,
            signing_form=signing_form,
            on_behalf_of=appointment,
            document_kinds=kinds,
        )
        end_sessions(to, at)
        record_appointment("accounts.delegated", delegation, actor, at)
        return delegation


def _holds(appointment: Appointment, at: datetime) -> bool:
    valid = Appointment.objects.valid_on(local_day(at))
    return valid.filter(pk=appointment.pk).exists()


def _check_within(
    appointment: Appointment, to: Person, starts_on: date, ends_on: date, kinds: set[str]
) -> list[str]:
    if appointment.on_behalf_of_id is not None:
        raise DelegationInvalid("what is delegated cannot be delegated on")
    if to.pk == appointment.person_id:
        raise DelegationInvalid("nobody delegates to himself")
    if starts_on < appointment.starts_on or (
        appointment.ends_on is not None and ends_on > appointment.ends_on
    ):
        raise DatesInvalid(starts_on, ends_on)
    own = set(appointment.document_kinds)
    if own and kinds - own:
        raise DelegationInvalid("kinds of document the holder may not sign")
    return sorted(kinds or own)
