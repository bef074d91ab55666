"""Reads about representation: what concerns a person, what gives sight of another party's dossiers, who a number belongs to."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Person, Representation
from accounts.models.people import IdentityLevel
from accounts.permissions import ADMINISTER_PEOPLE, VERIFY_IDENTITY
from accounts.selectors import once_a_day, permissions_anywhere

MAY_VERIFY = frozenset({VERIFY_IDENTITY, ADMINISTER_PEOPLE})
"""What lets an officer look at evidence: checking papers at the one-stop, or administering people."""


def may_verify(person: Person, at: datetime) -> bool:
    """Say whether an officer may say yes or no to a representation."""
    return bool(MAY_VERIFY & permissions_anywhere(person, at))


def representations_about(person: Person) -> "QuerySet[Representation]":
    """Return every representation, over or not, that has to do with a person: by them, of them, of their organisations."""
    organisations = Representation.objects.filter(person_id=person.pk, organisation__isnull=False)
    concerns = Q(person_id=person.pk) | Q(principal_id=person.pk)
    concerns |= Q(organisation_id__in=organisations.values("organisation_id"))
    return Representation.objects.filter(concerns).select_related("organisation", "principal", "person")


def proven_person(national_id: str) -> Person | None:
    """Return who has proven this personal identification number, or None."""
    proven = Person.objects.exclude(identity_level=IdentityLevel.SELF_ASSERTED)
    return proven.filter(national_id=national_id, is_active=True).first()


def representations_of(person: Person) -> "QuerySet[Representation]":
    """Return those by which a person acts and those by which others act for them, newest first."""
    own = Q(person_id=person.pk) | Q(principal_id=person.pk)
    return (
        Representation.objects.filter(own)
        .select_related("organisation", "principal", "person")
        .order_by("-pk")
    )


def representations_seen(person: Person, at: datetime) -> frozenset[int]:
    """Return the ids of the representations whose dossiers a person may see at a moment, in one query.

    A represented person always sees what is done for them. Who acts for an organisation sees all that is done for
    it; who acts for a person sees what they did themselves. Either way only while some representation of that party
    is in force, whichever it was done by.
    """
    found: frozenset[int] = once_a_day(person, "representations", at, _representations_seen)
    return found


def _representations_seen(person: Person, at: datetime) -> frozenset[int]:
    every = list(representations_about(person))
    standing = [each for each in every if each.person_id == person.pk and each.is_in_force(at)]
    return frozenset(each.pk for each in every if is_seen(each, person, standing))


def is_seen(each: Representation, person: Person, standing: Iterable[Representation]) -> bool:
    """Say whether what was done by a representation is the person's to see, by those they now have."""
    if each.principal_id == person.pk:
        return True
    if each.is_of_organisation:
        return any(is_of_same_party(own, each) for own in standing)
    return any(own.pk == each.pk or (is_of_same_party(own, each) and reaches(own, each)) for own in standing)


def is_of_same_party(one: Representation, other: Representation) -> bool:
    """Say whether two representations stand for the same organisation or person."""
    return party_of(one) == party_of(other)


def party_of(representation: Representation) -> tuple[int | None, int | None, str]:
    """Return what tells one party from another: the organisation; a person's number, or the account without one."""
    number = representation.principal_national_id
    return (representation.organisation_id, None if number else representation.principal_id, number)


def reaches(own: Representation, other: Representation) -> bool:
    """Say whether a representation covers every procedure another one covers."""
    return not own.procedures or bool(other.procedures) and set(other.procedures) <= set(own.procedures)
