"""The inbox: queues with live counts, the list, the chosen dossier."""

from dataclasses import dataclass
from datetime import datetime
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
from desk.presenting import CaseView
from desk.remaining import Clock, Remaining
from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.selectors import DeskRow

After = tuple[datetime | None, int]
LONGEST_KEY = 18


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
    """One line of the list with what is left of its time."""

    row: DeskRow
    remaining: Remaining


@officers_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """`?queue=` narrows, `?after=` turns the page, `?item=` opens a dossier in the third pane."""
    at = timezone.now()
    queues = queues_of(request.user, at)
    chosen = next((each for each in queues if each.key == request.GET.get("queue")), None)
    key = chosen.key if chosen else ""
    rows, following = selectors.desk_items(
        request.user, at, queue=key, after=read_after(request.GET.get("after", ""))
    )
    clock = Clock(at)
    context = {
        "queues": queues,
        "all_count": sum(each.count for each in queues),
        "current_queue": key,
        "queue_label": chosen.label if chosen else _("Tất cả việc"),
        "rows": [RowShown(row, clock.of_item(row.item, row.dossier)) for row in rows],
        "next_after": write_after(following),
        **chosen_item(request, at),
    }
    return render(request, "desk/inbox.html", context)


def queues_of(person: Person, at: datetime) -> list[QueueShown]:
    """Return the person's queues, named by role and agency."""
    held = valid_appointments(at).filter(person=person).select_related("role", "acts_for")
    names = {(each.role.code, each.acts_for_id): (each.role.label, each.acts_for.label) for each in held}
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
        page = selectors.work_item_page(request.user, UUID(typed), at)
    except ValueError as error:
        raise Http404(typed) from error
    except NotVisible:
        return {"selected": typed, "is_gone": True}
    case = CaseView(page.page, at)
    return {
        "selected": str(page.item.public_id),
        "work": page,
        "case": case,
        "remaining": case.clock.of_item(page.item, page.page.dossier),
    }


def write_after(key: After | None) -> str:
    """Return a key of paging as it stands in an address."""
    if key is None:
        return ""
    due_at, pk = key
    return f"{due_at.isoformat() if due_at else ''}|{pk}"


def read_after(text: str) -> After | None:
    """Return a key of paging, or None for anything else."""
    moment, _, pk = text.partition("|")
    if not pk.isdecimal() or len(pk) > LONGEST_KEY:
        return None
    if not moment:
        return None, int(pk)
    try:
        due_at = parse_datetime(moment)
    except ValueError:
        return None
    return (due_at, int(pk)) if due_at and due_at.tzinfo else None


@officers_only
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the desk, for who has no scripts or wants to print them."""
    return render(request, "desk/keys.html")
