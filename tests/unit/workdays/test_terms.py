"""When a result is owed: the trap tables of announced days off."""

from datetime import date, time

import pytest

from tests.unit.workdays.calendars import VIETNAM_2025_2026, local
from workdays import Calendar, CalendarUnknown, WorkingDays, due, due_at, due_same_day


class TestATermOfWorkingDays:
    @pytest.mark.parametrize(
        ("received", "days", "expected"),
        [
            pytest.param("2026-11-23 08:30", 1, "2026-11-25 08:30", id="over 24 November 2026"),
            pytest.param("2026-11-18 09:00", 5, "2026-11-26 09:00", id="5 days over 24 November"),
            pytest.param("2025-12-31 08:30", 1, "2026-01-05 08:30", id="over 1 and 2 January 2026"),
            pytest.param("2026-01-09 08:30", 1, "2026-01-10 08:30", id="onto Saturday 10 January"),
            pytest.param("2026-01-08 08:30", 3, "2026-01-12 08:30", id="through Saturday 10 January"),
            pytest.param("2026-02-13 10:00", 1, "2026-02-23 10:00", id="over Tet 2026"),
            pytest.param("2026-02-12 10:00", 3, "2026-02-24 10:00", id="through Tet 2026"),
            pytest.param("2025-01-24 10:00", 1, "2025-02-03 10:00", id="over Tet 2025"),
            pytest.param("2026-04-24 10:00", 1, "2026-04-28 10:00", id="over the Monday for Gio To"),
            pytest.param("2026-04-29 14:00", 1, "2026-05-04 14:00", id="over 30 April and 1 May"),
            pytest.param("2026-08-21 10:00", 1, "2026-08-22 10:00", id="onto Saturday 22 August"),
            pytest.param("2026-08-28 10:00", 1, "2026-09-03 10:00", id="over 31 August to 2 September"),
            pytest.param("2025-04-25 10:00", 1, "2025-04-26 10:00", id="onto Saturday 26 April 2025"),
            pytest.param("2025-04-29 10:00", 1, "2025-05-05 10:00", id="over 30 April to 2 May 2025"),
            pytest.param("2026-11-20 08:30", 0, "2026-11-20 08:30", id="of no days"),
            pytest.param("2026-11-20 17:30", 1, "2026-11-25 07:00", id="after closing: next day counts"),
            pytest.param("2026-11-21 10:00", 1, "2026-11-25 07:00", id="on a Saturday: Monday counts"),
            pytest.param("2026-11-20 12:00", 1, "2026-11-23 13:00", id="at noon: the afternoon"),
        ],
    )
    def test_ends_at_the_same_hour(self, received: str, days: int, expected: str) -> None:
        answer = due_at(local(received), WorkingDays(days), VIETNAM_2025_2026)

        assert answer == local(expected)

    def test_ends_at_closing_where_the_agency_has_it_so(self) -> None:
        answer = due_at(local("2026-11-23 08:30"), WorkingDays(1), VIETNAM_2025_2026, ends="closing")

        assert answer == local("2026-11-25 17:00")

    def test_of_ten_days_is_not_eighty_hours_where_days_are_shorter(self) -> None:
        short = Calendar(
            sessions=((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))),
            known_years=frozenset({2026}),
        )

        answer = due_at(local("2026-06-01 08:30"), WorkingDays(10), short)

        assert answer == local("2026-06-15 08:30")

    def test_cannot_be_negative(self) -> None:
        with pytest.raises(ValueError, match="-1"):
            WorkingDays(-1)


class TestAYearNotYetAnnounced:
    def test_makes_the_date_provisional(self) -> None:
        projected = Calendar(days_off=frozenset({date(2027, 1, 1)}), known_years=frozenset({2026}))

        answer = due(local("2026-12-31 09:00"), WorkingDays(1), projected)

        assert (answer.at, answer.provisional) == (local("2027-01-04 09:00"), True)

    def test_gets_no_firm_promise(self) -> None:
        with pytest.raises(CalendarUnknown) as caught:
            due_at(local("2026-12-31 09:00"), WorkingDays(1), VIETNAM_2025_2026)

        assert caught.value.year == 2027

    def test_does_not_touch_a_term_that_ends_before_it(self) -> None:
        answer = due(local("2026-12-30 09:00"), WorkingDays(1), VIETNAM_2025_2026)

        assert answer.provisional is False


class TestAProcedureWithinTheDay:
    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            pytest.param("2026-11-23 14:59", "2026-11-23 17:00", id="before 15:00: today"),
            pytest.param("2026-11-23 15:00", "2026-11-23 17:00", id="at 15:00: today"),
            pytest.param("2026-11-23 15:10", "2026-11-25 17:00", id="after 15:00, 24 November off"),
            pytest.param("2026-11-24 08:00", "2026-11-25 17:00", id="on the day off"),
            pytest.param("2026-11-27 16:00", "2026-11-30 17:00", id="Friday evening: Monday"),
            pytest.param("2026-11-23 03:00", "2026-11-23 17:00", id="in the night: that day"),
        ],
    )
    def test_is_owed_at_closing(self, received: str, expected: str) -> None:
        assert due_same_day(local(received), VIETNAM_2025_2026).at == local(expected)
