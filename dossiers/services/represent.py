"""Ask to act for an organisation or a person with the paper that shows it; an officer says yes or no.

A yes makes the representation, for the days the officer writes; a no says why. Whom it concerns is told each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid, NotAllowed
from accounts.models import Person, Representation
from accounts.permissions import VERIFY_IDENTITY
from accounts.representing import may_verify
from accounts.services import (
    grant_power,
    register_organisation,
    revoke_representation,
    verify_representation,
)
from audit.services import record
from dossiers.errors import NotDecidable
from dossiers.models import RepresentationRequest
from dossiers.news import tell_of_power, tell_of_wish
from forms.models import Attachment
from forms.services import reference

Kind, State = RepresentationRequest.Kind, RepresentationRequest.State


@dataclass(frozen=True)
class Wish:
    """What a person asks: for whom (a name and a tax code, or a personal number), by what paper, for which days.

    procedures  names of procedures; empty: all of them
    ends_on     None: until it is revoked
    """

    kind: str
    party_name: str
    party_number: str
    basis: str
    starts_on: date
    ends_on: date | None = None
    procedures: Sequence[str] = ()


def ask_to_represent(
    person: Person, wish: Wish, evidence: Sequence[Attachment], *, at: datetime
) -> RepresentationRequest:
    """Return the request that waits for an officer. Raises DatesInvalid, BasisMissing without a paper."""
    if wish.ends_on is not None and wish.ends_on < wish.starts_on:
        raise DatesInvalid(wish.starts_on, wish.ends_on)
    if not evidence or not wish.basis.strip():
        raise BasisMissing
    with transaction.atomic():
        asked = RepresentationRequest.objects.create(
            person=person, kind=wish.kind, party_name=wish.party_name, party_number=wish.party_number,
            basis=wish.basis.strip(), procedures=list(wish.procedures), starts_on=wish.starts_on,
            ends_on=wish.ends_on, requested_at=at,
        )  # fmt: skip
        asked.evidence.set(evidence)
        reference(evidence, at=at)
        note(asked, "representation.asked", person, at)
    return asked


def verify_request(
    officer: Person, asked: RepresentationRequest, *, starts_on: date, ends_on: date | None, at: datetime
) -> Representation:
    """Return the representation an officer makes of a request, for the days the paper gives.

    Raises NotAllowed, NotDecidable, DatesInvalid.
    """
    with transaction.atomic():
        asked = waiting(officer, asked, at)
        parties = (
            {"organisation": register_organisation(
                name=asked.party_name, tax_code=asked.party_number, actor=officer, at=at)}
            if asked.kind == Kind.ORGANISATION
            else {"principal_name": asked.party_name, "principal_national_id": asked.party_number}
        )  # fmt: skip
        representation = verify_representation(
            person=asked.person, procedures=asked.procedures, basis=asked.basis, starts_on=starts_on,
            ends_on=ends_on, actor=officer, at=at, **parties,
        )  # fmt: skip
        asked.representation = representation
        decide(asked, State.VERIFIED, officer, "", at)
    return representation


def refuse_request(
    officer: Person, asked: RepresentationRequest, *, reason: str, at: datetime
) -> RepresentationRequest:
    """Say no, and why. Raises NotAllowed, NotDecidable, BasisMissing without a reason."""
    if not reason.strip():
        raise BasisMissing
    with transaction.atomic():
        asked = waiting(officer, asked, at)
        decide(asked, State.REFUSED, officer, reason.strip()[:300], at)
    return asked


def name_attorney(
    principal: Person,
    *,
    national_id: str,
    full_name: str,
    procedures: Sequence[str],
    starts_on: date,
    ends_on: date,
    at: datetime,
) -> Representation:
    """Let another person act for one, and tell them. Raises what accounts.services.grant_power does."""
    with transaction.atomic():
        power = grant_power(
            principal, national_id=national_id, full_name=full_name, procedures=procedures,
            starts_on=starts_on, ends_on=ends_on, at=at,
        )  # fmt: skip
        params = {"party": principal.full_name}
        tell_of_power([power.person], "representation.granted", subject_of(power), params, at)
    return power


def take_back(representation: Representation, *, reason: str, actor: Person, at: datetime) -> Representation:
    """Revoke a representation at once and tell who had it. Raises NotAllowed, BasisMissing."""
    with transaction.atomic():
        was_over = representation.revoked_at is not None
        representation = revoke_representation(representation, reason=reason, actor=actor, at=at)
        if not was_over and actor.pk != representation.person_id:
            params = {"party": representation.party_name}
            kind = "representation.revoked"
            tell_of_power([representation.person], kind, subject_of(representation), params, at)
    return representation


def subject_of(representation: Representation) -> str:
    """Return what a message is about."""
    return f"accounts.Representation:{representation.pk}"


def waiting(officer: Person, asked: RepresentationRequest, at: datetime) -> RepresentationRequest:
    """Return a request, locked, that an officer may decide. Raises NotAllowed, NotDecidable."""
    if not may_verify(officer, at):
        raise NotAllowed(VERIFY_IDENTITY, None)
    locked = RepresentationRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if locked.state != State.WAITING or officer.pk == locked.person_id:
        raise NotDecidable
    return locked


def decide(asked: RepresentationRequest, state: str, officer: Person, reason: str, at: datetime) -> None:
    """Write down what came of a request, and tell who asked."""
    asked.state, asked.reason, asked.decided_by, asked.decided_at = state, reason, officer, at
    asked.save(update_fields=["state", "reason", "decided_by", "decided_at", "representation"])
    note(asked, f"representation.request_{state}", officer, at)
    tell_of_wish(asked, at)


def note(asked: RepresentationRequest, action: str, actor: Person, at: datetime) -> None:
    """Write the audit row."""
    values = {"for": asked.party_name, "kind": asked.kind, "basis": asked.basis, "reason": asked.reason}
    record(
        action=action, actor_id=actor.pk, target="dossiers.RepresentationRequest", target_id=asked.pk, at=at,
        values=values,
    )  # fmt: skip
