"""Budgets of hours run in sessions only."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workdays.calendars import VIETNAM_2025_2026, local
from workdays import budget_end, working_hours_between


class TestABudgetOfHours:
    @pytest.mark.parametrize(
        ("start", "hours", "expected"),
        [
            pytest.param("2026-11-23 08:00", "2", "2026-11-23 10:00", id="inside a session"),
            pytest.param("2026-11-23 10:00", "2", "2026-11-23 14:00", id="over noon"),
            pytest.param("2026-11-23 13:00", "4", "2026-11-23 17:00", id="to closing, no further"),
            pytest.param("2026-11-23 16:00", "2", "2026-11-25 08:00", id="over 24 November 2026"),
            pytest.param("2026-02-13 16:00", "8", "2026-02-23 16:00", id="over Tet 2026"),
            pytest.param("2026-01-09 15:00", "8", "2026-01-10 15:00", id="into a worked Saturday"),
            pytest.param("2026-11-23 07:00", "0.5", "2026-11-23 07:30", id="of half an hour"),
            pytest.param("2026-11-23 18:00", "0", "2026-11-25 07:00", id="of nothing, after hours"),
            pytest.param("2026-12-31 16:00", "2", "2027-01-01 08:00", id="into an unknown year"),
        ],
    )
    def test_ends(self, start: str, hours: str, expected: str) -> None:
        assert budget_end(local(start), Decimal(hours), VIETNAM_2025_2026) == local(expected)

    def test_cannot_be_negative(self) -> None:
        with pytest.raises(ValueError, match="-1"):
            budget_end(local("2026-11-23 08:00"), Decimal(-1), VIETNAM_2025_2026)

    @given(
        minutes=st.integers(0, 60 * 24 * 300),
        quarters=st.integers(0, 400),
    )
    def test_is_what_lies_between_its_ends(self, minutes: int, quarters: int) -> None:
        start = local("2026-01-01 00:00") + timedelta(minutes=minutes)
        hours = Decimal(quarters) / 4

        end = budget_end(start, hours, VIETNAM_2025_2026)

        assert working_hours_between(start, end, VIETNAM_2025_2026) == hours


class TestHoursBetweenTwoMoments:
    def test_count_sessions_alone(self) -> None:
        hours = working_hours_between(local("2026-11-23 16:30"), local("2026-11-25 07:30"), VIETNAM_2025_2026)

        assert hours == Decimal(1)

    def test_are_negative_backwards(self) -> None:
        hours = working_hours_between(local("2026-11-23 10:00"), local("2026-11-23 08:00"), VIETNAM_2025_2026)

        assert hours == Decimal(-2)
