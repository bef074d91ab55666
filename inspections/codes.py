"""Codes of inspections: KT-<abbreviation>-<year>-<number>, in order within an agency and year."""

from datetime import datetime

from accounts.localdays import local_day
from accounts.models import Agency
from inspections.models import InspectionCounter


def next_code(agency: Agency, at: datetime) -> str:
    """Return the next code of an agency; the counter is locked until the end of the transaction."""
    year = local_day(at).year
    InspectionCounter.objects.get_or_create(agency=agency, year=year)
    counter = InspectionCounter.objects.select_for_update().get(agency=agency, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KT-{agency.abbreviation or agency.code}-{year}-{counter.last:04d}"
