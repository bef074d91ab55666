"""What a person may see of inspections: the one answer every list, page, file, tablet and socket asks for.

The office that orders inspections sees its own; a team sees its own; who must do a step sees what it is about. An
institution sees its own part alone, and that only once it was told: an unannounced inspection does not exist for it
before. Who told the authority, and why a member has a conflict, are asked for apart (selectors.confidential).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from accounts.permissions import PROPOSE_INSPECTIONS, VIEW_INSPECTIONS
from accounts.selectors import agencies_where, may, standings
from inspections.models import Inspection, InspectionDecision, Target, TeamMember, TeamRole
from inspections.parties import institutions_of, member_in
from inspections.roles import INSTITUTION_ROLE, LEAD_ROLE, OWN_ROLES
from workflows.models import WorkItem
from workflows.selectors import by_pressure, open_work_items, still_open

KINDS = ("inspections.Inspection", "inspections.Target", "inspections.InspectionDecision")
TOLD = Q(notified_at__isnull=False) | Q(announced_at__isnull=False) | Q(ended_at__isnull=False)
"""Notified or announced; what was caught in the act is neither, and is told by its minutes (INSPECTION §0.3)."""


@dataclass(frozen=True)
class Sight:
    """On which sides of an inspection a person stands; on none, it does not exist for them.

    office       may see it for the agency that ordered it; step, a step of it waits for them
    team         in its team now; lead, its lead
    institution  acts for the institution of the part asked about
    """

    office: bool = False
    proposes: bool = False
    team: bool = False
    lead: bool = False
    step: bool = False
    institution: bool = False

    @property
    def inside(self) -> bool:
        """Whether drafts, notes and the other institutions are theirs to see."""
        return self.office or self.team or self.step

    def __bool__(self) -> bool:
        return self.inside or self.institution


def visible_inspections(person: Person, at: datetime) -> "QuerySet[Inspection]":
    """Return the inspections a person may find in lists: their agencies', their teams', those with a step for them."""
    return Inspection.objects.filter(inside(person, at))


def inside(person: Person, at: datetime) -> Q:
    """Return the condition of standing on the office's or the team's side of an inspection."""
    teams = TeamMember.objects.filter(inspection=OuterRef("pk"), person_id=person.pk, left_at=None)
    steps = office_items(person, at).order_by()
    of_parts = Target.objects.filter(inspection=OuterRef("pk"), run__in=steps.values("process_id"))
    of_decisions = InspectionDecision.objects.filter(
        inspection=OuterRef("pk"), run__in=steps.values("process_id")
    )
    own = Q(agency_id__in=agencies_where(person, VIEW_INSPECTIONS, at)) | Exists(teams)
    return own | Q(run__in=steps.values("process_id")) | Exists(of_parts) | Exists(of_decisions)


def visible_targets(person: Person, at: datetime) -> "QuerySet[Target]":
    """Return the parts a person may find: of inspections they see from inside, and of their own institution once it was told."""
    seen = visible_inspections(person, at).values("pk")
    return Target.objects.filter(Q(inspection__in=seen) | Q(pk__in=own_targets(person, at).values("pk")))


def own_targets(person: Person, at: datetime) -> "QuerySet[Target]":
    """Return the parts of the institutions a person acts for, of inspections that these were told of."""
    return Target.objects.filter(TOLD, institution__in=institutions_of(person, at))


def office_items(person: Person, at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps of inspections that are a person's by role and agency."""
    held = [each for each in standings(person, at) if each.role not in OWN_ROLES]
    return open_work_items(held, at).filter(process__subject_type__in=KINDS)


def visible_work_items(person: Person, at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps of inspections that a person may take or holds: by office, as lead, for their institution."""
    own = Q(role=INSTITUTION_ROLE, process__inspection_target__in=own_targets(person, at).values("pk"))
    led = TeamMember.objects.filter(person_id=person.pk, left_at=None, role=TeamRole.LEAD)
    own |= Q(role=LEAD_ROLE) & of_inspections(Inspection.objects.filter(pk__in=led.values("inspection_id")))
    items = still_open().filter(process__subject_type__in=KINDS, opened_at__lte=at)
    mine = Q(owner_id=person.pk) & ~Q(role=INSTITUTION_ROLE)
    return by_pressure(items.filter(own | mine | Q(pk__in=office_items(person, at).order_by().values("pk"))))


def sight_of(person: Person, inspection: Inspection, at: datetime, target: Target | None = None) -> Sight:
    """Return on which sides of an inspection, or of one part of it, a person stands."""
    member = member_in(person, inspection)
    return Sight(
        office=may(person, VIEW_INSPECTIONS, inspection.agency_id, at),
        proposes=may(person, PROPOSE_INSPECTIONS, inspection.agency_id, at),
        team=member is not None,
        lead=member is not None and member.role == TeamRole.LEAD,
        step=office_items(person, at).filter(of_inspections([inspection.pk])).exists(),
        institution=target is not None and own_targets(person, at).filter(pk=target.pk).exists(),
    )


def of_inspections(inspections: Any) -> Q:
    """Return the condition of a step of belonging to one of these inspections: keys, or a query of them."""
    runs = (
        Inspection.objects.filter(pk__in=inspections),
        Target.objects.filter(inspection__in=inspections),
        InspectionDecision.objects.filter(inspection__in=inspections),
    )
    own, parts, decisions = (Q(process__in=each.filter(run__isnull=False).values("run")) for each in runs)
    return own | parts | decisions
