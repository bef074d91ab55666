"""Who may apply for an organisation or for another person: verified by an officer, or granted by that person.

A power of attorney given here needs no officer: who gives it has proven who they are. Ended or revoked, it lets
nobody in from that moment; sockets that are open are closed when the transaction is through.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid, IdentityNotProven, NotAllowed, PersonUnknown
from accounts.folding import fold
from accounts.models import Organisation, Person, Representation
from accounts.models.people import IdentityLevel
from accounts.permissions import VERIFY_IDENTITY
from accounts.representing import may_verify, proven_person
from accounts.services.end_sessions import close_sockets
from audit.services import record

GRANTED_HERE = "Ủy quyền điện tử trên hệ thống"


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
    principal_name: str = "",
    principal_national_id: str = "",
    procedures: Sequence[str] = (),
    basis: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: Person | None,
    at: datetime,
) -> Representation:
    """Return a representation in force, for exactly one of organisation and principal.

    principal_name, principal_national_id  of a represented person, who may have no account yet
    procedures  the names of what it covers; empty: everything

    Raises NotAllowed, BasisMissing, DatesInvalid; ValueError for none or both parties.
    """
    with transaction.atomic():
        _check_may_verify(actor, at)
        if (organisation is None) == (principal is None and not principal_national_id):
            raise ValueError("One party is represented")
        if not basis.strip():
            raise BasisMissing
        _check_days(starts_on, ends_on)
        known = principal or (proven_person(principal_national_id) if principal_national_id else None)
        if actor is not None and actor.pk in (person.pk, known.pk if known else None):
            raise NotAllowed(VERIFY_IDENTITY, None)
        representation = Representation.objects.create(
            person=person, organisation=organisation, principal=known,
            principal_name=principal_name or (known.full_name if known else ""),
            principal_national_id=principal_national_id, procedures=list(procedures), basis=basis.strip(),
            starts_on=starts_on, ends_on=ends_on, verified_by=actor, verified_at=at,
        )  # fmt: skip
        values = {"person": str(person.public_id), "for": representation.party_name, "basis": basis}
        _record("accounts.representation_verified", representation, actor, at, values)
        return representation


def grant_power(
    principal: Person,
    *,
    national_id: str,
    full_name: str,
    procedures: Sequence[str],
    starts_on: date,
    ends_on: date,
    at: datetime,
) -> Representation:
    """Return the power by which a person lets another, known by number and name, act for them on given days.

    Raises IdentityNotProven where the one who grants has not proven who they are, PersonUnknown for a number
    nobody has proven or another name, and for one's own; DatesInvalid.
    """
    with transaction.atomic():
        if principal.identity_level == IdentityLevel.SELF_ASSERTED or not principal.national_id:
            raise IdentityNotProven(principal.pk)
        _check_days(starts_on, ends_on)
        person = proven_person(national_id)
        if person is None or fold(person.full_name) != fold(full_name) or person.pk == principal.pk:
            raise PersonUnknown
        representation = Representation.objects.create(
            person=person, principal=principal, principal_name=principal.full_name,
            principal_national_id=principal.national_id, procedures=list(procedures), basis=GRANTED_HERE,
            starts_on=starts_on, ends_on=ends_on, verified_by=principal, verified_at=at,
        )  # fmt: skip
        values = {"person": str(person.public_id), "procedures": list(procedures), "ends_on": str(ends_on)}
        _record("accounts.power_granted", representation, principal, at, values)
        return representation


def end_representation(
    representation: Representation, *, ends_on: date, actor: Person | None, at: datetime
) -> Representation:
    """Set the last day of a representation. Raises NotAllowed, DatesInvalid."""
    with transaction.atomic():
        _check_may_verify(actor, at)
        _check_days(representation.starts_on, ends_on)
        representation.ends_on = ends_on
        representation.save(update_fields=["ends_on"])
        close_sockets(representation.person_id, at)
        values = {"ends_on": ends_on.isoformat()}
        _record("accounts.representation_ended", representation, actor, at, values)
        return representation


def revoke_representation(
    representation: Representation, *, reason: str, actor: Person, at: datetime
) -> Representation:
    """Take a representation away this very moment: by who granted it, by who has it, or by an officer.

    Raises NotAllowed, BasisMissing; one that was revoked before stays as it was.
    """
    with transaction.atomic():
        own = actor.pk in (representation.person_id, representation.principal_id)
        if not own and not may_verify(actor, at):
            raise NotAllowed(VERIFY_IDENTITY, None)
        if not reason.strip():
            raise BasisMissing
        representation = Representation.objects.select_for_update(of=("self",)).get(pk=representation.pk)
        if representation.revoked_at is not None:
            return representation
        representation.revoked_at, representation.revoked_by = at, actor
        representation.revoked_why = reason.strip()[:300]
        representation.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        close_sockets(representation.person_id, at)
        _record("accounts.representation_revoked", representation, actor, at, {"reason": reason.strip()})
        return representation


def recognise_principal(person: Person) -> int:
    """Tie what was verified for a number to the account that has now proven it; return how many. Within a transaction."""
    named = Representation.objects.filter(principal_national_id=person.national_id, principal__isnull=True)
    return named.exclude(person_id=person.pk).update(principal=person)


def _check_may_verify(actor: Person | None, at: datetime) -> None:
    if actor is not None and not may_verify(actor, at):
        raise NotAllowed(VERIFY_IDENTITY, None)


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise DatesInvalid(starts_on, ends_on)


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
