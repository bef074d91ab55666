"""The calendars that budgets and timers count in, read once a minute rather than at every step.

Days off are announced weeks before; a budget is an internal measure of one step. A process may
therefore hold a calendar for settings.FLOW_CALENDAR_SECONDS (60 unless set; 0 in tests, where
agencies come and go).
"""

import time
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from accounts.selectors import calendar_of
from workdays import Calendar, budget_end

_kept: dict[int | None, tuple[float, Calendar]] = {}


def kept_calendar(agency_id: int | None) -> Calendar:
    """Return an agency's calendar, at most FLOW_CALENDAR_SECONDS old; None is the one common to all."""
    until, calendar = _kept.get(agency_id, (0.0, None))
    now = time.monotonic()
    if calendar is None or now >= until:
        calendar = calendar_of(agency_id)
        _kept[agency_id] = (now + getattr(settings, "FLOW_CALENDAR_SECONDS", 60), calendar)
    return calendar


def calendar_of_all() -> Calendar:
    """Return the calendar common to all agencies."""
    return kept_calendar(None)


def due_after(at: datetime, hours: Decimal, agency_id: int) -> datetime:
    """Return when a budget of working hours that begins now is used up at this agency."""
    return budget_end(at, hours, kept_calendar(agency_id))
