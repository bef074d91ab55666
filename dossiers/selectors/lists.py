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
from dossiers.inbox_filter import InboxFilter
from dossiers.models import Dossier, Draft
from dossiers.parties import belongs_to
from dossiers.sight import visible_work_items
from dossiers.titles import title_of
from procedures.definition import FROM_APPLICATION, ProcedureDefinition
from procedures.errors import NotInForce
from procedures.package import Package
from procedures.selectors import in_force, offered, package_of, packages_for
from workflows.models import WorkItem

PAGE_SIZE = 30
EVERYTHING = InboxFilter()
After = tuple[datetime | str | None, int]
"""A key of paging: the value a page ended with in the column it is sorted by, and the id."""


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
    return [each for each in offered(at) if each.begins == FROM_APPLICATION]


def application_package(name: str, at: datetime) -> Package:
    """Return the package in force of a procedure one can apply for. Raises NotInForce."""
    package = package_of(in_force(name, at))
    if package.definition.begins != FROM_APPLICATION:
        raise NotInForce(name)
    return package


def draft_of(person: Person, procedure: str, party: str | None = None) -> Draft | None:
    """Return what the person has typed so far, with the representation by which it will be sent.

    party  key of whom it is for (Draft.party_key); None: whichever the person went on with last
    """
    drafts = drafts_of_person(person).filter(procedure=procedure).order_by("-chosen_at", "-pk")
    return next((each for each in drafts if party in (None, each.party_key)), None)


def dossier_sent_with(person: Person, idempotency_key: UUID) -> Dossier | None:
    """Return the dossier that a page's key has sent already."""
    return Dossier.objects.filter(applicant=person, idempotency_key=idempotency_key).first()


def drafts_of_person(person: Person) -> "QuerySet[Draft]":
    """Return everything the person has begun and not sent, newest first."""
    begun = Draft.objects.filter(person=person).select_related(
        "representation__organisation", "representation__principal"
    )
    return begun.order_by("-updated_at")


def dossiers_of(person: Person, at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers that belong to a person, or to a party for whom they now act, newest first."""
    return Dossier.objects.filter(belongs_to(person, at)).order_by("-submitted_at", "-pk")


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
    person: Person, at: datetime, narrowed: InboxFilter = EVERYTHING, *, after: After | None = None
) -> tuple[list[DeskRow], After | None]:
    """Return one page of an inbox and the key of the next page, or None at the end.

    narrowed  which steps, in which order
    after     the key a former page of the same order ended with
    """
    items = visible_work_items(person, at).filter(narrowed.condition(person, at)).order_by(*narrowed.order)
    ids, following = page_of_keys(items, narrowed.column, after)
    return desk_rows(ids), following


def page_of_keys(
    items: "QuerySet[WorkItem]", column: str, after: After | None
) -> tuple[list[int], After | None]:
    """Return the ids of one page of ordered steps, and the key of the next page, or None at the end.

    column  by which they are ordered, nulls last, before the id
    """
    if after:
        items = items.filter(beyond(column, *after))
    keys = list(items.select_related(None).values_list("pk", column)[: PAGE_SIZE + 1])
    ids = [pk for pk, _ in keys[:PAGE_SIZE]]
    if len(keys) <= PAGE_SIZE:
        return ids, None
    pk, value = keys[PAGE_SIZE - 1]
    return ids, (value, pk)


def next_in_queue(person: Person, item: WorkItem, at: datetime) -> WorkItem | None:
    """Return the most pressing open step of an item's queue that the person holds or may take, None for an empty queue."""
    waiting = visible_work_items(person, at).filter(role=item.role, agency_id=item.agency_id)
    free = waiting.filter(Q(owner=None) | Q(owner=person)).exclude(process__dossier__applicant=person)
    return free.order_by(F("due_at").asc(nulls_last=True), "pk").first()


def beyond(column: str, value: datetime | str | None, pk: int) -> Q:
    """Return what comes after a key in the order (column, nulls last; id)."""
    nothing = Q(**{f"{column}__isnull": True})
    if value is None:
        return nothing & Q(pk__gt=pk)
    return Q(**{f"{column}__gt": value}) | Q(**{column: value}, pk__gt=pk) | nothing


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
