"""Figures of the boards of inspections: bars, the heat map, a month of days."""

from collections import Counter
from datetime import UTC, date, datetime
from types import SimpleNamespace

from desk.inspections import figures


class TestBars:
    def test_are_as_long_as_their_share_of_the_longest(self):
        found = figures.bars(Counter({"a": 4, "b": 1}))

        assert [(bar.label, bar.count, bar.percent) for bar in found] == [("a", 4, 100), ("b", 1, 25)]

    def test_of_months_follow_the_calendar(self):
        counted = Counter({"2026-05": 2, "2026-02": 1})

        assert [(bar.label, bar.count) for bar in figures.in_order(counted)] == [
            ("02/2026", 1),
            ("05/2026", 2),
        ]

    def test_are_none_without_counts(self):
        assert figures.bars(Counter()) == figures.in_order(Counter()) == []


class TestNames:
    def test_that_come_to_be_shared_add_up(self):
        found = figures.named({"TS.01": 2, "TS.02": 3, "VB.01": 1}, lambda key: key[:2])

        assert found == Counter({"TS": 5, "VB": 1})


class TestTheHeatMap:
    def test_counts_institutions_by_sections_the_worst_first(self):
        found = figures.heat_map(Counter({("A", "Tuyển sinh"): 1, ("B", "Văn bằng"): 2, ("B", "Khác"): 1}))

        assert found.columns == ["Khác", "Tuyển sinh", "Văn bằng"]
        assert [(name, [cell.count for cell in cells], total) for name, cells, total in found.rows] == [
            ("B", [1, 0, 2], 3),
            ("A", [0, 1, 0], 1),
        ]

    def test_is_darkest_at_the_most_and_blank_at_none(self):
        found = figures.heat_map(Counter({("A", "Tuyển sinh"): 8, ("A", "Văn bằng"): 1}))

        assert [cell.heat for cell in found.rows[0][1]] == [4, 1]

    def test_is_empty_without_findings(self):
        assert figures.heat_map(Counter()).rows == []


class TestAMonth:
    def test_has_whole_weeks_from_monday_and_its_sessions_on_their_local_day(self):
        late = SimpleNamespace(starts_at=datetime(2026, 11, 1, 20, tzinfo=UTC))  # 03:00 on the second, here

        weeks = figures.month(2026, 11, [late])

        assert {len(week) for week in weeks} == {7}
        assert weeks[0][0][0] == date(2026, 10, 26) and weeks[0][0][1] is False
        assert [day for week in weeks for day, _, held in week if held] == [date(2026, 11, 2)]
