"""Events and gateways: what waits, what throws, what splits and joins."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.unit.workflows.diagrams import AT, Play, body, message, process, timer
from workdays import Calendar
from workflows.core import FlowStuck, NobodyWaits, TokenNotWaiting, advance
from workflows.effects import RunEnded, SendMessage, StartTimer, StopTimer, Subscribe, Unsubscribe
from workflows.events import Completed, MessageArrived, Started, TimerFired

MESSAGE = '<message id="m" name="paid"/>'
ERROR = '<error id="err" errorCode="E1"/>'
WORKING = timer("P3D").replace("<timerEventDefinition", '<timerEventDefinition mc:workingDays="true"')


class TestAMessageStart:
    def test_begins_a_run_when_its_message_comes(self):
        flow = process(f"start s | {message('m')}", "user a", "end e", "s -> a -> e", before=MESSAGE)

        step = advance(flow, None, Started({}, message="paid"), at=AT, facts={})

        assert [token.node for token in step.state.tokens] == ["a"]

    @pytest.mark.parametrize(
        ("outputs", "variables"),
        [
            pytest.param("", {"amount": 5}, id="whatever it says"),
            pytest.param(
                '<extensionElements><mc:output name="total" value="amount * fee"/></extensionElements>',
                {"total": 10},
                id="what its outputs make of it and the case",
            ),
        ],
    )
    def test_begins_it_with(self, outputs, variables):
        start = f"start s | {outputs}{message('m')}"
        flow = process(start, "user a", "end e", "s -> a -> e", before=MESSAGE)

        step = advance(flow, None, Started({"amount": 5}, message="paid"), at=AT, facts={"fee": 2})

        assert step.state.variables == variables

    def test_is_not_begun_by_another_message(self):
        flow = process(f"start s | {message('m')}", "end e", "s -> e", before=MESSAGE)

        with pytest.raises(FlowStuck, match="no_start"):
            advance(flow, None, Started({}, message="refused"), at=AT, facts={})

    @pytest.mark.parametrize(
        ("starts", "alone"),
        [
            pytest.param((f"start s | {message('m')}",), True, id="alone"),
            pytest.param((f"start s | {message('m')}", "start p2"), False, id="beside one for people"),
        ],
    )
    def test_says_whether_it_begins_its_flow(self, starts, alone):
        ways = [f"{line.split()[1]} -> e" for line in starts]

        flow = process(*starts, "end e", *ways, before=MESSAGE)

        assert ([start.id for start in flow.message_starts], flow.begins_by_message_alone) == (["s"], alone)


class TestATimer:
    @pytest.mark.parametrize(
        ("text", "due_at"),
        [
            pytest.param("PT90M", AT + timedelta(minutes=90), id="a duration of minutes"),
            pytest.param("P3D", AT + timedelta(days=3), id="a duration of days"),
            pytest.param("P1M", datetime(2026, 12, 24, 1, tzinfo=UTC), id="a duration of months"),
            pytest.param("2026-12-01T08:00:00", datetime(2026, 12, 1, 1, tzinfo=UTC), id="a local moment"),
            pytest.param(
                "2026-12-01T08:00:00Z", datetime(2026, 12, 1, 8, tzinfo=UTC), id="a moment with its zone"
            ),
            pytest.param("R3/PT1H", AT + timedelta(hours=1), id="a cycle"),
        ],
    )
    def test_is_due_when_its_text_says(self, text, due_at):
        play = Play(process("start s", f"catch t | {timer(text)}", "end e", "s -> t -> e"))

        assert play.of(StartTimer)[0].due_at == due_at

    @pytest.mark.parametrize(
        ("text", "due_at"),
        [
            pytest.param("P3D", datetime(2026, 2, 25, 2, tzinfo=UTC), id="three working days, over Tết"),
            pytest.param("PT5H", datetime(2026, 2, 13, 9, tzinfo=UTC), id="five working hours, over noon"),
        ],
    )
    def test_in_working_time_runs_only_while_the_agency_works(self, text, due_at):
        definition = timer(text).replace(
            "<timerEventDefinition", '<timerEventDefinition mc:workingDays="true"'
        )
        flow = process("start s", f"catch t | {definition}", "end e", "s -> t -> e")
        friday_at_nine = datetime(2026, 2, 13, 2, tzinfo=UTC)
        tet = frozenset(date(2026, 2, day) for day in range(16, 21))
        calendar = Calendar(days_off=tet, known_years=frozenset({2026}))

        step = advance(flow, None, Started(), at=friday_at_nine, facts={}, calendar=calendar)

        assert [wait.due_at for wait in step.state.waits] == [due_at]

    @pytest.mark.parametrize(
        ("lines", "asked"),
        [
            pytest.param((f"catch t | {WORKING}", "s -> t -> e"), ["receiving"], id="its lane"),
            pytest.param((f"catch u | {WORKING}", "s -> u -> e"), [None], id="nobody, in no lane"),
            pytest.param((f"catch v | {WORKING}", "s -> v -> e"), ["H61.12"], id="what its lane's expression says"),
            pytest.param(
                ('user a mc:agency="parent"', f'boundary t attachedToRef="a" | {WORKING}', "s -> a -> e", "t -> e"),
                ["parent"],
                id="the step at whose edge it is",
            ),
            pytest.param(
                (f'<subProcess id="w">{body("start s2", f"catch c | {WORKING}", "end e2", "s2 -> c -> e2")}</subProcess>', "s -> w -> e"),
                ["support"],
                id="the sub-process it is in",
            ),
            pytest.param((f"catch t | {timer('P3D')}", "s -> t -> e"), [], id="nobody, where it counts plain time"),
        ],
    )  # fmt: skip
    def test_in_working_time_asks_for_the_calendar_of_the_agency_of(self, lines, asked):
        lanes = (
            '<laneSet id="ls"><lane id="l1" mc:agency="receiving"><flowNodeRef>t</flowNodeRef></lane>'
            '<lane id="l2" mc:agency="keeper"><flowNodeRef>v</flowNodeRef></lane>'
            '<lane id="l3" mc:agency="support"><flowNodeRef>w</flowNodeRef></lane></laneSet>'
        )
        flow = process(lanes, "start s", "end e", *lines)
        named = []

        def calendar(agency):
            named.append(agency)
            return Calendar()

        advance(flow, None, Started(), at=AT, facts={"keeper": "H61.12"}, calendar=calendar)

        assert named == asked

    def test_is_due_when_its_feel_expression_says(self):
        definition = timer("PX").replace("PX", "duration(wait)")
        flow = process("start s", f"catch t | {definition}", "end e", "s -> t -> e")

        play = Play(flow, {"wait": "PT2H"})

        assert play.of(StartTimer)[0].due_at == AT + timedelta(hours=2)

    def test_lets_the_token_go_on_once(self):
        play = Play(process("start s", f"catch t | {timer('PT1H')}", "end e", "s -> t -> e"))
        timer_id = play.wait_at("t")

        play.take(TimerFired(timer_id))

        assert play.state.ended == "completed"

    def test_that_fires_twice_is_refused_the_second_time(self):
        play = Play(process("start s", f"catch t | {timer('PT1H')}", "user a", "end e", "s -> t -> a -> e"))
        timer_id = play.wait_at("t")
        play.take(TimerFired(timer_id))

        with pytest.raises(TokenNotWaiting):
            play.take(TimerFired(timer_id))


class TestAMessageCatch:
    def test_takes_only_the_message_with_its_key(self):
        catch = 'catch c mc:key="code" | <messageEventDefinition messageRef="m"/>'
        play = Play(process("start s", catch, "end e", "s -> c -> e", before=MESSAGE), {"code": "K1"})

        with pytest.raises(NobodyWaits):
            play.take(MessageArrived("paid", "K2"))
        play.take(MessageArrived("paid", "K1"))

        assert play.state.ended == "completed"

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param(("catch c | {}", "s -> c -> e"), id="an event on the way"),
            pytest.param(
                ("user a", 'boundary c attachedToRef="a" | {}', "s -> a -> e", "c -> e"),
                id="an event at the edge",
            ),
        ],
    )
    def test_writes_what_its_outputs_name_of_the_messages_values(self, lines):
        kept = '<extensionElements><mc:output name="paid" value="amount + 1"/></extensionElements>'
        play = Play(
            process("start s", "end e", *(line.format(kept + message("m")) for line in lines), before=MESSAGE)
        )

        play.take(MessageArrived("paid", None, {"amount": 4}))

        assert play.state.variables == {"paid": 5}


class TestAnIntermediateThrow:
    def test_throws_its_message_and_passes(self):
        play = Play(process("start s", f"throw t | {message('m')}", "end e", "s -> t -> e", before=MESSAGE))

        assert [effect.name for effect in play.of(SendMessage)] == ["paid"]
        assert play.state.ended == "completed"


class TestABoundaryEvent:
    def test_of_a_timer_that_interrupts_closes_the_step(self):
        edge = f'boundary b attachedToRef="a" | {timer("PT1H")}'
        play = Play(process("start s", "user a", edge, "user late", "end e", "s -> a -> e", "b -> late -> e"))

        play.take(TimerFired(play.wait_at("b")))

        assert play.open == ["late"]
        assert play.lines[-4:] == [
            ("a", "cancelled"),
            ("b", "triggered"),
            ("b", "completed"),
            ("late", "opened"),
        ]

    def test_of_a_timer_that_does_not_interrupt_lets_a_token_out_beside_it(self):
        edge = f'boundary b attachedToRef="a" cancelActivity="false" | {timer("PT1H")}'
        play = Play(
            process("start s", "user a", edge, "user remind", "end e", "s -> a -> e", "b -> remind -> e")
        )

        play.take(TimerFired(play.wait_at("b")))

        assert play.open == ["a", "remind"]

    def test_of_a_cycle_fires_as_often_as_it_says(self):
        edge = f'boundary b attachedToRef="a" cancelActivity="false" | {timer("R3/PT1H")}'
        play = Play(process("start s", "user a", edge, "end out", "end e", "s -> a -> e", "b -> out"))

        for _ in range(3):
            play.take(TimerFired(play.wait_at("b")))

        assert play.times("out") == 3
        assert play.state.waits == ()
        assert [effect.due_at for effect in play.of(StartTimer)] == [
            AT + timedelta(hours=hours) for hours in (1, 2, 3)
        ]

    def test_of_a_message_that_interrupts_closes_the_step(self):
        edge = f'boundary b attachedToRef="a" | {message("m")}'
        play = Play(
            process(
                "start s",
                "user a",
                edge,
                "user paid",
                "end e",
                "s -> a -> e",
                "b -> paid -> e",
                before=MESSAGE,
            )
        )

        play.take(MessageArrived("paid"))

        assert play.open == ["paid"]

    def test_of_a_message_that_does_not_interrupt_may_come_again_and_again(self):
        edge = f'boundary b attachedToRef="a" cancelActivity="false" | {message("m")}'
        play = Play(
            process("start s", "user a", edge, "end out", "end e", "s -> a -> e", "b -> out", before=MESSAGE)
        )

        play.take(MessageArrived("paid"))
        play.take(MessageArrived("paid"))

        assert play.times("out") == 2
        assert play.open == ["a"]

    def test_is_stopped_when_the_step_ends(self):
        edges = (
            f'boundary b attachedToRef="a" | {timer("PT1H")}',
            f'boundary c attachedToRef="a" | {message("m")}',
        )
        play = Play(
            process("start s", "user a", *edges, "end e", "s -> a -> e", "b -> e", "c -> e", before=MESSAGE)
        )

        play.take(Completed(play.at("a")))

        assert (len(play.of(StopTimer)), len(play.of(Unsubscribe))) == (1, 1)


class TestAnExclusiveGateway:
    @pytest.mark.parametrize(
        ("n", "open_nodes"),
        [
            pytest.param(20, ["a"], id="the first that holds, though both do"),
            pytest.param(7, ["b"], id="the second"),
            pytest.param(1, ["c"], id="none: the default"),
            pytest.param(None, ["c"], id="null is not true"),
        ],
    )
    def test_takes_one_way(self, n, open_nodes):
        flow = process(
            "start s", "exclusive x", "user a", "user b", "user c", "end e",
            "s -> x -> [n > 10] a -> e", "x -> [n > 5] b -> e", "x -> [*] c -> e",
        )  # fmt: skip

        assert Play(flow, {"n": n}).open == open_nodes


class TestAParallelGateway:
    def test_takes_all_ways_and_waits_for_all_of_them(self):
        play = Play(
            process(
                "start s",
                "parallel f",
                "user a",
                "user b",
                "parallel j",
                "end e",
                "s -> f -> a -> j -> e",
                "f -> b -> j",
            )
        )

        opened = play.open
        play.take(Completed(play.at("b")))
        between = play.open
        play.take(Completed(play.at("a")))

        assert (opened, between, play.times("e")) == (["a", "b"], ["a", "j"], 1)


class TestAnInclusiveGateway:
    def test_takes_the_default_only_when_nothing_else_holds(self):
        flow = process(
            "start s",
            "inclusive i",
            "user a",
            "user b",
            "end e",
            "s -> i -> [n > 1] a -> e",
            "i -> [*] b -> e",
        )

        assert (Play(flow, {"n": 2}).open, Play(flow, {"n": 0}).open) == (["a"], ["b"])


class TestAnEventBasedGateway:
    FLOW = (
        "start s", "events g", f"catch t | {timer('PT1H')}", f"catch c | {message('m')}", "user late", "user paid", "end e",
        "s -> g -> t -> late -> e", "g -> c -> paid -> e",
    )  # fmt: skip

    def test_goes_the_way_of_the_first_event_and_stops_the_others(self):
        play = Play(process(*self.FLOW, before=MESSAGE))

        play.take(MessageArrived("paid"))

        assert play.open == ["paid"]
        assert len(play.of(StopTimer)) == 1

    def test_goes_the_way_of_its_timer_when_nothing_came(self):
        play = Play(process(*self.FLOW, before=MESSAGE))

        play.take(TimerFired(play.wait_at("t")))

        assert play.open == ["late"]
        assert (len(play.of(Subscribe)), len(play.of(Unsubscribe))) == (1, 1)


class TestAnEndEvent:
    def test_with_nothing_ends_only_its_own_token(self):
        play = Play(
            process("start s", "parallel f", "end e", "user a", "end e2", "s -> f -> e", "f -> a -> e2")
        )

        assert (play.open, play.state.ended) == (["a"], "")

    def test_with_a_message_throws_it(self):
        play = Play(process("start s", f"end e | {message('m')}", "s -> e", before=MESSAGE))

        assert [effect.name for effect in play.of(SendMessage)] == ["paid"]
        assert play.of(RunEnded) == [RunEnded("completed")]

    def test_with_an_error_that_nothing_catches_ends_the_run(self):
        play = Play(
            process("start s", 'end e | <errorEventDefinition errorRef="err"/>', "s -> e", before=ERROR)
        )

        assert play.of(RunEnded) == [RunEnded("error", "E1")]

    def test_with_terminate_ends_every_token(self):
        play = Play(
            process(
                "start s",
                "parallel f",
                "user a",
                "end t | <terminateEventDefinition/>",
                "end e",
                "s -> f -> a -> e",
                "f -> t",
            )
        )

        assert play.of(RunEnded) == [RunEnded("terminated")]
        assert play.times("a", "cancelled") == 1
