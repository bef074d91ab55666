"""Sub-processes, call activities and activities carried out several times."""

from decimal import Decimal

import pytest

from tests.unit.workflows.diagrams import FORMAL, Play, body, process, timer
from workflows.core import FlowStuck
from workflows.effects import CloseWorkItem, OpenWorkItem, RunEnded
from workflows.events import Completed, OperationDone, TimerFired

ERROR = '<error id="err" errorCode="E1"/>'
OUTCOMES = '<extensionElements><mc:outcome key="yes"/><mc:outcome key="no"/></extensionElements>'


def sub(*lines: str, node_id: str = "sub") -> str:
    return f'<subProcess id="{node_id}">{body(*lines)}</subProcess>'


def several(count: str, *, sequential: bool = False, until: str = "", inner: str = "") -> str:
    condition = f"<completionCondition {FORMAL}>{until}</completionCondition>" if until else ""
    cardinality = f"<loopCardinality {FORMAL}>{count}</loopCardinality>" if count else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">{inner}{cardinality}{condition}'
        "</multiInstanceLoopCharacteristics>"
    )


class TestASubProcess:
    def test_ends_when_its_last_token_ends(self):
        inner = sub(
            "start s2", "parallel f", "user a", "user b", "end e2", "s2 -> f -> a -> e2", "f -> b -> e2"
        )
        play = Play(process("start s", inner, "user after", "end e", "s -> sub -> after -> e"))

        play.take(Completed(play.at("a")))
        between = play.open
        play.take(Completed(play.at("b")))

        assert (between, play.open) == (["b", "sub"], ["after"])

    def test_reads_and_writes_the_variables_of_its_process(self):
        inner = sub("start s2", "script t | <script>{n: n + 1}</script>", "end e2", "s2 -> t -> e2")

        play = Play(process("start s", inner, "end e", "s -> sub -> e"), {"n": Decimal(1)})

        assert play.state.variables == {"n": Decimal(2)}

    def test_interrupted_by_a_timer_closes_everything_inside(self):
        inner = sub(
            "start s2", "parallel f", "user a", "user b", "end e2", "s2 -> f -> a -> e2", "f -> b -> e2"
        )
        edge = f'boundary late attachedToRef="sub" | {timer("PT1H")}'
        play = Play(
            process("start s", inner, edge, "user after", "end e", "s -> sub -> e", "late -> after -> e")
        )

        play.take(TimerFired(play.wait_at("late")))

        assert play.open == ["after"]
        assert [effect.reason for effect in play.of(CloseWorkItem)] == ["interrupted", "interrupted"]
        assert [scope.id for scope in play.state.scopes] == ["s0"]

    def test_with_a_terminate_end_ends_alone(self):
        inner = sub(
            "start s2",
            "parallel f",
            "user a",
            "end t | <terminateEventDefinition/>",
            "end e2",
            "s2 -> f -> a -> e2",
            "f -> t",
        )
        play = Play(process("start s", inner, "user after", "end e", "s -> sub -> after -> e"))

        assert play.open == ["after"]

    @pytest.mark.parametrize(
        ("caught_code", "ways"),
        [
            pytest.param('errorRef="err"', ["caught"], id="by its code"),
            pytest.param("", ["caught"], id="by catching all"),
            pytest.param('errorRef="other"', [], id="not by another code"),
        ],
    )
    def test_hands_an_error_to_its_boundary_event(self, caught_code, ways):
        inner = sub("start s2", 'end bad | <errorEventDefinition errorRef="err"/>', "s2 -> bad")
        edge = f'boundary b attachedToRef="sub" | <errorEventDefinition {caught_code}/>'
        errors = f'{ERROR}<error id="other" errorCode="E2"/>'
        play = Play(
            process(
                "start s",
                inner,
                edge,
                "user caught",
                "end e",
                "s -> sub -> e",
                "b -> caught -> e",
                before=errors,
            )
        )

        assert play.open == ways
        assert bool(play.of(RunEnded)) is (not ways)

    def test_hands_an_error_through_a_sub_process_that_does_not_catch_it(self):
        deep = sub(
            "start s3", 'end bad | <errorEventDefinition errorRef="err"/>', "s3 -> bad", node_id="deep"
        )
        inner = sub("start s2", deep, "end e2", "s2 -> deep -> e2")
        edge = 'boundary b attachedToRef="sub" | <errorEventDefinition errorRef="err"/>'
        play = Play(
            process(
                "start s",
                inner,
                edge,
                "user caught",
                "end e",
                "s -> sub -> e",
                "b -> caught -> e",
                before=ERROR,
            )
        )

        assert play.open == ["caught"]


