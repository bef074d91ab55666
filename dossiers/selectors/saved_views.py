"""A person's kept views of the inbox with how much each shows now, in two queries however many there are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.models import Person
from dossiers.inbox_filter import InboxFilter, filter_from
from dossiers.models import SavedView
from dossiers.saved_view_models import MOST_VIEWS
from dossiers.sight import visible_work_items


@dataclass(frozen=True)
class CountedView:
    """One kept view, its filter, and how many open steps it shows."""

    view: SavedView
    narrowed: InboxFilter
    count: int


def saved_views(person: Person) -> list[tuple[SavedView, InboxFilter]]:
    """Return a person's views, the oldest first."""
    own = SavedView.objects.filter(person=person).order_by("pk")[:MOST_VIEWS]
    return [(view, filter_from(view.filter)) for view in own]


def counted_views(person: Person, at: datetime) -> list[CountedView]:
    """Return them with live counts: all counted in one walk over the person's open steps."""
    views = saved_views(person)
    if not views:
        return []
    counters = {
        f"view_{view.pk}": Count("pk", filter=narrowed.condition(person, at) or None)
        for view, narrowed in views
    }
    counts = visible_work_items(person, at).order_by().aggregate(**counters)
    return [CountedView(view, narrowed, counts[f"view_{view.pk}"]) for view, narrowed in views]
