"""Who may do what, where, at a moment; and which calendar an agency has.

Everything starts from appointments valid on the local day of the moment. Their roles at their
agencies are offices, and the offices' django-guardian rows say on which agencies they reach
what. Nobody is exempt: even a superuser sees only what an appointment lets him see.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.localdays import local_day
from accounts.models import (
    Agency,
    AgencyGroupObjectPermission,
    AgencyHours,
    AnnouncedYear,
    Appointment,
    CalendarDay,
    FourEyesWaiver,
    Office,
    Person,
    PersonWord,
    Representation,
)
from accounts.models.calendar import DayKind
from accounts.permissions import SIGN_DOCUMENT
from accounts.words import MOST_WORDS, beginning, folded_words
from workdays import Calendar

NOTICE_OF_A_YEAR = timedelta(days=60)


@dataclass(frozen=True)
class Standing:
    """A role held for an agency."""

    role: str
    agency_id: int


def standings(person: Person, at: datetime) -> frozenset[Standing]:
    """Return the roles a person holds at a moment, and for which agencies."""
    if not _can_stand(person):
        return frozenset()
    return once_a_day(person, "standings", at, _standings)


def _standings(person: Person, at: datetime) -> frozenset[Standing]:
    rows = valid_appointments(at).filter(person_id=person.pk).values_list("role__code", "acts_for_id")
    return frozenset(Standing(role, agency_id) for role, agency_id in rows)


def remember(person: Person) -> None:
    """Let the standings and rights of this object be read once a local day.

    For an object that lives as long as one request: a page asks the same several times over.
    """
    person.remembered = {}


def once_a_day(person: Person, name: str, at: datetime, read: Callable[[Person, datetime], Any]) -> Any:
    """Return what `read` finds, read once a local day for a person who remembers, each time for any other."""
    remembered = getattr(person, "remembered", None)
    if remembered is None:
        return read(person, at)
    key = (name, local_day(at))
    if key not in remembered:
        remembered[key] = read(person, at)
    return remembered[key]


def valid_appointments(at: datetime) -> "QuerySet[Appointment]":
    """Return the appointments that hold on the local day of a moment."""
    return Appointment.objects.valid_on(local_day(at))


def may(person: Person, permission: str, agency: Agency | int, at: datetime) -> bool:
    """Tell whether a person may do something at an agency at a moment."""
    if not _can_stand(person):
        return False
    agency_id = agency if isinstance(agency, int) else agency.pk
    return _rights(person, permission, at).filter(content_object_id=agency_id).exists()


def agencies_where(person: Person, permission: str, at: datetime) -> set[int]:
    """Return the ids of the agencies at which a person may do something at a moment."""
    if not _can_stand(person):
        return set()
    if getattr(person, "remembered", None) is not None:
        return set(once_a_day(person, "rights", at, _all_rights).get(permission, ()))
    return set(_rights(person, permission, at).values_list("content_object_id", flat=True))


def permissions_anywhere(person: Person, at: datetime) -> frozenset[str]:
    """Return every permission the person has at some agency: what a menu needs to know."""
    if not _can_stand(person):
        return frozenset()
    return frozenset(once_a_day(person, "rights", at, _all_rights))


def _all_rights(person: Person, at: datetime) -> dict[str, set[int]]:
    rows = AgencyGroupObjectPermission.objects.filter(_held(person, at))
    rights: dict[str, set[int]] = defaultdict(set)
    for permission, agency_id in rows.values_list("permission__codename", "content_object_id").distinct():
        rights[permission].add(agency_id)
    return dict(rights)


def _can_stand(person: Person) -> bool:
    return bool(person.is_authenticated and person.is_active)


def _rights(person: Person, permission: str, at: datetime) -> "QuerySet[AgencyGroupObjectPermission]":
    return AgencyGroupObjectPermission.objects.filter(_held(person, at), permission__codename=permission)


def _held(person: Person, at: datetime) -> Exists:
    return Exists(
        valid_appointments(at).filter(
            person_id=person.pk,
            role=OuterRef("group__office__role"),
            acts_for=OuterRef("group__office__agency"),
        )
    )


def holders(role: str, agency_id: int, at: datetime) -> "QuerySet[Person]":
    """Return the people who hold a role for an agency at a moment."""
    held = valid_appointments(at).filter(role__code=role, acts_for_id=agency_id)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("full_name", "pk")


def seated_with(person: Person, role: str, agency_id: int, at: datetime) -> "QuerySet[Person]":
    """Return the people who hold a role for an agency at a moment and sit where a person sits."""
    seats = valid_appointments(at).filter(person_id=person.pk).values("sits_at_id")
    held = valid_appointments(at).filter(role__code=role, acts_for_id=agency_id, sits_at_id__in=seats)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("full_name", "pk")


def people_with(permission: str, at: datetime, agency_id: int | None = None) -> "QuerySet[Person]":
    """Return everybody who may do something at some agency, or at this one, at a moment."""
    rights = AgencyGroupObjectPermission.objects.filter(permission__codename=permission)
    if agency_id is not None:
        rights = rights.filter(content_object_id=agency_id)
    groups = rights.values("group_id")
    held = valid_appointments(at).filter(
        Exists(
            Office.objects.filter(
                role_id=OuterRef("role_id"), agency_id=OuterRef("acts_for_id"), group_id__in=groups
            )
        )
    )
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("full_name", "pk")


def four_eyes_waivers(agency_id: int, at: datetime) -> "QuerySet[FourEyesWaiver]":
    """Return the permissions by which one person may do both steps for an agency on the local day of a moment."""
    return FourEyesWaiver.objects.valid_on(local_day(at)).filter(agency_id=agency_id)


def appointment_to_sign(
    person: Person, agency_id: int, document_kind: str, at: datetime
) -> Appointment | None:
    """Return the appointment by which a person may sign a kind of document, or None.

    A list of kinds limits a person's own appointment as well as a delegated one.
    """
    held = appointments_with(person, SIGN_DOCUMENT, agency_id, at)
    return next((a for a in held if not a.document_kinds or document_kind in a.document_kinds), None)


def stands_in_for(person: Person, permission: str, agency_id: int, at: datetime) -> int | None:
    """Return for whom a person does something at an agency: who delegated it; None for what is their own to do."""
    delegated = [a.on_behalf_of for a in appointments_with(person, permission, agency_id, at)[:1]]
    return next((a.person_id for a in delegated if a is not None), None)


def appointments_with(person: Person, permission: str, agency_id: int, at: datetime) -> list[Appointment]:
    """Return the appointments by which a person may do something at an agency, their own before delegated ones."""
    offices = AgencyGroupObjectPermission.objects.filter(
        permission__codename=permission,
        content_object_id=agency_id,
        group__office__role=OuterRef("role"),
        group__office__agency=OuterRef("acts_for"),
    )
    held = (
        valid_appointments(at)
        .filter(Exists(offices), person_id=person.pk)
        .select_related("role", "acts_for", "on_behalf_of__person")
    )
    return sorted(held, key=lambda a: (a.on_behalf_of_id is not None, a.pk))


def in_office(code: str, at: datetime) -> Agency | None:
    """Return the agency of a code, or whoever succeeded it by that moment; None where nobody is in office."""
    day, seen = local_day(at), set()
    agency = Agency.objects.select_related("successor").filter(code=code).first()
    while agency is not None and agency.pk not in seen:
        if agency.valid_from <= day and (agency.valid_to is None or day <= agency.valid_to):
            return agency
        seen.add(agency.pk)
        agency = agency.successor
    return None


def descendants(agency_id: int) -> set[int]:
    """Return an agency and all that stand under it, at any depth."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in Agency.objects.values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    found: set[int] = set()
    waiting = [agency_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(children[current])
    return found


def ancestors(agency: Agency) -> list[Agency]:
    """Return the agencies above one, nearest first."""
    above: list[Agency] = []
    current = agency.parent
    while current is not None and current not in above:
        above.append(current)
        current = current.parent
    return above


def valid_representations(person: Person, at: datetime) -> "QuerySet[Representation]":
    """Return for whom a person may apply at a moment: verified, in force, not revoked."""
    day = local_day(at)
    return Representation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
        person_id=person.pk,
        verified_at__isnull=False,
        starts_on__lte=day,
    ).select_related("organisation", "principal")


