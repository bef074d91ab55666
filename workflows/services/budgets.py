"""Count the budgets of open steps again: the table of working time has changed under them.

Calendars are read afresh here, not through `workflows.calendars`, whose copy may be a minute old.
A step opened by another process within that minute may still count by the old table; the case's
own job comes round again after it (see dossiers.services.recompute_due).
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from accounts.selectors import calendar_of
from workdays import Calendar, budget_end
from workflows.locking import lock_work_item
from workflows.models import WorkItem
from workflows.selectors import open_with_budget
from workflows.trail import record_work

Calendars = Callable[[int], Calendar]


def recompute_budgets(*, agency_id: int | None, why: str, at: datetime) -> int:
    """Move the due moments of open steps to where today's calendars put them; return how many moved.

    agency_id  the agency whose calendar changed; None: every agency's

    A step's version stays: nobody's open page becomes stale because its budget moved.
    """
    calendars = lru_cache(maxsize=None)(calendar_of)
    waiting = open_with_budget(agency_id).iterator()
    others = [item.pk for item in waiting if _budget_of(item, calendars) not in (None, item.due_at)]
    return sum(_move(item_id, calendars, why=why, at=at) for item_id in others)


def _budget_of(item: WorkItem, calendars: Calendars) -> datetime | None:
    """Return when the step's hours are used up; None for a step without any, or of a version nobody knows."""
    hours = getattr(getattr(item.flow_task, "definition", None), "budget_hours", None)
    return None if hours is None else budget_end(item.opened_at, hours, calendars(item.agency_id))


def _move(item_id: int, calendars: Calendars, *, why: str, at: datetime) -> int:
    with transaction.atomic():
        item = lock_work_item(item_id)
        due_at = _budget_of(item, calendars)
        if not item.is_open or due_at in (None, item.due_at):
            return 0
        values = {"old": item.due_at, "new": due_at, "why": why}
        record_work("workflows.budget_recomputed", item, person_id=None, at=at, values=values)
        item.due_at = due_at
        item.save(update_fields=["due_at"])
    return 1
