"""The traps that other engines fall into; each once broke one of them."""

import random
import time
from datetime import timedelta

from tests.unit.workflows.diagrams import AT, Play, process, timer, xml
from workflows.checks import check
from workflows.events import Completed, OperationDone, TimerFired
from workflows.parser import parse_bpmn

FORK_OF_THREE = (
    "start s", "parallel f", "user a", "user b", "user c", "parallel j2", "parallel j3", "end e",
    "s -> f -> a -> j2 -> j3 -> e", "f -> b -> j2", "f -> c -> j3",
)  # fmt: skip


class TestAPartialJoin:
    """Fork 3, join 2, then join 3."""

    def test_does_not_hang_the_run(self):
        play = Play(process(*FORK_OF_THREE))

        for node_id in ("a", "b", "c"):
            play.take(Completed(play.at(node_id)))

        assert play.state.ended == "completed"
        assert (play.times("j2"), play.times("j3"), play.times("e")) == (1, 1, 1)

    def test_in_any_order_fires_each_join_once(self):
        flow = process(*FORK_OF_THREE)
        orders = [random.Random(seed).sample("abc", 3) for seed in range(12)]

        for order in orders:
            play = Play(flow)
            for node_id in order:
                play.take(Completed(play.at(node_id)))
            assert play.state.ended == "completed", order


class TestTwoTokensInOneForkAndJoin:
    def test_interleaved_never_mix_and_both_come_through(self):
        flow = process(
            "start s", "parallel two", "exclusive m", "parallel f", "user a", "user b", "parallel j", "end e",
            "s -> two -> m -> f -> a -> j -> e", "two -> n -> m", "f -> b -> j", "task n",
        )  # fmt: skip
        play = Play(flow)

        for node_id in ("a", "a", "b", "b"):
            play.take(Completed(play.at(node_id)))

        assert play.times("j") == 2
        assert play.state.ended == "completed"


class TestASlaTimerInsideABranch:
    def test_that_does_not_interrupt_does_not_block_the_join(self):
        flow = process(
            "start s", "parallel f", "user a", "user b", "parallel j", "end e", "task remind", "end reminded",
            f'boundary sla attachedToRef="a" cancelActivity="false" | {timer("PT4H")}',
            "s -> f -> a -> j -> e", "f -> b -> j", "sla -> remind -> reminded",
        )  # fmt: skip
        play = Play(flow)

        play.take(TimerFired(play.wait_at("sla")), at=AT + timedelta(hours=4))
        play.take(Completed(play.at("a")))
        play.take(Completed(play.at("b")))

        assert play.times("reminded") == 1
        assert play.state.ended == "completed"
        assert play.state.waits == ()

    def test_that_never_fires_is_stopped_with_its_step(self):
        flow = process(
            "start s", "parallel f", "user a", "user b", "parallel j", "end e", "end reminded",
            f'boundary sla attachedToRef="a" cancelActivity="false" | {timer("PT4H")}',
            "s -> f -> a -> j -> e", "f -> b -> j", "sla -> reminded",
        )  # fmt: skip
        play = Play(flow)

        play.take(Completed(play.at("a")))

        assert play.state.waits == ()
        assert play.open == ["b", "j"]


class TestAnExclusiveSplitIntoAParallelJoin:
    LINES = (
        "start s", "exclusive x", "task a", "task b", "parallel j", "end e",
        "s -> x -> [n > 1] a -> j -> e", "x -> [*] b -> j",
    )  # fmt: skip

    def test_waits_for_ever(self):
        play = Play(process(*self.LINES), {"n": 2})

        assert play.open == ["j"]
        assert play.state.ended == ""

    def test_was_said_to_before(self):
        findings = check(parse_bpmn(xml(*self.LINES)))

        assert [(f.element, f.code, f.severity) for f in findings] == [("j", "join_waits", "error")]

    def test_by_an_inclusive_split_is_a_warning_since_it_depends_on_data(self):
        lines = [line.replace("exclusive x", "inclusive x") for line in self.LINES]

        findings = check(parse_bpmn(xml(*lines)))

        assert [(f.element, f.severity) for f in findings] == [("j", "warning")]


class TestAnInclusiveJoin:
    LINES = (
        "start s", "inclusive i", "user a", "user b", "user c", "inclusive j", "end e",
        'i -> [contains(k, "a")] a -> j -> e', 'i -> [contains(k, "b")] b -> j', 'i -> [contains(k, "c")] c -> j', "s -> i",
    )  # fmt: skip

    def test_fires_once_when_no_other_token_can_reach_it(self):
        play = Play(process(*self.LINES), {"k": "ac"})

        play.take(Completed(play.at("a")))
        waiting = play.open
        play.take(Completed(play.at("c")))

        assert waiting == ["c", "j"]
        assert (play.times("j"), play.times("e"), play.state.ended) == (1, 1, "completed")

    def test_does_not_wait_for_a_token_that_went_another_way(self):
        flow = process(
            "start s", "parallel f", "user a", "user b", "exclusive x", "inclusive j", "end e", "end other",
            "s -> f -> a -> j -> e", "f -> b -> x -> [go] j", "x -> [*] other",
        )  # fmt: skip
        play = Play(flow, {"go": False})

        play.take(Completed(play.at("a")))
        before = play.times("j")
        play.take(Completed(play.at("b")))

        assert (before, play.times("j"), play.state.ended) == (0, 1, "completed")

    def test_waits_for_a_token_behind_a_timer_at_the_edge_of_a_step(self):
        flow = process(
            "start s", "parallel f", "user a", "user b", "inclusive j", "end e", "user late",
            f'boundary t attachedToRef="b" | {timer("PT1H")}',
            "s -> f -> a -> j -> e", "f -> b -> j", "t -> late -> j",
        )  # fmt: skip
        play = Play(flow)

        play.take(Completed(play.at("a")))
        play.take(TimerFired(play.wait_at("t")))
        before = play.times("j")
        play.take(Completed(play.at("late")))

        assert (before, play.times("j"), play.state.ended) == (0, 1, "completed")


class TestALoopRoundThreeHundredTimes:
    FLOW = (
        "start s", "service work", "script count | <script>{n: n + 1}</script>", "exclusive x", "end e",
        "s -> work -> count -> x -> [n = 300] e", "x -> [*] work",
    )  # fmt: skip

    def test_ends_and_leaves_nothing_behind(self):
        play = Play(process(*self.FLOW), {"n": 0})

        while not play.state.ended:
            play.take(OperationDone(play.at("work")))

        assert play.times("work") == 300
        assert play.state.tokens == ()

    def test_costs_the_same_a_step_at_the_end_as_at_the_start(self):
        play = Play(process(*self.FLOW), {"n": 0})
        costs, sizes = [], []

        for _ in range(299):
            began = time.perf_counter()
            play.take(OperationDone(play.at("work")))
            costs.append(time.perf_counter() - began)
            sizes.append(len(str(play.state.to_json())))

        assert max(sizes) - min(sizes) < 20
        assert min(costs[-50:]) < 3 * min(costs[:50])


class TestTwoWorkersOnTwoBranches:
    def test_never_lose_the_join_a_thousand_times_in_the_core(self):
        flow = process(
            "start s", "parallel f", "service a", "service b", "parallel j", "end e", "s -> f -> a -> j -> e", "f -> b -> j"
        )  # fmt: skip
        first = Play(flow).state
        dice = random.Random(7)

        for _ in range(1000):
            play = Play(flow)
            assert play.state == first
            for node_id in dice.sample(["a", "b"], 2):
                play.take(OperationDone(play.at(node_id)))
            assert play.state.ended == "completed"
