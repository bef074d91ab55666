"""Who stands on which side: the team's lead and members now, and the people who act for an institution.

Who acts for an institution is known by a verified representation of the organisation with its tax code.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.localdays import local_day
from accounts.models import Person, Representation
from accounts.permissions import PROPOSE_INSPECTIONS
from accounts.selectors import stands_in_for, valid_representations
from inspections.models import Inspection, InspectionDecision, Origin, Target, TeamMember, TeamRole
from inspections.roles import PROCEDURE
from inspections.status import OVER_INSPECTION
from registry.models import Institution

LEADING = frozenset({TeamRole.LEAD, TeamRole.DEPUTY})
"""Who signs for a team."""


def team_now(inspection: Inspection) -> "QuerySet[TeamMember]":
    """Return who is in the team now, the lead first."""
    return inspection.team.filter(left_at=None).select_related("person").order_by("pk")


def lead_of(inspection: Inspection) -> TeamMember | None:
    """Return the team's lead; None before there is one."""
    return team_now(inspection).filter(role=TeamRole.LEAD).first()


def member_in(person: Person, inspection: Inspection) -> TeamMember | None:
    """Return the membership by which a person is in a team now; None where they are not."""
    return inspection.team.filter(left_at=None, person_id=person.pk).first()


def newcomers() -> "QuerySet[InspectionDecision]":
    """Return the decisions on the way by which somebody is to come into a team."""
    return InspectionDecision.objects.filter(member_in__isnull=False, effective_at=None, dropped_at=None)


def is_to_declare(member: TeamMember) -> bool:
    """Say whether a declaration of conflicts is a member's to make: in the team, or to come into it by a decision on the way."""
    return member.left_at is None or newcomers().filter(member_in=member).exists()


def declarations_awaited(person: Person) -> "QuerySet[TeamMember]":
    """Return the places in teams, taken or to be taken, for which a person has still to declare conflicts.

    The team of an inspection that was registered from paper declared itself on paper.
    """
    to_come = Exists(newcomers().filter(member_in=OuterRef("pk")))
    taken = Q(left_at=None) & ~Q(inspection__origin=Origin.ON_PAPER)
    places = TeamMember.objects.filter(taken | to_come, person_id=person.pk, declared_at=None)
    return places.exclude(inspection__status__in=OVER_INSPECTION).order_by("pk")


def institutions_of(person: Person, at: datetime) -> "QuerySet[Institution]":
    """Return the institutions a person acts for at a moment."""
    acting = valid_representations(person, at).filter(organisation__isnull=False)
    codes = [each.organisation.tax_code for each in acting if each.covers(PROCEDURE)]
    return Institution.objects.filter(tax_code__in=[code for code in codes if code])


def is_of_institution(person: Person, institution: Institution, at: datetime) -> bool:
    """Say whether a person acts for an institution at a moment."""
    return institutions_of(person, at).filter(pk=institution.pk).exists()


def delegator(person: Person, inspection: Inspection, at: datetime) -> int | None:
    """Return for whom a person works on an inspection for its agency: who delegated it; None for what is their own to do."""
    return stands_in_for(person, PROPOSE_INSPECTIONS, inspection.agency_id, at)


def behalf_of(person: Person, institution: Institution, at: datetime) -> dict[str, str]:
    """Return what an audit row says of the institution for which somebody acts: by which power, for whom."""
    if not institution.tax_code:
        return {}
    acting = valid_representations(person, at).filter(organisation__tax_code=institution.tax_code)
    power = next((each for each in acting.order_by("pk") if each.covers(PROCEDURE)), None)
    return {"representation": str(power.public_id), "for": institution.name} if power else {}


def people_of(institution: Institution, at: datetime) -> list[Person]:
    """Return who acts for an institution at a moment."""
    if not institution.tax_code:
        return []
    day = local_day(at)
    acting = Representation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
        organisation__tax_code=institution.tax_code,
        verified_at__isnull=False,
        starts_on__lte=day,
    ).select_related("person")
    return list(dict.fromkeys(each.person for each in acting if each.covers(PROCEDURE)))


def people_of_target(target: Target, at: datetime) -> list[Person]:
    """Return who acts for the institution of a target at a moment."""
    return people_of(target.institution, at)
