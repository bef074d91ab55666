"""Raise how well a person is known: papers seen at a counter, or the national e-ID."""

from datetime import date, datetime

from django.db import transaction

from accounts.errors import IdentityLevelInvalid, NationalIdTaken, NotAllowed
from accounts.models import Person
from accounts.models.people import IdentityLevel
from accounts.permissions import VERIFY_IDENTITY
from accounts.selectors import agencies_where
from accounts.services.representation import recognise_principal
from audit.services import record

_ORDER = [IdentityLevel.SELF_ASSERTED, IdentityLevel.COUNTER, IdentityLevel.NATIONAL_EID]


def raise_identity_level(
    person: Person,
    *,
    level: str,
    national_id: str,
    full_name: str = "",
    born_on: date | None = None,
    evidence: str,
    actor: Person | None,
    at: datetime,
) -> Person:
    """Store a proven national id and level; name and birthday as the proof has them.

    evidence  what was seen: the paper at the counter, the provider's subject

    Raises NotAllowed (an officer without the right to check papers), IdentityLevelInvalid,
    NationalIdTaken.
    """
    with transaction.atomic():
        if actor is not None and not agencies_where(actor, VERIFY_IDENTITY, at):
            raise NotAllowed(VERIFY_IDENTITY, None)
        _check_raises(person, level, national_id)
        person.identity_level = level
        person.national_id = national_id
        person.full_name = full_name.strip() or person.full_name
        person.born_on = born_on or person.born_on
        person.save()
        recognise_principal(person)
        record(
            action="accounts.identity_level_raised",
            actor_id=actor.pk if actor else None,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
            values={"level": level, "national_id": national_id, "evidence": evidence},
        )
        return person


def _check_raises(person: Person, level: str, national_id: str) -> None:
    if level not in _ORDER[1:] or _ORDER.index(level) < _ORDER.index(person.identity_level):
        raise IdentityLevelInvalid(level)
    if len(national_id) != 12 or not (national_id.isascii() and national_id.isdigit()):
        raise IdentityLevelInvalid(national_id)
    proven = Person.objects.exclude(identity_level=IdentityLevel.SELF_ASSERTED)
    if proven.filter(national_id=national_id).exclude(pk=person.pk).exists():
        raise NationalIdTaken
    if person.identity_level != IdentityLevel.SELF_ASSERTED and person.national_id != national_id:
        raise IdentityLevelInvalid(national_id)
