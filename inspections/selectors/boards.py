"""Rows behind the boards of inspections: visits, teams, findings, remedies, announced institutions; all within a reader's sight."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left, StrIndex, TruncMonth

from accounts.localdays import LOCAL_ZONE, local_day, moments_of
from accounts.models import Person
from inspections.models import Evidence, Finding, Remedy, RemedySubmission, Session, Target, TeamMember
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


@dataclass(frozen=True)
class FindingsCounted:
    """How many findings there are, counted where they are stored.

    clauses  by the clause they rest on, "" for none
    months   by the month they were found in, as "2026-05"
    items    by the institution's name, the hash of the checklist (None for none) and the item, without its repetition
    """

    clauses: Counter[str]
    months: Counter[str]
    items: Counter[tuple[str, str | None, str]]


def findings_counted(person: Person, first: date, last: date, at: datetime) -> FindingsCounted:
    """Return the counts of the findings of these days that were not withdrawn; in three queries, however many there are."""
    begin, end = moments_of(first, last)
    rows = Finding.objects.filter(
        target__in=inner_targets(person, at).values("pk"),
        found_at__gte=begin,
        found_at__lt=end,
        withdrawn_at=None,
    )
    item = Case(
        When(item_key__contains="#", then=Left("item_key", StrIndex("item_key", Value("#")) - 1)),
        default=F("item_key"),
        output_field=CharField(),
    )
    by_item = rows.annotate(
        institution=F("target__institution__name"),
        checklist=F("target__inspection__checklist_version__version_hash"),
        item=item,
    )
    by_month = rows.annotate(month=TruncMonth("found_at", tzinfo=LOCAL_ZONE))
    return FindingsCounted(
        clauses=Counter(dict(counted(rows, "clause"))),
        months=Counter({f"{month:%Y-%m}": n for month, n in counted(by_month, "month")}),
        items=Counter({tuple(key): n for *key, n in counted(by_item, "institution", "checklist", "item")}),
    )


def counted(rows: "QuerySet[Finding]", *by: str) -> "QuerySet[Finding, tuple[Any, ...]]":
    """Return how many findings share these facts: a row of the facts and the count, the most first."""
    return rows.order_by().values_list(*by).annotate(n=Count("pk")).order_by("-n", *by)


def open_remedies(person: Person, at: datetime, *, late: bool = False) -> "QuerySet[Remedy]":
    """Return the remedies that wait, those due first in front; `late`: past their day alone."""
    rows = Remedy.objects.filter(
        closed_at=None, finding__withdrawn_at=None, finding__target__in=inner_targets(person, at).values("pk")
    )
    rows = rows.filter(due_on__lt=local_day(at)) if late else rows
    related = rows.select_related("finding__target__institution", "finding__target__inspection")
    return related.annotate(sent=sent_for_remedy()).order_by("due_on", "pk")


def sent_for_remedy() -> Subquery:
    """Return how often the institution sent proof of a remedy, counted for the rows that are shown alone."""
    rows = RemedySubmission.objects.filter(remedy=OuterRef("pk")).order_by().values("remedy")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def degrees_of(target: Target) -> tuple[float, float] | None:
    """Return latitude and longitude of an open target: those written down, else where its first picture was taken."""
    where: Any = target.coordinates or getattr(target, "pictured_at", None) or {}
    try:
        return float(where["lat"]), float(where["lng"])
    except (KeyError, TypeError, ValueError):
        return None


def open_targets(person: Person, at: datetime) -> "QuerySet[Target]":
    """Return the institutions that are being inspected, those due first in front, with `pictured_at` (see `degrees_of`)."""
    rows = inner_targets(person, at).filter(closed_at=None).exclude(inspection__status__in=OVER_INSPECTION)
    rows = rows.select_related("institution", "inspection")
    taken = Evidence.objects.filter(target=OuterRef("pk"), place__isnull=False, removed_at=None)
    first = taken.order_by("announced_at", "pk").values("place")[:1]
    pictured = Case(
        When(coordinates__isnull=True, then=Subquery(first)), default=None, output_field=JSONField()
    )
    return rows.annotate(pictured_at=pictured).order_by(F("due_on").asc(nulls_last=True), "pk")
