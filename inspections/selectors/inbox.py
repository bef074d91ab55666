"""The inbox of inspections: queues with live counts and the steps in them, in the mechanism of the desk's other queues.

An institution's own steps wait in the portal, not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Person
from dossiers.inbox_filter import InboxFilter
from dossiers.selectors import Queue
from dossiers.selectors.lists import After, page_of_keys
from dossiers.titles import title_of
from inspections.models import Inspection, Target
from inspections.roles import INSTITUTION_ROLE
from inspections.sight import KINDS, office_items
from procedures.selectors import packages_for
from workflows.models import WorkItem
from workflows.selectors import by_pressure, of_kinds, still_open

PREFIX = "inspections."
"""Before the role in the key of a queue, so that it is told from the dossiers' queue of the same office."""
COLUMN = "due_at"
RELATED = (
    "process__inspection",
    "process__inspection_target__inspection",
    "process__inspection_target__institution",
    "process__inspection_decision__inspection",
    "process__inspection_decision__target__institution",
    "owner",
)


@dataclass(frozen=True)
class InspectionRow:
    """One line of the inbox; `target` is None for a step of the whole inspection."""

    item: WorkItem
    inspection: Inspection
    target: Target | None
    step_title: Any


def desk_items(person: Person, at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps of inspections that wait for a person at the desk: by office, as lead, or held."""
    mine = Q(owner_id=person.pk) & ~Q(role=INSTITUTION_ROLE)
    by_office = Q(pk__in=office_items(person, at).order_by().values("pk"))
    items = still_open().filter(mine | by_office, opened_at__lte=at)
    return by_pressure(of_kinds(items, KINDS))


def inspection_queues(person: Person, at: datetime) -> list[Queue]:
    """Return the queues in which a step waits for the person, with live counts."""
    counted = (
        desk_items(person, at)
        .order_by()
        .values("role", "agency_id")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    )
    rows = sorted(counted, key=lambda row: (row["role"], row["agency_id"]))
    return [Queue(key=f"{PREFIX}{row['role']}.{row['agency_id']}", **row) for row in rows]


def inspection_items(
    person: Person, at: datetime, narrowed: InboxFilter, *, after: After | None = None
) -> tuple[list[InspectionRow], After | None]:
    """Return one page of a queue of inspections, what is due first in front, and the key of the next page.

    narrowed  which steps: its queue has the prefix; its words are of a title, a code or an institution's name
    """
    items = desk_items(person, at).filter(
        of_queue(narrowed.queue) & narrowed.of_due(at) & narrowed.of_holder(person) & of_words(narrowed.words)
    )
    ordered = items.order_by(F(COLUMN).asc(nulls_last=True), "pk")
    ids, following = page_of_keys(ordered, COLUMN, after)
    return rows_of(ids), following


def of_queue(key: str) -> Q:
    """Return the test of a queue by its key with the prefix; without a role, of any."""
    role, _, agency = key.removeprefix(PREFIX).rpartition(".")
    return Q(role=role, agency_id=int(agency)) if role else Q()


def of_words(words: str) -> Q:
    """Return the test of a title, a code or an institution's name."""
    if not words:
        return Q()
    title = Q()
    for prefix in (
        "process__inspection",
        "process__inspection_target__inspection",
        "process__inspection_decision__inspection",
    ):
        title |= Q(**{f"{prefix}__title__icontains": words}) | Q(**{f"{prefix}__code__iexact": words.strip()})
    return title | Q(process__inspection_target__institution__name__icontains=words)


def rows_of(ids: Sequence[int]) -> list[InspectionRow]:
    """Return lines in this order."""
    found = WorkItem.objects.select_related("process", *RELATED).defer("process__state").in_bulk(ids)
    items = [found[pk] for pk in ids if pk in found]
    packages = packages_for((item.process.flow_key, item.process.version_hash) for item in items)
    return [row_of(item, packages[item.process.flow_key, item.process.version_hash].flow) for item in items]


def row_of(item: WorkItem, flow: Any) -> InspectionRow:
    """Return one line."""
    target = getattr(item.process, "inspection_target", None)
    decision = getattr(item.process, "inspection_decision", None)
    part = target or (decision.target if decision else None)
    owner = target or decision
    inspection = owner.inspection if owner else item.process.inspection
    return InspectionRow(item, inspection, part, title_of(flow, item.node_id))


def next_in_queue(person: Person, item: WorkItem, at: datetime) -> WorkItem | None:
    """Return the most pressing step of an item's queue that the person holds or may take, None for an empty queue."""
    waiting = desk_items(person, at).filter(role=item.role, agency_id=item.agency_id)
    free = waiting.filter(Q(owner=None) | Q(owner=person))
    return free.order_by(F(COLUMN).asc(nulls_last=True), "pk").first()
