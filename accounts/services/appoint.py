"""Appoint a person to a role: the only way rights come into being."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid, EmailNotVerified, PersonClosed
from accounts.models import Agency, Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.policies import check_may
from accounts.services.end_sessions import end_sessions
from accounts.services.offices import open_office
from audit.services import record


def appoint(
    *,
    person: Person,
    role: str,
    acts_for: Agency,
    sits_at: Agency | None = None,
    starts_on: date,
    ends_on: date | None = None,
    basis: str,
    title: str = "",
    signing_form: str = "",
    document_kinds: Iterable[str] = (),
    actor: Person | None,
    at: datetime,
) -> Appointment:
    """Return the new appointment; the person's sessions end so that the change is felt at once.

    role     a role's code; its office at the agency is opened on first use
    sits_at  where the person sits, when that is not the agency acted for

    Raises NotAllowed, PersonClosed, EmailNotVerified, UnknownRole, DatesInvalid, BasisMissing.
    """
    with transaction.atomic():
        check_may(actor, ADMINISTER_PEOPLE, acts_for, at)
        check_appointable(person, starts_on, ends_on, basis)
        check_owner_known(person, actor)
        appointment = Appointment.objects.create(
            person=person,
            role=open_office(role, acts_for, at=at, actor=actor).role,
            sits_at=sits_at or acts_for,
            acts_for=acts_for,
            starts_on=starts_on,
            ends_on=ends_on,
            basis=basis.strip(),
            title=title,
            signing_form=signing_form,
            document_kinds=sorted(document_kinds),
        )
        end_sessions(person, at)
        record_appointment("accounts.appointed", appointment, actor, at)
        return appointment


def check_appointable(person: Person, starts_on: date, ends_on: date | None, basis: str) -> None:
    """Pass for an open account, days in order and a basis. Raises what is wrong."""
    if not person.is_active:
        raise PersonClosed(person.pk)
    if ends_on is not None and ends_on < starts_on:
        raise DatesInvalid(starts_on, ends_on)
    if not basis.strip():
        raise BasisMissing


def check_owner_known(person: Person, actor: Person | None) -> None:
    """Pass for an account whose e-mail address is verified. Raises EmailNotVerified.

    Else anybody could sign up with an officer's address and wait for the officer's rights. The
    system itself (no actor) vouches for whom it names.
    """
    verified = EmailAddress.objects.filter(user_id=person.pk, email=person.email, verified=True)
    if actor is not None and not verified.exists():
        raise EmailNotVerified(person.email)


def record_appointment(
    action: str,
    appointment: Appointment,
    actor: Person | None,
    at: datetime,
    **more: object,
) -> None:
    """Write the audit row of a change of an appointment."""
    principal = appointment.on_behalf_of
    record(
        action=action,
        actor_id=actor.pk if actor else None,
        on_behalf_of_id=principal.person_id if principal else None,
        target="accounts.Appointment",
        target_id=appointment.pk,
        at=at,
        values={
            "person": str(appointment.person.public_id),
            "role": appointment.role.code,
            "sits_at": appointment.sits_at.code,
            "acts_for": appointment.acts_for.code,
            "starts_on": appointment.starts_on.isoformat(),
            "ends_on": appointment.ends_on.isoformat() if appointment.ends_on else None,
            "basis": appointment.basis,
            "document_kinds": appointment.document_kinds,
            **more,
        },
        agency_id=appointment.acts_for_id,
    )
