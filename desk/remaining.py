"""How much working time is left until a moment, by the calendar of the agency that owes it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dossiers.models import Dossier
from dossiers.status import Status
from workdays import Calendar, CalendarUnknown, working_hours_between
from workflows.calendars import kept_calendar
from workflows.models import WorkItem


@dataclass(frozen=True)
class Remaining:
    """A due moment, the working hours until it (negative once past), and those of the whole term."""

    due_at: datetime | None
    hours_left: Decimal | None = None
    hours_given: Decimal | None = None


class Clock:
    """Answers for one page at one moment; each agency's calendar is read once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.calendars: dict[int, Calendar] = {}

    def of_item(self, item: WorkItem, dossier: Dossier) -> Remaining:
        """Return what is left of a step's budget, or of the whole dossier where the step has none."""
        if item.due_at is None:
            return self.of_dossier(dossier)
        return self.remaining(item.opened_at, item.due_at, item.agency_id)

    def of_dossier(self, dossier: Dossier) -> Remaining:
        """Return what is left of a dossier's term, before reception of the office's hours; nothing once it is decided."""
        if dossier.received_at is None and dossier.reception_due_at and dossier.status == Status.NEW:
            return self.remaining(dossier.submitted_at, dossier.reception_due_at, dossier.receiving_agency_id)
        if dossier.due_at is None or dossier.decided_at is not None:
            return Remaining(None)
        agency_id = dossier.deciding_agency_id or dossier.receiving_agency_id
        return self.remaining(dossier.received_at or dossier.submitted_at, dossier.due_at, agency_id)

    def remaining(self, start: datetime, due_at: datetime, agency_id: int) -> Remaining:
        """Return the working time from now to the due moment, and of the whole span."""
        calendar = self.calendar(agency_id)
        try:
            return Remaining(
                due_at, self.signed_hours(due_at, calendar), working_hours_between(start, due_at, calendar)
            )
        except CalendarUnknown:
            return Remaining(due_at)

    def signed_hours(self, due_at: datetime, calendar: Calendar) -> Decimal:
        """Return working hours until a moment, below zero when it has passed."""
        if due_at >= self.at:
            return working_hours_between(self.at, due_at, calendar)
        late = working_hours_between(due_at, self.at, calendar)
        return -late if late else Decimal("-0.01")

    def calendar(self, agency_id: int) -> Calendar:
        """Return an agency's calendar."""
        if agency_id not in self.calendars:
            self.calendars[agency_id] = kept_calendar(agency_id)
        return self.calendars[agency_id]
