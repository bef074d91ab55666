"""Which days and hours an agency works."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from tests.unit.workdays.calendars import VIETNAM_2025_2026, local
from workdays import Calendar, NoWorkingTime


class TestAWorkingDay:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            pytest.param("2026-01-01", False, id="new year's day is off"),
            pytest.param("2026-01-02", False, id="2 January 2026 is exchanged"),
            pytest.param("2026-01-10", True, id="Saturday 10 January 2026 is worked instead"),
            pytest.param("2026-02-13", True, id="the Friday before Tet 2026 is worked"),
            pytest.param("2026-02-16", False, id="Tet 2026 begins on Monday 16 February"),
            pytest.param("2026-02-20", False, id="Tet 2026 ends on Friday 20 February"),
            pytest.param("2026-02-23", True, id="work begins again on 23 February 2026"),
            pytest.param("2026-04-27", False, id="Gio To 2026 fell on a Sunday"),
            pytest.param("2026-08-22", True, id="Saturday 22 August 2026 is worked instead"),
            pytest.param("2026-08-31", False, id="31 August 2026 is exchanged"),
            pytest.param("2026-11-24", False, id="the day of Vietnamese culture, from 2026"),
            pytest.param("2025-11-24", True, id="not yet in 2025"),
            pytest.param("2026-11-28", False, id="a plain Saturday is off"),
        ],
    )
    def test_follows_the_announced_table(self, day: str, expected: bool) -> None:
        assert VIETNAM_2025_2026.is_working_day(date.fromisoformat(day)) is expected

    def test_of_seven_and_a_half_hours_is_known_exactly(self) -> None:
        sessions = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))

        assert Calendar(sessions=sessions).hours_per_day == Decimal("7.5")


class TestTheNextWorkingMoment:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            pytest.param("2026-11-23 08:30", "2026-11-23 08:30", id="at work: itself"),
            pytest.param("2026-11-23 05:00", "2026-11-23 07:00", id="early: opening"),
            pytest.param("2026-11-23 11:30", "2026-11-23 13:00", id="at noon: the afternoon"),
            pytest.param("2026-11-23 17:00", "2026-11-23 17:00", id="on the stroke: itself"),
            pytest.param("2026-11-23 17:01", "2026-11-25 07:00", id="late before a day off"),
            pytest.param("2026-01-09 18:00", "2026-01-10 07:00", id="before a worked Saturday"),
        ],
    )
    def test_is(self, at: str, expected: str) -> None:
        assert VIETNAM_2025_2026.next_working_moment(local(at)) == local(expected)

    def test_comes_in_utc(self) -> None:
        moment = VIETNAM_2025_2026.next_working_moment(local("2026-11-23 08:30"))

        assert moment.tzinfo is UTC

    def test_of_a_naive_moment_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            VIETNAM_2025_2026.next_working_moment(datetime(2026, 11, 23))  # noqa: DTZ001


class TestACalendar:
    @pytest.mark.parametrize(
        "sessions",
        [
            pytest.param((), id="without sessions"),
            pytest.param(((time(11), time(7)),), id="that closes before it opens"),
            pytest.param(((time(7), time(12)), (time(11), time(17))), id="that overlaps itself"),
        ],
    )
    def test_refuses_a_day(self, sessions: tuple[tuple[time, time], ...]) -> None:
        with pytest.raises(ValueError, match="session|Sessions"):
            Calendar(sessions=sessions)

    def test_refuses_a_day_both_off_and_worked(self) -> None:
        day = frozenset({date(2026, 1, 10)})

        with pytest.raises(ValueError, match="Both off and worked"):
            Calendar(days_off=day, working_saturdays=day)

    def test_without_any_working_day_says_so(self) -> None:
        start = date(2026, 1, 1)
        all_off = frozenset(date.fromordinal(start.toordinal() + n) for n in range(500))

        with pytest.raises(NoWorkingTime):
            Calendar(days_off=all_off).next_working_day(start)
