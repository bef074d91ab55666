"""The inbox: queues with live counts, the list, the chosen dossier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.selectors import valid_appointments
from desk.access import officers_only
from desk.beside import beside_the_queues
from desk.days import FIRST_YEAR, LAST_YEAR
from desk.dossier_steps import shown_of_dossier
from desk.inspections.steps import remaining_of, shown_of_part
from desk.remaining import Clock, Remaining
from desk.step_kinds import kind_of
from desk.steps import CaseShown
from dossiers import selectors
from dossiers.inbox_filter import DEFAULT_SORT, InboxFilter, filter_from
from dossiers.saved_view_models import LONGEST_NAME
from dossiers.selectors.lists import After
from dossiers.selectors.saved_views import counted_views
from inspections.selectors.inbox import inspection_items, inspection_queues
from workflows.models import WorkItem

LONGEST_KEY = 18
LONGEST_CODE = 40
Office = tuple[str, int | None]
"""A role's code and the agency at which it is held."""


@dataclass(frozen=True)
class QueueShown:
    """One queue with its words."""

    key: str
    label: str
    agency: str
    count: int
    late: int


@dataclass(frozen=True)
class RowShown:
    """One line of the list, of whatever kind of case: what every page of the step says of it, and what is left of its time."""

    item: WorkItem
    shown: CaseShown
    step_title: Any
    remaining: Remaining


@officers_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """`?queue=` and the other fields of a filter narrow, `?after=` turns the page, `?item=` opens a dossier beside it."""
    at = timezone.now()
    offices = names_of_offices(request.user, at)
    queues = queues_of(request.user, at, offices)
    inspections = queues_of_inspections(request.user, at, offices)
    narrowed = filter_from(request.GET)
    chosen = next((each for each in [*queues, *inspections] if each.key == narrowed.queue), None)
    key = chosen.key if chosen else ""
    narrowed = replace(narrowed, queue=key)
    find = inspection_lines if chosen in inspections else dossier_lines
    rows, following = find(
        request.user, at, narrowed, read_after(request.GET.get("after", ""), narrowed.sort)
    )
    context = {
        "queues": queues,
        "inspection_queues": inspections,
        "is_inspections": chosen in inspections,
        "views": counted_views(request.user, at),
        "narrowed": narrowed,
        "query": narrowed.as_query(),
        "all_count": sum(each.count for each in queues),
        "beside": beside_the_queues(request.user, at),
        "current_queue": key,
        "queue_label": chosen.label if chosen else _("Tất cả việc"),
        "longest_name": LONGEST_NAME,
        "rows": rows,
        "next_after": write_after(following),
        **chosen_item(request, at),
    }
    return render(request, "desk/inbox.html", context)


def dossier_lines(
    person: Person, at: datetime, narrowed: InboxFilter, after: After | None
) -> tuple[list[RowShown], After | None]:
    """Return a page of the dossiers' steps as lines, and the key of the next page."""
    rows, following = selectors.desk_items(person, at, narrowed, after=after)
    clock = Clock(at)
    lines = [
        RowShown(row.item, shown_of_dossier(row.dossier, row.procedure), row.step_title, clock.of_item(row.item, row.dossier))
        for row in rows
    ]  # fmt: skip
    return lines, following


def inspection_lines(
    person: Person, at: datetime, narrowed: InboxFilter, after: After | None
) -> tuple[list[RowShown], After | None]:
    """Return a page of the inspections' steps as lines, and the key of the next page."""
    rows, following = inspection_items(person, at, narrowed, after=after)
    lines = [
        RowShown(row.item, shown_of_part(row.inspection, row.target), row.step_title, remaining_of(row.item, at))
        for row in rows
    ]  # fmt: skip
    return lines, following


def names_of_offices(person: Person, at: datetime) -> dict[Office, tuple[str, str]]:
    """Return what the roles a person holds, and their agencies, are called: one query for both kinds of queues."""
    held = valid_appointments(at).filter(person=person).select_related("role", "acts_for")
    return {(each.role.code, each.acts_for_id): (each.role.label, each.acts_for.label) for each in held}


def queues_of_inspections(
    person: Person, at: datetime, names: Mapping[Office, tuple[str, str]]
) -> list[QueueShown]:
    """Return the queues in which steps of inspections wait for the person; the lead's own has no role at an agency."""
    return [
        QueueShown(
            each.key, *names.get((each.role, each.agency_id), (_("Trưởng đoàn"), "")), each.count, each.late
        )
        for each in inspection_queues(person, at)
    ]


def queues_of(person: Person, at: datetime, names: Mapping[Office, tuple[str, str]]) -> list[QueueShown]:
    """Return the person's queues, named by role and agency."""
    return [
        QueueShown(
            queue.key, *names.get((queue.role, queue.agency_id), (queue.role, "")), queue.count, queue.late
        )
        for queue in selectors.desk_queues(person, at)
    ]


def chosen_item(request: HttpRequest, at: datetime) -> dict[str, object]:
    """Return the third pane; one that is gone meanwhile is said to be gone."""
    typed = request.GET.get("item")
    if not typed:
        return {}
    try:
        public_id = UUID(typed)
    except ValueError as error:
        raise Http404(typed) from error
    try:
        kind = kind_of(public_id)
        page = kind.page(request.user, public_id, at)
    except Http404:
        return {"selected": typed, "is_gone": True}
    return {
        "selected": str(page.item.public_id),
        "work": page,
        "preview": kind.preview,
        **kind.preview_context(page, at),
    }


def write_after(key: After | None) -> str:
    """Return a key of paging as it stands in an address."""
    if key is None:
        return ""
    value, pk = key
    return f"{value.isoformat() if isinstance(value, datetime) else value or ''}|{pk}"


def read_after(text: str, sort: str = DEFAULT_SORT) -> After | None:
    """Return a key of paging in an order, or None for anything else."""
    value, _, pk = text.partition("|")
    if not pk.isdecimal() or not pk.isascii() or len(pk) > LONGEST_KEY:
        return None
    if not value:
        return None, int(pk)
    if sort == "code":
        return (value, int(pk)) if value.isprintable() and len(value) <= LONGEST_CODE else None
    try:
        moment = parse_datetime(value)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment, int(pk)


@officers_only
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the desk, for who has no scripts or wants to print them."""
    return render(request, "desk/keys.html")
