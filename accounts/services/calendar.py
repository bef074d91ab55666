"""Change the table of working time: a day, the hours, a year made firm.

Every change is recorded and told to whoever has promised dates by the old table.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from accounts.errors import CalendarDayInvalid
from accounts.models import Agency, AgencyHours, AnnouncedYear, CalendarDay, Person
from accounts.models.calendar import DayKind
from accounts.permissions import ADMINISTER_CALENDAR
from accounts.policies import check_may, check_may_everywhere
from accounts.services.calendar_change import calendar_changed
from audit.services import record
from workdays import Calendar

_FRIDAY = 4


def set_calendar_day(
    *,
    on: date,
    kind: str,
    note: str = "",
    agency: Agency | None = None,
    actor: Person | None,
    at: datetime,
) -> CalendarDay:
    """Store what kind of day this is, for one agency or for all; return the row.

    Raises NotAllowed; CalendarDayInvalid for a make-up day that is a plain working day.
    """
    with transaction.atomic():
        check_may_calendar(actor, agency, at)
        if kind == DayKind.WORKING_MAKEUP and agency is None and on.weekday() <= _FRIDAY:
            raise CalendarDayInvalid(on)
        day, _created = CalendarDay.objects.update_or_create(
            agency=agency, on=on, defaults={"kind": DayKind(kind), "note": note}
        )
        _record("accounts.calendar_day_set", day, actor, at, {"on": str(on), "kind": kind, "note": note})
        return day


def remove_calendar_day(day: CalendarDay, *, actor: Person | None, at: datetime) -> None:
    """Make a day a plain one again. Raises NotAllowed."""
    with transaction.atomic():
        check_may_calendar(actor, day.agency, at)
        _record("accounts.calendar_day_removed", day, actor, at, {"on": str(day.on), "kind": day.kind})
        day.delete()


def set_agency_hours(
    sessions: Sequence[tuple[time, time]],
    *,
    agency: Agency | None,
    actor: Person | None,
    at: datetime,
) -> None:
    """Replace the sessions of an agency, or the common ones; none = follow the common ones.

    Raises NotAllowed; ValueError for sessions out of order.
    """
    with transaction.atomic():
        check_may_calendar(actor, agency, at)
        if sessions:
            Calendar(sessions=tuple(sessions))
        AgencyHours.objects.filter(agency=agency).delete()
        for opens, closes in sessions:
            AgencyHours.objects.create(agency=agency, opens=opens, closes=closes)
        entry = record(
            action="accounts.hours_set",
            actor_id=actor.pk if actor else None,
            target="accounts.Agency",
            target_id=agency.pk if agency else 0,
            at=at,
            values={"sessions": [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sessions]},
            agency_id=agency.pk if agency else None,
        )
        calendar_changed(entry, agency, at)


def announce_year(year: int, *, basis: str, actor: Person | None, at: datetime) -> AnnouncedYear:
    """Make the days off of a year firm: due dates in it are no longer provisional.

    Raises NotAllowed.
    """
    with transaction.atomic():
        check_may_calendar(actor, None, at)
        announced, _created = AnnouncedYear.objects.update_or_create(
            year=year, defaults={"basis": basis, "confirmed_by": actor, "confirmed_at": at}
        )
        _record("accounts.year_announced", announced, actor, at, {"year": year, "basis": basis})
        return announced


def check_may_calendar(actor: Person | None, agency: Agency | None, at: datetime) -> None:
    """Pass where the actor administers this calendar; None is the common one. Raises NotAllowed."""
    if agency is None:
        check_may_everywhere(actor, ADMINISTER_CALENDAR, at)
    else:
        check_may(actor, ADMINISTER_CALENDAR, agency, at)


def _record(
    action: str,
    row: CalendarDay | AnnouncedYear,
    actor: Person | None,
    at: datetime,
    values: dict[str, object],
) -> None:
    entry = record(
        action=action,
        actor_id=actor.pk if actor else None,
        target=row._meta.label,
        target_id=row.pk,
        at=at,
        values=values,
        agency_id=getattr(row, "agency_id", None),
    )
    calendar_changed(entry, getattr(row, "agency", None), at)