class TestACallActivity:
    CALLED = (
        '<process id="q">'
        + body(
            "start s2",
            "script t | <script>{y: x * 2, secret: 1}</script>",
            "user a",
            "end e2",
            "s2 -> t -> a -> e2",
        )
        + "</process>"
    )
    MAPPED = '<extensionElements><mc:input name="x" value="n + 1"/><mc:output name="result" value="y"/></extensionElements>'

    def test_gives_and_takes_mapped_variables_alone(self):
        flow = process(
            "start s", f'call c calledElement="q" | {self.MAPPED}', "end e", "s -> c -> e", after=self.CALLED
        )
        play = Play(flow, {"n": Decimal(4)})

        play.take(Completed(play.at("a")))

        assert play.state.variables == {"n": Decimal(4), "result": Decimal(10)}
        assert play.state.ended == "completed"

    def test_without_a_mapping_passes_everything_both_ways(self):
        flow = process("start s", 'call c calledElement="q"', "end e", "s -> c -> e", after=self.CALLED)
        play = Play(flow, {"x": Decimal(4)})

        play.take(Completed(play.at("a")))

        assert play.state.variables["y"] == Decimal(8)

    def test_twice_at_once_keeps_the_two_runs_apart(self):
        lines = (
            "start s", "parallel f", "parallel j", "end e", f'call c1 calledElement="q" | {self.MAPPED}',
            f'call c2 calledElement="q" | {self.MAPPED.replace("result", "other").replace("n + 1", "n + 2")}',
            "s -> f -> c1 -> j -> e", "f -> c2 -> j",
        )  # fmt: skip
        play = Play(process(*lines, after=self.CALLED), {"n": Decimal(0)})

        play.take(Completed(play.at("a", 1)))
        play.take(Completed(play.at("a", 0)))

        assert play.state.variables == {"n": Decimal(0), "result": Decimal(2), "other": Decimal(4)}

    def test_without_mapping_gives_back_what_it_has_written_and_nothing_else(self):
        called = body(
            "start s2", "user u", "script k | <script>{b: 2}</script>", "end e2", "s2 -> u -> k -> e2"
        )
        play = Play(
            process(
                "start s", "parallel f", 'call c calledElement="q"', "user v", "script w | <script>{a: 9}</script>",
                "parallel j", "end e", "s -> f -> c -> j -> e", "f -> v -> w -> j",
                after=f'<process id="q" isExecutable="false">{called}</process>',
            ),
            {"a": 1},
        )  # fmt: skip

        play.take(Completed(play.at("v")))
        play.take(Completed(play.at("u")))

        assert play.state.variables == {"a": Decimal(9), "b": Decimal(2)}


