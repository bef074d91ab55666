"""Rows behind the boards of inspections: visits, teams, findings, remedies, announced institutions; all within a reader's sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.localdays import local_day, moments_of
from accounts.models import Person
from inspections.models import Finding, Remedy, Session, Target, TeamMember
from inspections.sight import visible_inspections
from inspections.status import OVER_INSPECTION, OVER_TARGET


def inner_targets(person: Person, at: datetime) -> "QuerySet[Target]":
    """Return the institutions of inspections that a person sees from inside."""
    return Target.objects.filter(inspection__in=visible_inspections(person, at).values("pk"))


def sessions_between(person: Person, first: date, last: date, at: datetime) -> list[Session]:
    """Return the sessions that begin from the first day to the last, in order."""
    begin, end = moments_of(first, last)
    rows = Session.objects.filter(
        target__in=inner_targets(person, at).values("pk"), starts_at__gte=begin, starts_at__lt=end
    )
    related = rows.select_related("target__institution", "target__inspection")
    return list(related.prefetch_related("members__person").order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Workload:
    """What one person has in hand.

    sessions  of the span asked about; inspections and institutions that are not over
    """

    person: Person
    leads: int
    inspections: int
    institutions: int
    sessions: int


def workloads(person: Person, first: date, last: date, at: datetime) -> list[Workload]:
    """Return what the members of teams have in hand, the busiest first."""
    begin, end = moments_of(first, last)
    mine = TeamMember.objects.filter(
        left_at=None, inspection__in=visible_inspections(person, at).values("pk")
    )
    open_ones = mine.exclude(inspection__status__in=OVER_INSPECTION)
    parts = Q(inspection__targets__pk__isnull=False) & ~Q(inspection__targets__status__in=OVER_TARGET)
    in_span = Q(sessions__starts_at__gte=begin, sessions__starts_at__lt=end)
    counted = open_ones.values("person_id").annotate(
        inspections=Count("inspection_id", distinct=True),
        leads=Count("inspection_id", filter=Q(role="lead"), distinct=True),
        institutions=Count("inspection__targets", filter=parts, distinct=True),
        sessions=Count("sessions", filter=in_span, distinct=True),
    )
    rows = {row.pop("person_id"): row for row in counted.order_by()}
    people = Person.objects.in_bulk(rows)
    found = [Workload(people[pk], **row) for pk, row in rows.items()]
    return sorted(found, key=lambda each: (-each.sessions, -each.institutions, each.person.full_name))


def findings_between(person: Person, first: date, last: date, at: datetime) -> list[Finding]:
    """Return the findings of these days that were not withdrawn, the earliest first, each with its `checklist_hash`."""
    begin, end = moments_of(first, last)
    rows = Finding.objects.filter(
        target__in=inner_targets(person, at).values("pk"),
        found_at__gte=begin,
        found_at__lt=end,
        withdrawn_at=None,
    )
    rows = rows.annotate(checklist_hash=F("target__inspection__checklist_version__version_hash"))
    return list(rows.select_related("target__institution", "target__inspection").order_by("found_at", "pk"))


def open_remedies(person: Person, at: datetime, *, late: bool = False) -> list[Remedy]:
    """Return the remedies that wait, those due first in front; `late`: past their day alone."""
    rows = Remedy.objects.filter(
        closed_at=None, finding__withdrawn_at=None, finding__target__in=inner_targets(person, at).values("pk")
    )
    rows = rows.filter(due_on__lt=local_day(at)) if late else rows
    related = rows.select_related("finding__target__institution", "finding__target__inspection")
    return list(related.annotate(sent=Count("submissions")).order_by("due_on", "pk"))


def places_of(targets: Sequence[Target]) -> list[tuple[Target, float, float]]:
    """Return the institutions whose place is known, each with latitude and longitude in degrees."""
    found = []
    for target in targets:
        where: Any = target.coordinates or {}
        try:
            found.append((target, float(where["lat"]), float(where["lng"])))
        except (KeyError, TypeError, ValueError):
            continue
    return found


def open_targets(person: Person, at: datetime) -> list[Target]:
    """Return the institutions that are being inspected, those due first in front."""
    rows = inner_targets(person, at).exclude(status__in=OVER_TARGET)
    rows = rows.exclude(inspection__status__in=OVER_INSPECTION).select_related("institution", "inspection")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk"))
