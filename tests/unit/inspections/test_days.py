"""The last day of an inspection: kind of day × whether the first counts × what was extended or suspended (§0.2)."""

from datetime import date

import pytest

from inspections.days import Counting, Line, last_day
from workdays import Calendar

CALENDAR = Calendar(days_off=frozenset({date(2026, 11, 24), date(2027, 1, 1)}))
ANNOUNCED = Line("started", date(2026, 11, 20))


def counting(*, working: bool, first: bool, days: int = 10) -> Counting:
    """Return how a decision counts."""
    return Counting(days, working=working, counts_first_day=first)


class TestTheLastDay:
    @pytest.mark.parametrize(
        ("working", "first", "expected"),
        [
            (False, True, date(2026, 11, 29)),
            (False, False, date(2026, 11, 30)),
            (True, True, date(2026, 12, 4)),
            (True, False, date(2026, 12, 7)),
        ],
        ids=["calendar, first counts", "calendar, not", "working, first counts", "working, not"],
    )
    def test_follows_the_decision_s_own_way_of_counting(self, working, first, expected):
        owed = last_day(counting(working=working, first=first), [ANNOUNCED], CALENDAR)

        assert owed == expected

    @pytest.mark.parametrize(
        ("working", "expected"),
        [(False, date(2026, 12, 5)), (True, date(2026, 12, 14))],
        ids=["calendar", "working"],
    )
    def test_moves_by_the_days_of_the_extension(self, working, expected):
        lines = [ANNOUNCED, Line("extended", date(2026, 11, 27), 5)]

        assert last_day(counting(working=working, first=False), lines, CALENDAR) == expected

    def test_is_not_known_before_the_announcement(self):
        assert last_day(counting(working=False, first=False), [], CALENDAR) is None

    def test_is_not_known_while_suspended(self):
        lines = [ANNOUNCED, Line("paused", date(2026, 11, 25))]

        assert last_day(counting(working=False, first=False), lines, CALENDAR) is None

    @pytest.mark.parametrize(
        ("working", "expected"),
        [(False, date(2026, 12, 15)), (True, date(2026, 12, 21))],
        ids=["calendar: 4 used, 6 from the day it goes on", "working: 1 used, 9 from then on"],
    )
    def test_leaves_the_days_of_a_suspension_out(self, working, expected):
        lines = [
            ANNOUNCED,
            Line("paused", date(2026, 11, 25)),
            Line("resumed", date(2026, 12, 9 if working else 10)),
        ]

        assert last_day(counting(working=working, first=False), lines, CALENDAR) == expected

    def test_counts_an_extension_that_came_during_the_suspension(self):
        lines = [
            ANNOUNCED,
            Line("paused", date(2026, 11, 25)),
            Line("extended", date(2026, 11, 26), 5),
            Line("resumed", date(2026, 12, 10)),
        ]

        assert last_day(counting(working=False, first=False), lines, CALENDAR) == date(2026, 12, 20)

    def test_is_the_day_before_it_goes_on_where_the_days_were_used_up(self):
        lines = [ANNOUNCED, Line("paused", date(2026, 12, 10)), Line("resumed", date(2026, 12, 15))]

        assert last_day(counting(working=False, first=False, days=5), lines, CALENDAR) == date(2026, 12, 14)
