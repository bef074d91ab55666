"""The calendar of an agency: sessions of a day, days off, weekend days worked instead.

The plain week has five working days. `days_off` takes days out of it (holidays, compensation,
exchanged days); `working_saturdays` puts weekend days in (a make-up day may be a Sunday too).
`known_years` are the announced ones; days of other years may be projections.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from workdays.errors import SEARCH_LIMIT_DAYS, NoWorkingTime

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Session = tuple[time, time]
DEFAULT_SESSIONS: tuple[Session, ...] = (
    (time(7, 0), time(11, 0)),
    (time(13, 0), time(17, 0)),
)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """When an agency works.

    sessions           opening and closing times of a working day, in order, apart
    days_off           days of the plain week that are not worked
    working_saturdays  weekend days that are worked
    known_years        years whose days off are announced
    zone               the zone in which days and hours are meant

    Raises ValueError for sessions that overlap or a day both off and worked.
    """

    sessions: tuple[Session, ...] = DEFAULT_SESSIONS
    days_off: frozenset[date] = frozenset()
    working_saturdays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    zone: ZoneInfo = VIETNAM

    def __post_init__(self) -> None:
        if not self.sessions:
            raise ValueError("A working day has at least one session")
        moments = [moment for session in self.sessions for moment in session]
        if any(later <= earlier for earlier, later in zip(moments, moments[1:], strict=False)):
            raise ValueError(f"Sessions must be in order and apart: {self.sessions}")
        both = self.days_off & self.working_saturdays
        if both:
            raise ValueError(f"Both off and worked: {sorted(both)}")

    @property
    def hours_per_day(self) -> Decimal:
        """Return the length of a working day in hours."""
        seconds = sum(
            (_on(date.min, closes) - _on(date.min, opens)).total_seconds() for opens, closes in self.sessions
        )
        return Decimal(int(seconds)) / 3600

    def is_working_day(self, day: date) -> bool:
        """Tell whether the agency works on that day."""
        if day in self.working_saturdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def next_working_day(self, after: date) -> date:
        """Return the first working day after a day. Raises NoWorkingTime."""
        day = after
        for _ in range(SEARCH_LIMIT_DAYS):
            day += _ONE_DAY
            if self.is_working_day(day):
                return day
        raise NoWorkingTime(after)

    def working_day_after(self, day: date, count: int) -> date:
        """Return the count-th working day after a day; the day itself for zero."""
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_within(self, after: date, until: date) -> int:
        """Return how many working days there are after one day up to another, which counts; none where it comes first."""
        days = range(1, (until - after).days + 1)
        return sum(self.is_working_day(after + timedelta(days=number)) for number in days)

    def opening(self, day: date) -> datetime:
        """Return the UTC moment the first session of a day opens."""
        return self.moment(day, self.sessions[0][0])

    def closing(self, day: date) -> datetime:
        """Return the UTC moment the last session of a day closes."""
        return self.moment(day, self.sessions[-1][1])

    def moment(self, day: date, hour: time) -> datetime:
        """Return the UTC moment of a local day and hour."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        """Return an aware moment in the agency's zone. Raises ValueError for a naive one."""
        if at.tzinfo is None:
            raise ValueError("A moment needs a zone")
        return at.astimezone(self.zone)

    def next_working_moment(self, at: datetime) -> datetime:
        """Return the moment itself while the agency works, else the next opening, in UTC.

        A closing hour still belongs to its session: who comes on the stroke has come in time.
        """
        for opens, closes in self.sessions_from(self.local(at).date()):
            if at <= closes:
                return max(at, opens).astimezone(UTC)
        raise NoWorkingTime(self.local(at).date())

    def sessions_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the sessions from a day on, as UTC moments, without end."""
        if not self.is_working_day(day):
            day = self.next_working_day(day)
        while True:
            for opens, closes in self.sessions:
                yield self.moment(day, opens), self.moment(day, closes)
            day = self.next_working_day(day)


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour)
