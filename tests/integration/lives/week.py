"""Working time counted naively: day by day and session by session, straight from the rows of the calendar's table.

Nothing is shared with `workdays` or with the ledger: two ways of counting that agree were not wrong together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import CalendarDay

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
SESSIONS = ((time(7), time(11)), (time(13), time(17)))
OPENS, CLOSES = SESSIONS[0][0], SESSIONS[-1][1]
ONE_DAY = timedelta(days=1)
CUT_OFF = time(15)


@dataclass(frozen=True)
class Week:
    """Five days and what the table takes out of them or puts in; hours as the demonstration has them."""

    kinds: Mapping[date, str]

    @classmethod
    def of(cls, agency_id: int) -> "Week":
        """Read the table as it is now; an agency's own row goes before the common one."""
        rows = CalendarDay.objects.filter(Q(agency=None) | Q(agency_id=agency_id))
        return cls({row.on: row.kind for row in sorted(rows, key=lambda row: row.agency_id is not None)})

    def works(self, day: date) -> bool:
        """Whether people work on a day."""
        kind = self.kinds.get(day)
        return day.weekday() < 5 if kind is None else kind == "working_makeup"

    def after(self, day: date, count: int = 1) -> date:
        """Return the count-th working day after a day."""
        while count:
            day += ONE_DAY
            count -= self.works(day)
        return day

    def passed(self, first: date, last: date) -> int:
        """Return how many working days came after one day, up to another."""
        count = 0
        while first < last:
            first += ONE_DAY
            count += self.works(first)
        return count

    def hours(self, start: datetime, end: datetime) -> Decimal:
        """Return the working hours from one moment to another."""
        total, day = timedelta(), start.astimezone(HERE).date()
        while day <= end.astimezone(HERE).date():
            for opens, closes in SESSIONS if self.works(day) else ():
                begun, over = max(moment(day, opens), start), min(moment(day, closes), end)
                total += max(over - begun, timedelta())
            day += ONE_DAY
        return Decimal(total // timedelta(microseconds=1)) / 3_600_000_000

    def used_up(self, start: datetime, hours: int) -> datetime:
        """Return when so many working hours from a moment on are used up."""
        left, day = timedelta(hours=hours), start.astimezone(HERE).date()
        while True:
            for opens, closes in SESSIONS if self.works(day) else ():
                begun, over = max(moment(day, opens), start), moment(day, closes)
                if over > begun and over - begun >= left:
                    return begun + left
                left -= max(over - begun, timedelta())
            day += ONE_DAY

    def received_on(self, at: datetime) -> date:
        """Return the working day to which a moment belongs."""
        local = at.astimezone(HERE)
        in_time = self.works(local.date()) and local.time() <= CLOSES
        return local.date() if in_time else self.after(local.date())

    def owed(self, at: datetime, days: int) -> datetime:
        """Return closing time of the N-th working day after a moment."""
        return moment(self.after(self.received_on(at), days), CLOSES)

    def owed_within_the_day(self, sent: datetime, received: datetime) -> datetime:
        """Return closing time of the day of sending, or of reception where that is over; after the cut-off, the next."""
        promised = self.closing_of(sent)
        return promised if promised > received else self.closing_of(received)

    def closing_of(self, at: datetime) -> datetime:
        """Return closing time of a moment's day, of the next working day for one after the cut-off."""
        local = at.astimezone(HERE)
        in_time = self.works(local.date()) and local.time() <= CUT_OFF
        return moment(local.date() if in_time else self.after(local.date()), CLOSES)

    def postponed(self, due: datetime, since: datetime, until: datetime) -> datetime:
        """Return a due moment as many working days later as lie between two days."""
        local = due.astimezone(HERE)
        days = self.passed(since.astimezone(HERE).date(), until.astimezone(HERE).date())
        return moment(self.after(local.date(), days), local.time())


def moment(day: date, hour: time) -> datetime:
    """Return a local day and hour as a moment."""
    return datetime.combine(day, hour, HERE).astimezone(UTC)


@dataclass(frozen=True)
class Reckoning:
    """How a clock stands: its state, what is owed, and what would be owed without the extension."""

    state: str = "waiting"
    due: datetime | None = None
    unextended: datetime | None = None


def reckoned(entries: list, week: Week, promise: Callable[[datetime], datetime]) -> Reckoning:
    """Walk the rows of one clock from the first to the last, asking the table of today."""
    now, since = Reckoning(), None
    for entry in entries:
        due, unextended, state = now.due, now.unextended, now.state
        if entry.kind in ("promised", "started", "reset"):
            due = unextended = promise(entry.at)
            state = "waiting" if entry.kind == "promised" else "running"
        elif entry.kind == "paused":
            state, since = "paused", entry.at
        elif entry.kind == "resumed":
            due, unextended = (week.postponed(each, since, entry.at) for each in (due, unextended))
            state = "running"
        elif entry.kind == "extended":
            due = entry.due_at
        elif entry.kind == "stopped":
            state = "stopped"
        now = Reckoning(state, due, unextended)
    return now
