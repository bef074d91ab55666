"""Load the days off that came with the program: announced years firm, later ones projected."""

from datetime import date, datetime
from pathlib import Path

import yaml
from django.db import transaction

from accounts.models import AnnouncedYear, CalendarDay
from accounts.services.calendar_change import calendar_changed
from audit.services import record

DAYS_OFF_FILE = Path(__file__).resolve().parent.parent / "data" / "days_off_vn.yaml"


def import_days_off(path: Path = DAYS_OFF_FILE, *, at: datetime) -> int:
    """Store the common days off of a file; return how many were new.

    A day the table already has stays as it is: the table is the truth.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    with transaction.atomic():
        before = set(CalendarDay.objects.filter(agency__isnull=True).values_list("on", flat=True))
        new = [
            CalendarDay(on=on, kind=day["kind"], note=day["note"])
            for year in content["years"]
            for on, day in _days_of(year)
            if on not in before
        ]
        CalendarDay.objects.bulk_create(new)
        years = [_announce(year, at) for year in content["years"] if year["announced"]]
        if new or any(years):
            entry = record(
                action="accounts.days_off_imported",
                actor_id=None,
                target="accounts.CalendarDay",
                target_id=path.name,
                at=at,
                values={"days": [str(day.on) for day in new]},
            )
            calendar_changed(entry, None, at)
        return len(new)


def _days_of(year: dict) -> list[tuple[date, dict[str, str]]]:
    return [(day["day"], day) for day in year["days"]]


def _announce(year: dict, at: datetime) -> bool:
    _row, created = AnnouncedYear.objects.get_or_create(
        year=year["year"], defaults={"basis": year["basis"], "confirmed_at": at}
    )
    return created
