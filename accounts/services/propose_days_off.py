"""Propose the days off of a year that is not announced: a person confirms them later.

The `holidays` library knows the lunar feasts and the exchanged days it was told of; it is a
proposal only, because Tết is split by a yearly announcement.
"""

from datetime import date, datetime

import holidays
from django.db import transaction

from accounts.models import AnnouncedYear, CalendarDay, Person
from accounts.models.calendar import DayKind
from accounts.services.calendar import check_may_calendar
from accounts.services.calendar_change import calendar_changed
from audit.services import record

_CULTURE_DAY = (11, 24)
_CULTURE_DAY_SINCE = 2026
_SATURDAY = 5


def propose_days_off(year: int, *, actor: Person | None, at: datetime) -> list[CalendarDay]:
    """Add proposed days to a year without any and return them; none for a year that has some.

    Raises NotAllowed.
    """
    with transaction.atomic():
        check_may_calendar(actor, None, at)
        has_days = CalendarDay.objects.filter(agency__isnull=True, on__year=year).exists()
        if has_days or AnnouncedYear.objects.filter(year=year).exists():
            return []
        proposed = [
            CalendarDay(on=on, kind=DayKind.HOLIDAY, note=note[:200])
            for on, note in sorted(proposed_days(year).items())
        ]
        CalendarDay.objects.bulk_create(proposed)
        entry = record(
            action="accounts.days_off_proposed",
            actor_id=actor.pk if actor else None,
            target="accounts.CalendarDay",
            target_id=year,
            at=at,
            values={"days": [str(day.on) for day in proposed]},
        )
        calendar_changed(entry, None, at)
        return proposed


def proposed_days(year: int) -> dict[date, str]:
    """Return the library's days of a year with the statutory ones it does not know."""
    days = {on: str(name) for on, name in holidays.country_holidays("VN", years=year, language="vi").items()}
    if year >= _CULTURE_DAY_SINCE:
        days[date(year, *_CULTURE_DAY)] = "Ngày Văn hóa Việt Nam"
    return {on: name for on, name in days.items() if on.weekday() < _SATURDAY}
