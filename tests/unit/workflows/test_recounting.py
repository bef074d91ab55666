"""Open timers in working time, counted again by another calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.unit.workflows.diagrams import Play, process, timer
from workdays import Calendar
from workflows.core import TokenNotWaiting, advance, recounted
from workflows.effects import MoveTimer
from workflows.events import Completed, Started, TimerFired, TimersMoved
from workflows.state import State

TUESDAY = datetime(2026, 11, 24, 2, tzinfo=UTC)
ORDINARY = Calendar(known_years=frozenset({2026}))
WEDNESDAY_OFF = Calendar(known_years=frozenset({2026}), days_off=frozenset({date(2026, 11, 25)}))


def in_working_time(duration: str) -> str:
    """A timer event definition that counts in working time."""
    return timer(duration).replace("<timerEventDefinition", '<timerEventDefinition mc:workingDays="true"')


def waiting_for(duration: str, *, working: bool = True):
    """A flow that waits at a timer, and its state at nine on a Tuesday."""
    definition = in_working_time(duration) if working else timer(duration)
    flow = process("start s", f"catch t | {definition}", "end e", "s -> t -> e")
    state = advance(flow, None, Started(), at=TUESDAY, facts={}, calendar=ORDINARY).state
    return flow, State.from_json(state.to_json())


def moved(flow, state, calendar):
    """How far each timer moves."""
    found = recounted(flow, state, at=TUESDAY, facts={}, calendar=calendar)
    return {wait.node: found[wait.id] - wait.due_at for wait in state.waits if wait.id in found}


class TestATimerInWorkingTime:
    @pytest.mark.parametrize(
        ("duration", "later"),
        [
            pytest.param("P1D", timedelta(days=1), id="of a day that is off now"),
            pytest.param("P2D", timedelta(days=1), id="of days over a day that is off now"),
            pytest.param("PT10H", timedelta(days=1), id="of hours over a day that is off now"),
        ],
    )
    def test_moves_with_a_new_day_off(self, duration, later):
        assert moved(*waiting_for(duration), WEDNESDAY_OFF) == {"t": later}

    @pytest.mark.parametrize(
        ("duration", "working"),
        [
            pytest.param("PT2H", True, id="that ends before the day"),
            pytest.param("P3D", False, id="in plain time"),
            pytest.param("2026-11-26T08:00:00", True, id="of a moment that is said"),
        ],
    )
    def test_stays_where_the_day_has_no_part_in_it(self, duration, working):
        assert moved(*waiting_for(duration, working=working), WEDNESDAY_OFF) == {}

    def test_counts_what_it_was_begun_with_whatever_is_written_since(self):
        flow = process(
            "start s", "parallel f", f"catch t | {in_working_time('P1D').replace('P1D', 'days')}", "user a",
            "script w | <script>{days: duration(\"P9D\")}</script>", "end e", "end g",
            "s -> f -> t -> e", "f -> a -> w -> g",
        )  # fmt: skip
        start = Started({"days": timedelta(days=1)})
        state = advance(flow, None, start, at=TUESDAY, facts={}, calendar=ORDINARY).state
        person = next(token.id for token in state.tokens if token.node == "a")
        state = advance(flow, state, Completed(person), at=TUESDAY, facts={}, calendar=ORDINARY).state

        assert moved(flow, state, WEDNESDAY_OFF) == {"t": timedelta(days=1)}

    def test_of_a_cycle_counts_from_when_it_fired_last(self):
        flow, state = waiting_for("R3/P1D")
        (wait,) = state.waits
        fired = advance(flow, state, TimerFired(wait.id), at=wait.due_at, facts={}, calendar=ORDINARY).state
        thursday_off = Calendar(known_years=frozenset({2026}), days_off=frozenset({date(2026, 11, 26)}))

        assert moved(flow, fired, thursday_off) == {"t": timedelta(days=1)}

    def test_is_where_it_was_when_the_calendar_comes_back(self):
        flow, state = waiting_for("P3D")
        away = recounted(flow, state, at=TUESDAY, facts={}, calendar=WEDNESDAY_OFF)
        state_away = advance(flow, state, TimersMoved(away), at=TUESDAY, facts={}).state

        back = recounted(flow, state_away, at=TUESDAY, facts={}, calendar=ORDINARY)

        assert advance(flow, state_away, TimersMoved(back), at=TUESDAY, facts={}).state == state

    def test_at_the_edge_of_a_step_moves_too(self):
        edge = f'boundary b attachedToRef="a" | {in_working_time("P1D")}'
        flow = process("start s", "user a", edge, "end e", "end late", "s -> a -> e", "b -> late")
        state = advance(flow, None, Started(), at=TUESDAY, facts={}, calendar=ORDINARY).state

        assert moved(flow, state, WEDNESDAY_OFF) == {"b": timedelta(days=1)}


class TestMovingATimer:
    def test_moves_no_token_and_begins_no_other(self):
        flow, state = waiting_for("P3D")
        (wait,) = state.waits
        later = wait.due_at + timedelta(days=1)

        step = advance(flow, state, TimersMoved({wait.id: later}), at=TUESDAY, facts={})

        assert step.state.tokens == state.tokens
        assert step.effects == (MoveTimer(wait.id, later),)
        assert [each.due_at for each in step.state.waits] == [later]

    def test_that_has_fired_is_refused(self):
        play = Play(process("start s", f"catch t | {timer('PT1H')}", "user a", "end e", "s -> t -> a -> e"))
        fired = play.wait_at("t")
        play.take(TimerFired(fired))

        with pytest.raises(TokenNotWaiting):
            play.take(TimersMoved({fired: TUESDAY}))


class TestAStateOfFormatOne:
    def test_is_read_and_its_timers_keep_their_moment(self):
        flow, state = waiting_for("P3D")
        old = state.to_json()
        old = {**old, "format": 1, "waits": [row[:8] for row in old["waits"]]}

        raised = State.from_json(old)

        assert [wait.due_at for wait in raised.waits] == [wait.due_at for wait in state.waits]
        assert moved(flow, raised, WEDNESDAY_OFF) == {}
