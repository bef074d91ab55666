"""Lists: what is offered, one's own dossiers and drafts, the queues of the desk and their items.

A list page costs a fixed number of queries whatever its size; paging is by key (due moment, id),
never by offset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Person
from accounts.selectors import standings
from dossiers.models import Dossier, Draft
from dossiers.sight import visible_work_items
from dossiers.titles import title_of
from procedures.definition import ProcedureDefinition
from procedures.package import Package
from procedures.selectors import in_force, offered, package_of, packages_for
from workflows.models import WorkItem

PAGE_SIZE = 30


@dataclass(frozen=True)
class Queue:
    """One queue of the desk: its key, how many wait, how many are late."""

    key: str
    role: str
    agency_id: int
    count: int
    late: int


@dataclass(frozen=True)
class DeskRow:
    """One line of an inbox."""

    item: WorkItem
    dossier: Dossier
    procedure: ProcedureDefinition
    step_title: Any


def procedures_offered(at: datetime) -> list[ProcedureDefinition]:
    """Return the procedures one can apply for."""
    return offered(at)


def application_package(name: str, at: datetime) -> Package:
    """Return the package in force of a procedure. Raises NotInForce."""
    return package_of(in_force(name, at))


def draft_of(person: Person, procedure: str) -> Draft | None:
    """Return what the person has typed so far."""
    return Draft.objects.filter(person=person, procedure=procedure).first()


def dossier_sent_with(person: Person, idempotency_key: UUID) -> Dossier | None:
    """Return the dossier that a page's key has sent already."""
    return Dossier.objects.filter(applicant=person, idempotency_key=idempotency_key).first()


def drafts_of_person(person: Person) -> "QuerySet[Draft]":
    """Return everything the person has begun and not sent, newest first."""
    return Draft.objects.filter(person=person).order_by("-updated_at")


def dossiers_of(person: Person) -> "QuerySet[Dossier]":
    """Return the person's own dossiers, newest first."""
    return Dossier.objects.filter(applicant=person).order_by("-submitted_at", "-pk")


def dossier_by_number(number: str) -> Dossier | None:
    """Return the dossier of a code or sending receipt: for the public look-up, which shows only where it stands."""
    wanted = number.strip().upper()
    if not wanted:
        return None
    return Dossier.objects.filter(Q(code=wanted) | Q(receipt_no=wanted)).first()


def desk_queues(person: Person, at: datetime) -> list[Queue]:
    """Return the person's queues with live counts, in one query."""
    counted = (
        visible_work_items(person, at)
        .order_by()
        .values("role", "agency_id")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    )
    by_place = {(row["role"], row["agency_id"]): row for row in counted}
    return [
        Queue(
            key=f"{held.role}.{held.agency_id}",
            role=held.role,
            agency_id=held.agency_id,
            count=by_place.get((held.role, held.agency_id), {}).get("count", 0),
            late=by_place.get((held.role, held.agency_id), {}).get("late", 0),
        )
        for held in sorted(standings(person, at), key=lambda held: (held.role, held.agency_id))
    ]


def desk_items(
    person: Person, at: datetime, *, queue: str = "", after: tuple[datetime | None, int] | None = None
) -> tuple[list[DeskRow], tuple[datetime | None, int] | None]:
    """Return one page of an inbox and the key of the next page, or None at the end.

    queue  "role.agency_id"; "" is every queue
    after  the key a former page ended with
    """
    items = visible_work_items(person, at)
    if queue:
        role, _, agency = queue.rpartition(".")
        items = items.filter(role=role, agency_id=int(agency) if agency.isdigit() else 0)
    items = items.order_by(F("due_at").asc(nulls_last=True), "pk")
    if after:
        items = items.filter(beyond(*after))
    keys = list(items.select_related(None).values_list("pk", "due_at")[: PAGE_SIZE + 1])
    rows = desk_rows([pk for pk, _ in keys[:PAGE_SIZE]])
    if len(keys) <= PAGE_SIZE:
        return rows, None
    pk, due_at = keys[PAGE_SIZE - 1]
    return rows, (due_at, pk)


def beyond(due_at: datetime | None, pk: int) -> Q:
    """Return what comes after a key in the order (due moment, nulls last; id)."""
    if due_at is None:
        return Q(due_at__isnull=True, pk__gt=pk)
    return Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk) | Q(due_at__isnull=True)


def desk_rows(ids: Sequence[int]) -> list[DeskRow]:
    """Return lines in this order: the wide rows are read for one page, after the database has sorted keys alone."""
    related = ("process__dossier", "owner")
    found = WorkItem.objects.select_related(*related).defer("process__state").in_bulk(ids)
    items = [found[pk] for pk in ids if pk in found]
    packages = packages_for((item.run.dossier.procedure, item.run.dossier.rules_hash) for item in items)
    return [desk_row(item, packages) for item in items]


def desk_row(item: WorkItem, packages: Mapping[tuple[str, str], Package]) -> DeskRow:
    """Return one line."""
    dossier = item.run.dossier
    package = packages[dossier.procedure, dossier.rules_hash]
    return DeskRow(item, dossier, package.definition, title_of(package.flow, item.node_id))
