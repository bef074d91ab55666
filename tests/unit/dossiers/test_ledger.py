"""The ledger of a dossier's clocks: what is owed follows from its lines, and every hour is explained."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossiers.ledger import NEXT, Line, OutOfTurn, Reading, after, read, spans, state_of
from tests.unit.workdays.calendars import VIETNAM_2025_2026 as CALENDAR
from tests.unit.workdays.calendars import local
from workdays import Due, WorkingDays, due, working_hours_between

FIVE_DAYS = WorkingDays(5)
FIRST = datetime(2026, 6, 1, tzinfo=UTC)


def promise(at: datetime) -> Due:
    """A term of five working days, ending at closing time."""
    return due(at, FIVE_DAYS, CALENDAR, ends="closing")


def reading_of(*lines: tuple[str, str] | tuple[str, str, str]) -> Reading:
    """Return the reading of lines given as (kind, local moment) or (kind, local moment, new moment)."""
    return read(
        [Line(kind, local(at), *(local(each) for each in until)) for kind, at, *until in lines],
        promise,
        CALENDAR,
    )


class TestATerm:
    def test_runs_from_its_start(self) -> None:
        reading = reading_of(("started", "2026-06-01 09:00"))

        assert reading.state == "running"
        assert reading.due.at == local("2026-06-08 17:00")

    @pytest.mark.parametrize(
        ("paused", "resumed", "owed"),
        [
            pytest.param("2026-06-02 09:00", "2026-06-02 16:00", "2026-06-08 17:00", id="within a day: nothing"),
            pytest.param("2026-06-02 16:59", "2026-06-03 07:00", "2026-06-09 17:00", id="over a night: a day"),
            pytest.param("2026-06-05 18:00", "2026-06-07 10:00", "2026-06-08 17:00", id="over a weekend: nothing"),
            pytest.param("2026-06-02 09:00", "2026-06-12 09:00", "2026-06-18 17:00", id="eight working days"),
        ],
    )  # fmt: skip
    def test_paused_moves_by_whole_working_days(self, paused: str, resumed: str, owed: str) -> None:
        reading = reading_of(("started", "2026-06-01 09:00"), ("paused", paused), ("resumed", resumed))

        assert reading.due.at == local(owed)

    def test_reset_counts_again_from_the_beginning(self) -> None:
        reading = reading_of(
            ("started", "2026-06-01 09:00"), ("paused", "2026-06-02 09:00"), ("reset", "2026-06-12 09:00")
        )

        assert reading.due.at == local("2026-06-19 17:00")
        assert reading.state == "running"

    def test_extended_keeps_what_was_owed_before(self) -> None:
        reading = reading_of(
            ("started", "2026-06-01 09:00"), ("extended", "2026-06-05 09:00", "2026-06-11 17:00")
        )

        assert reading.due.at == local("2026-06-11 17:00")
        assert reading.unextended.at == local("2026-06-08 17:00")
        assert reading.extensions == 1

    def test_continued_is_not_moved(self) -> None:
        reading = reading_of(("started", "2026-06-01 09:00"), ("continued", "2026-06-02 09:00"))

        assert reading.due.at == local("2026-06-08 17:00")
        assert reading.state == "running"

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param([("paused", "2026-06-01 09:00")], id="paused before the start"),
            pytest.param([("started", "2026-06-01 09:00")] * 2, id="started twice"),
            pytest.param(
                [("started", "2026-06-01 09:00"), ("stopped", "2026-06-02 09:00"), ("paused", "2026-06-03 09:00")],
                id="paused after the end",
            ),
        ],
    )  # fmt: skip
    def test_refuses_what_cannot_follow(self, lines: list[tuple[str, str]]) -> None:
        with pytest.raises(OutOfTurn):
            reading_of(*lines)


def microseconds(hours: Decimal) -> int:
    """Return hours, which a third of an hour leaves inexact, as what they were counted in."""
    return round(hours * 3_600_000_000)


@st.composite
def lives(draw: st.DrawFn) -> list[Line]:
    """A random life of a clock: every line may follow the one before."""
    state, at, lines = "waiting", FIRST, []
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(sorted(NEXT[state])))
        at += timedelta(minutes=draw(st.integers(0, 20_000)))
        until = at + timedelta(days=draw(st.integers(1, 30))) if kind == "extended" else None
        lines.append(Line(kind, at, until))
        state = NEXT[state][kind]
    return lines


class TestAnyLedger:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lives())
    def test_explains_every_hour_once(self, lines: list[Line]) -> None:
        end = lines[-1].at + timedelta(days=1)

        found = spans(lines, CALENDAR, until=end)

        whole = lines[-1].at if lines[-1].kind == "stopped" else end
        assert [earlier.end for earlier, _ in pairwise(found)] == [
            later.start for _, later in pairwise(found)
        ]
        assert found[0].start == lines[0].at
        assert found[-1].end == whole
        total = working_hours_between(lines[0].at, whole, CALENDAR)
        assert microseconds(sum(each.hours for each in found)) == microseconds(total)

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lives())
    def test_never_takes_time_away_by_a_pause(self, lines: list[Line]) -> None:
        reading = Reading()
        for line in lines:
            later = after(reading, line, promise, CALENDAR)
            if line.kind == "resumed":
                moved = CALENDAR.working_days_within(
                    CALENDAR.local(reading.since).date(), CALENDAR.local(line.at).date()
                )
                days = CALENDAR.working_days_within(
                    CALENDAR.local(reading.due.at).date(), CALENDAR.local(later.due.at).date()
                )
                assert days == moved
            reading = later

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lives())
    def test_owes_without_extension_what_it_owes_where_there_was_none(self, lines: list[Line]) -> None:
        plain = [line for line in lines if line.kind != "extended"]

        assert read(lines, promise, CALENDAR).unextended == read(plain, promise, CALENDAR).due


class TestTheStateAlone:
    LINES = [Line(kind, FIRST) for kind in ("promised", "started", "paused", "resumed", "stopped", "started")]

    @pytest.mark.parametrize("count", range(len(LINES) + 1))
    def test_is_what_a_whole_reading_says(self, count: int) -> None:
        lines = self.LINES[:count]

        assert state_of(lines) == read(lines, promise, CALENDAR).state

    def test_refuses_what_a_whole_reading_refuses(self) -> None:
        with pytest.raises(OutOfTurn):
            state_of([Line("paused", FIRST)])
