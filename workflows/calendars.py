"""The calendars that budgets and timers count in, read once a minute rather than at every step.

Days off are announced weeks before; a budget is an internal measure of one step. A process may
therefore hold a calendar for settings.FLOW_CALENDAR_SECONDS (60 unless set; 0 in tests, where
agencies come and go).
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.selectors import calendar_of
from workdays import Calendar, budget_end
from workflows.errors import AgencyUnknown

WHERE_NONE_IS_NAMED = ("deciding", "receiving")
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


class CaseCalendars:
    """The calendars of the agencies that one event's timers count in, by what their lanes name.

    A node that names no agency, or one that the case does not have yet, counts in the calendar of the
    agency that decides, before that of the one that receives, and last in the one common to all.

    used         what was named → the agency whose calendar it was (None: the common one), for the record
    calendar_of  gives an agency's calendar; by default one that may be a minute old
    """

    def __init__(
        self, resolve: Callable[[Any], int], calendar_of: Callable[[int | None], Calendar] = kept_calendar
    ) -> None:
        self.resolve, self.calendar_of = resolve, calendar_of
        self.used: list[tuple[Any, int | None]] = []

    def __call__(self, named: Any) -> Calendar:
        agency_id = self._agency_of(named)
        self.used.append((named, agency_id))
        return self.calendar_of(agency_id)

    def _agency_of(self, named: Any) -> int | None:
        for word in (named, *WHERE_NONE_IS_NAMED):
            try:
                if word is not None:
                    return self.resolve(word)
            except AgencyUnknown:
                continue
        return None


def recorded_calendars(used: Iterable[tuple[Any, int | None]]) -> Callable[[Any], Calendar]:
    """Return the calendars that an event of the past counted in, as `CaseCalendars.used` told them."""
    agency_of = {str(named): agency_id for named, agency_id in used}
    return lambda named: kept_calendar(agency_of.get(str(named)))
