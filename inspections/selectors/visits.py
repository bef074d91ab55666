"""What a tablet may see: the visits of those inspections in whose team the person is now, once they are decided.

A visit is one target with its sessions. Who was in the team and left is told apart from a stranger only where the
person's own work is asked for; everything else is as if it did not exist.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from accounts.selectors import standings
from inspections.errors import NotVisible
from inspections.models import ChecklistVersion, Device, Evidence, Session, Target, TeamMember
from inspections.status import ANSWERABLE, InspectionStatus, TargetStatus

DAYS_AHEAD = timedelta(days=14)
DAYS_BACK = timedelta(days=14)
UNDECIDED = frozenset(
    {
        InspectionStatus.PROPOSED,
        InspectionStatus.SHELVED,
        InspectionStatus.CHOOSING,
        InspectionStatus.TEAM,
        InspectionStatus.DECIDING,
    }
)
NOT_ANNOUNCED = frozenset({TargetStatus.WAITING, TargetStatus.NOTIFIED})
OPEN_TO_TABLETS = ANSWERABLE | NOT_ANNOUNCED | {TargetStatus.UNSIGNED}
"""Announcement minutes are made on the spot, and those nobody signs get their witness there too."""


def present_members(at: datetime) -> QuerySet[TeamMember]:
    """Return the members of teams at a moment."""
    return TeamMember.objects.filter(Q(left_at=None) | Q(left_at__gt=at), joined_at__lte=at)


def visible_visits(person: Person, at: datetime) -> QuerySet[Target]:
    """Return the targets a person inspects at a moment."""
    is_member = Exists(present_members(at).filter(inspection=OuterRef("inspection"), person=person))
    return (
        Target.objects.filter(is_member)
        .exclude(inspection__status__in=UNDECIDED)
        .select_related("institution", "inspection__checklist_version")
        .defer("inspection__checklist_version__content")
    )


def visible_visit(person: Person, public_id: UUID, at: datetime) -> Target:
    """Return one of them. Raises NotVisible."""
    target = visible_visits(person, at).filter(public_id=public_id).first()
    if target is None:
        raise NotVisible(str(public_id))
    return target


def coming_visits(person: Person, at: datetime) -> QuerySet[Target]:
    """Return the visits a tablet keeps: under way, within 14 days, and those that ended within the last 14."""
    soon = Exists(Session.objects.filter(target=OuterRef("pk"), starts_at__lte=at + DAYS_AHEAD))
    planned = Exists(Session.objects.filter(target=OuterRef("pk")))
    is_open = Q(status__in=OPEN_TO_TABLETS) | Q(status=TargetStatus.SUSPENDED)
    return (
        visible_visits(person, at)
        .filter((is_open & (Q(soon) | ~Q(planned))) | Q(ended_at__gte=at - DAYS_BACK))
        .order_by("pk")
    )


def own_visit(person: Person, public_id: UUID) -> Target:
    """Return a decided visit in whose team the person is or was. Raises NotVisible."""
    was_member = Exists(TeamMember.objects.filter(inspection=OuterRef("inspection"), person=person))
    target = (
        Target.objects.filter(was_member, public_id=public_id)
        .exclude(inspection__status__in=UNDECIDED)
        .select_related("inspection__checklist_version")
        .defer("inspection__checklist_version__content")
        .first()
    )
    if target is None:
        raise NotVisible(str(public_id))
    return target


def present_member(person: Person, target: Target, at: datetime) -> TeamMember | None:
    """Return the person's place in the team of a visit at a moment, None for who left."""
    return present_members(at).filter(inspection_id=target.inspection_id, person=person).first()


def devices_of(person: Person) -> QuerySet[Device]:
    """Return a person's tablets, the latest seen first."""
    return Device.objects.filter(person=person).order_by("-last_seen_at")


def own_device(person: Person, public_id: UUID) -> Device:
    """Return a person's tablet, signed out or not. Raises NotVisible."""
    device = Device.objects.filter(person=person, public_id=public_id).first()
    if device is None:
        raise NotVisible(str(public_id))
    return device


def may_use_tablet(person: Person, at: datetime) -> bool:
    """Say whether the tablet application is there for a person: officers, and whoever is in a team."""
    return bool(standings(person, at)) or present_members(at).filter(person=person).exists()


def present_roles(person: Person, at: datetime) -> dict[int, str]:
    """Return inspection → the person's part in its team at a moment."""
    return dict(present_members(at).filter(person=person).values_list("inspection_id", "role"))


def visible_checklist(person: Person, version_hash: str, at: datetime) -> dict[str, Any]:
    """Return the compiled checklist of a version some visit of the person is pinned to. Raises NotVisible."""
    visits = visible_visits(person, at).filter(inspection__checklist_version__version_hash=version_hash)
    version = ChecklistVersion.objects.filter(version_hash=version_hash).first() if visits.exists() else None
    if version is None:
        raise NotVisible(version_hash)
    content: dict[str, Any] = version.content
    return content


def visible_evidence(person: Person, number: UUID, at: datetime) -> Evidence:
    """Return a whole file of a visit the person inspects. Raises NotVisible."""
    whole = Evidence.objects.filter(pk=number, completed_at__isnull=False, removed_at=None)
    found = whole.filter(target__in=visible_visits(person, at).values("pk")).first()
    if found is None:
        raise NotVisible(str(number))
    return found
