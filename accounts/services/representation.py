"""Who may apply for an organisation or for another person, once somebody has seen the paper."""

from datetime import date, datetime

from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid, NotAllowed
from accounts.models import Organisation, Person, Representation
from accounts.permissions import VERIFY_IDENTITY
from accounts.selectors import agencies_where
from audit.services import record


def register_organisation(
    *, name: str, tax_code: str, actor: Person | None, at: datetime, **facts: str
) -> Organisation:
    """Return the organisation with this tax code, made on first mention."""
    with transaction.atomic():
        found = Organisation.objects.filter(tax_code=tax_code).first()
        if found is not None:
            return found
        organisation = Organisation.objects.create(name=name, tax_code=tax_code, **facts)
        _record("accounts.organisation_registered", organisation, actor, at, {"tax_code": tax_code})
        return organisation


def verify_representation(
    *,
    person: Person,
    organisation: Organisation | None = None,
    principal: Person | None = None,
    basis: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: Person | None,
    at: datetime,
) -> Representation:
    """Return a representation in force, for exactly one of organisation and principal.

    Raises NotAllowed, BasisMissing, DatesInvalid; ValueError for none or both parties.
    """
    with transaction.atomic():
        _check_may_verify(actor, at)
        if (organisation is None) == (principal is None):
            raise ValueError("One party is represented")
        if not basis.strip():
            raise BasisMissing
        if ends_on is not None and ends_on < starts_on:
            raise DatesInvalid(starts_on, ends_on)
        representation = Representation.objects.create(
            person=person,
            organisation=organisation,
            principal=principal,
            basis=basis.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            verified_by=actor,
            verified_at=at,
        )
        values = {"person": str(person.public_id), "basis": basis}
        _record("accounts.representation_verified", representation, actor, at, values)
        return representation


def end_representation(
    representation: Representation, *, ends_on: date, actor: Person | None, at: datetime
) -> Representation:
    """Set the last day of a representation. Raises NotAllowed, DatesInvalid."""
    with transaction.atomic():
        _check_may_verify(actor, at)
        if ends_on < representation.starts_on:
            raise DatesInvalid(representation.starts_on, ends_on)
        representation.ends_on = ends_on
        representation.save(update_fields=["ends_on"])
        values = {"ends_on": ends_on.isoformat()}
        _record("accounts.representation_ended", representation, actor, at, values)
        return representation


def _check_may_verify(actor: Person | None, at: datetime) -> None:
    if actor is not None and not agencies_where(actor, VERIFY_IDENTITY, at):
        raise NotAllowed(VERIFY_IDENTITY, None)


def _record(
    action: str,
    target: Organisation | Representation,
    actor: Person | None,
    at: datetime,
    values: dict[str, object],
) -> None:
    record(
        action=action,
        actor_id=actor.pk if actor else None,
        target=target._meta.label,
        target_id=target.pk,
        at=at,
        values=values,
    )