def people_administered_by(person: Person, at: datetime, words: str = "") -> "QuerySet[Person]":
    """Return the people of the agencies a person administers; `words` of name or e-mail narrow, the last perhaps unfinished.

    Citizens are not among them: an account without appointment is found by its whole e-mail
    address only (`person_by_email`), so that nobody browses the public.
    """
    from_agencies = Appointment.objects.filter(
        acts_for_id__in=agencies_where(person, "administer_people", at)
    )
    people = Person.objects.filter(pk__in=from_agencies.values("person_id"))
    *whole, last = folded_words(words)[:MOST_WORDS] or [""]
    asked = [Q(word=word) for word in whole] + [beginning("word", last)] * bool(last)
    for named in asked:
        people = people.filter(pk__in=PersonWord.objects.filter(named).values("person_id"))
    return people.order_by("full_name", "pk")


def person_by_email(email: str) -> Person | None:
    """Return the person with exactly this address, or None."""
    return Person.objects.filter(email=email.strip().lower()).first()


def calendar_of(agency_id: int | None) -> Calendar:
    """Return the working calendar of an agency; None is the calendar common to all.

    A day or hours of the agency itself go before the common ones.
    """
    days = _days_by_date(CalendarDay.objects.filter(_own_or_common(agency_id)))
    return Calendar(
        **_sessions(AgencyHours.objects.filter(_own_or_common(agency_id))),
        days_off=frozenset(on for on, kind in days.items() if kind != DayKind.WORKING_MAKEUP),
        working_saturdays=frozenset(on for on, kind in days.items() if kind == DayKind.WORKING_MAKEUP),
        known_years=frozenset(AnnouncedYear.objects.values_list("year", flat=True)),
    )


def years_to_announce(at: datetime) -> list[int]:
    """Return this year and the one 60 days ahead, as far as their days off are not announced."""
    day = local_day(at)
    near = {day.year, (day + NOTICE_OF_A_YEAR).year}
    known = AnnouncedYear.objects.filter(year__in=near).values_list("year", flat=True)
    return sorted(near - set(known))


def _own_or_common(agency_id: int | None) -> Q:
    common = Q(agency__isnull=True)
    return common if agency_id is None else common | Q(agency_id=agency_id)


def _days_by_date(rows: Iterable[CalendarDay]) -> dict[date, str]:
    ordered = sorted(rows, key=lambda row: row.agency_id is not None)
    return {row.on: row.kind for row in ordered}


def _sessions(rows: Iterable[AgencyHours]) -> dict[str, tuple]:
    every = list(rows)
    chosen = [row for row in every if row.agency_id is not None] or every
    if not chosen:
        return {}
    return {"sessions": tuple(sorted((row.opens, row.closes) for row in chosen))}