class TestAParallelMultiInstance:
    def test_opens_all_and_ends_with_the_last(self):
        play = Play(process("start s", f"user a | {several('3')}", "end e", "s -> a -> e"))

        opened = len(play.of(OpenWorkItem))
        for token in [token.id for token in play.state.tokens if token.waits == "person"]:
            play.take(Completed(token))

        assert opened == 3
        assert play.state.ended == "completed"
        assert [scope.id for scope in play.state.scopes] == []

    def test_of_a_call_without_mapping_counts_right_whichever_instance_ends_first(self):
        called = f'<process id="q" isExecutable="false">{body("start s2", "user u", "end e2", "s2 -> u -> e2")}</process>'
        call = f'call c calledElement="q" | {several("2")}'
        play = Play(process("start s", call, "user after", "end e", "s -> c -> after -> e", after=called))

        for token in [token.id for token in play.state.tokens if token.node == "u"]:
            play.take(Completed(token))

        assert play.open == ["after"]

    def test_goes_through_a_list_known_only_at_run_time_and_collects_what_each_says(self):
        short = '<extensionElements><mc:multi items="approvers" item="who" output="outcome" outputs="votes"/></extensionElements>'
        task = f'user a mc:agency="who" | {OUTCOMES}{several("", inner=short)}'
        play = Play(process("start s", task, "end e", "s -> a -> e"), {"approvers": ["x", "y"]})

        people = [effect.agency for effect in play.of(OpenWorkItem)]
        for token, outcome in zip(
            [t.id for t in play.state.tokens if t.waits == "person"], ["yes", "no"], strict=True
        ):
            play.take(Completed(token, outcome))

        assert people == ["x", "y"]
        assert play.state.variables["votes"] == ["yes", "no"]
        assert play.state.variables["a_outcomes"] == ["yes", "no"]

    def test_ends_early_when_its_completion_condition_holds(self):
        task = f"user a | {several('5', until='numberOfCompletedInstances >= 2')}"
        play = Play(process("start s", task, "user after", "end e", "s -> a -> after -> e"))

        for _ in range(2):
            token = next(token.id for token in play.state.tokens if token.waits == "person")
            play.take(Completed(token))

        assert play.open == ["after"]
        assert [effect.reason for effect in play.of(CloseWorkItem)] == ["enough"] * 3

    def test_of_none_passes_at_once(self):
        play = Play(process("start s", f"user a | {several('0')}", "end e", "s -> a -> e"))

        assert play.state.ended == "completed"

    @pytest.mark.parametrize("count", ["-1", "1.5", '"many"', "nobody_knows", "5000"])
    def test_refuses_a_number_it_cannot_open(self, count):
        with pytest.raises(FlowStuck) as stuck:
            Play(process("start s", f"user a | {several(count)}", "end e", "s -> a -> e"))

        assert stuck.value.code == "bad_value"

    def test_interrupted_at_its_edge_closes_all(self):
        edge = f'boundary late attachedToRef="a" | {timer("PT1H")}'
        play = Play(
            process(
                "start s",
                f"user a | {several('3')}",
                edge,
                "user after",
                "end e",
                "s -> a -> e",
                "late -> after -> e",
            )
        )

        play.take(TimerFired(play.wait_at("late")))

        assert play.open == ["after"]
        assert len(play.of(CloseWorkItem)) == 3


class TestASequentialMultiInstance:
    def test_opens_the_next_when_one_ends(self):
        play = Play(
            process("start s", f"service a | {several('3', sequential=True)}", "end e", "s -> a -> e")
        )

        counts = []
        while not play.state.ended:
            waiting = [token.id for token in play.state.tokens if token.waits == "operation"]
            counts.append(len(waiting))
            play.take(OperationDone(waiting[0]))

        assert counts == [1, 1, 1]

    def test_of_a_sub_process_keeps_local_variables_apart(self):
        inner = (
            f'<subProcess id="sub">{several("", inner=_multi(), sequential=True)}'
            + body(
                "start s2",
                "script t | <script>{seen: append(seen, item)}</script>",
                "end e2",
                "s2 -> t -> e2",
            )
            + "</subProcess>"
        )

        play = Play(
            process("start s", inner, "end e", "s -> sub -> e"), {"items": ["a", "b", "c"], "seen": []}
        )

        assert play.state.variables["seen"] == ["a", "b", "c"]
        assert "item" not in play.state.variables


def _multi() -> str:
    return '<extensionElements><mc:multi items="items" item="item"/></extensionElements>'
