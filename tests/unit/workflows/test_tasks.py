"""Tasks: what each kind does when a token comes in, and how it ends."""

from decimal import Decimal

import pytest

from tests.unit.workflows.diagrams import Play, process
from workflows.core import FlowStuck, OutcomeUnknown, RunIsOver, TokenNotWaiting
from workflows.effects import (
    CallOperation,
    CloseWorkItem,
    OpenWorkItem,
    RunEnded,
    SendMessage,
    SetStatus,
    Subscribe,
    Unsubscribe,
)
from workflows.events import Cancelled, Completed, MessageArrived, OperationDone, OperationFailed

MESSAGE = '<message id="m" name="paid"/>'
ERROR = '<error id="err" errorCode="E1"/>'
OUTCOMES = (
    '<extensionElements><mc:outcome key="yes" label_vi="Có" kind="positive"/>'
    '<mc:outcome key="no" needsReason="true" sendsBack="true"/></extensionElements>'
)


class TestAUserTask:
    LINES = (
        f'user a mc:role="clerk" mc:agency="receiving" mc:form="f" mc:budgetHours="1.5" mc:status="2" mc:statusDone="3" mc:document="letter" | {OUTCOMES}',
        'user b mc:fourEyes="a"', "start s", "end e", "exclusive x",
        's -> a -> x -> [a_outcome = "yes"] b -> e', "x -> [*] a",
    )  # fmt: skip

    def test_asks_a_role_at_an_agency_with_all_its_attributes(self):
        play = Play(process(*self.LINES))

        (opened,) = play.of(OpenWorkItem)
        assert (opened.node_id, opened.role, opened.agency, opened.form) == ("a", "clerk", "receiving", "f")
        assert (opened.budget_hours, opened.document) == (Decimal("1.5"), "letter")
        assert [(o.key, o.kind, o.needs_reason, o.sends_back) for o in opened.outcomes] == [
            ("yes", "positive", False, False),
            ("no", "neutral", True, True),
        ]

    def test_sets_the_legal_status_when_entered_and_when_done(self):
        play = Play(process(*self.LINES))

        play.take(Completed(play.at("a"), "yes"))

        assert [status.code for status in play.of(SetStatus)] == ["2", "3"]

    def test_leaves_its_outcome_for_the_gateway(self):
        play = Play(process(*self.LINES))

        play.take(Completed(play.at("a"), "no"))
        again = play.open
        play.take(Completed(play.at("a"), "yes"))

        assert (again, play.open) == (["a"], ["b"])
        assert play.state.variables == {"outcome": "yes", "a_outcome": "yes"}
        assert play.of(OpenWorkItem)[-1].four_eyes == ("a",)

    def test_refuses_an_outcome_it_does_not_offer(self):
        play = Play(process(*self.LINES))

        with pytest.raises(OutcomeUnknown):
            play.take(Completed(play.at("a"), "maybe"))

    def test_refuses_to_be_completed_twice(self):
        play = Play(process(*self.LINES))
        token = play.at("a")
        play.take(Completed(token, "yes"))

        with pytest.raises(TokenNotWaiting):
            play.take(Completed(token, "yes"))

    def test_reads_its_agency_from_the_case(self):
        flow = process("start s", "end e", 'user a mc:agency="keeper.code"', "s -> a -> e")

        play = Play(flow, keeper={"code": "H61.12"})

        assert play.of(OpenWorkItem)[0].agency == "H61.12"

    def test_takes_role_and_agency_from_its_lane(self):
        lane = '<laneSet><lane id="l" mc:role="clerk" mc:agency="deciding"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
        play = Play(process(lane, "start s", "end e", "user a", "s -> a -> e"))

        (opened,) = play.of(OpenWorkItem)

        assert (opened.role, opened.agency) == ("clerk", "deciding")

    def test_names_its_holder_from_the_case(self):
        flow = process("start s", "end e", 'user a mc:holder="[steps.a.by, steps.z.chosen]"', "s -> a -> e")

        play = Play(flow, steps={"z": {"chosen": "an"}})

        assert play.of(OpenWorkItem)[0].holder == [None, "an"]

    def test_names_nobody_where_it_says_nothing(self):
        assert Play(process(*self.LINES)).of(OpenWorkItem)[0].holder is None

    def test_closes_when_the_run_is_cancelled(self):
        play = Play(process(*self.LINES))

        play.take(Cancelled("withdrawn"))

        assert [effect.reason for effect in play.of(CloseWorkItem)] == ["cancelled"]
        assert play.of(RunEnded) == [RunEnded("cancelled")]
        with pytest.raises(RunIsOver):
            play.take(Cancelled("again"))


class TestAManualTask:
    def test_waits_until_a_person_says_it_is_done(self):
        play = Play(process("start s", "end e", 'manual m mc:role="clerk"', "s -> m -> e"))

        opened = play.of(OpenWorkItem)
        play.take(Completed(play.at("m")))

        assert opened[0].role == "clerk"
        assert play.state.ended == "completed"


class TestAnUndefinedTask:
    def test_completes_at_once(self):
        play = Play(process("start s", "end e", "task t", "s -> t -> e"))

        assert play.times("t") == 1
        assert play.state.ended == "completed"


class TestAScriptTask:
    def test_merges_a_context_into_the_variables(self):
        flow = process(
            "start s", "end e", "script t | <script>{sum: a + b, twice: 2 * a}</script>", "s -> t -> e"
        )

        play = Play(flow, {"a": Decimal(2), "b": Decimal("0.5")})

        assert play.state.variables["sum"] == Decimal("2.5")
        assert play.state.variables["twice"] == Decimal(4)

    def test_keeps_another_value_under_the_name_it_gives(self):
        play = Play(
            process("start s", "end e", 'script t mc:result="n" | <script>1 + 1</script>', "s -> t -> e")
        )

        assert play.state.variables == {"n": Decimal(2)}


class TestAServiceTask:
    MAPPED = (
        '<extensionElements><mc:input name="who" value="name"/>'
        '<mc:output name="code" value="answer.code"/></extensionElements>'
    )

    def test_calls_its_operation_with_mapped_inputs_and_takes_mapped_outputs(self):
        flow = process("start s", "end e", f'service t mc:operation="issue" | {self.MAPPED}', "s -> t -> e")
        play = Play(flow, name="Lan")

        (call,) = play.of(CallOperation)
        play.take(OperationDone(play.at("t"), {"answer": {"code": "X1"}}))

        assert (call.operation, dict(call.inputs)) == ("issue", {"who": "Lan"})
        assert play.state.variables == {"code": "X1"}

    def test_that_fails_with_an_error_goes_the_way_of_its_boundary_event(self):
        boundary = 'boundary caught attachedToRef="t" | <errorEventDefinition errorRef="err"/>'
        flow = process(
            "start s", "end e", "end bad", "service t", boundary, "s -> t -> e", "caught -> bad", before=ERROR
        )
        play = Play(flow)

        play.take(OperationFailed(play.at("t"), "E1"))

        assert (play.times("bad"), play.times("e")) == (1, 0)

    def test_that_fails_with_an_error_nobody_catches_ends_the_run(self):
        play = Play(process("start s", "end e", "service t", "s -> t -> e"))

        play.take(OperationFailed(play.at("t"), "E9"))

        assert play.of(RunEnded) == [RunEnded("error", "E9")]


class TestABusinessRuleTask:
    def test_asks_a_decision_of_the_package(self):
        play = Play(process("start s", "end e", 'rule t mc:decision="fee"', "s -> t -> e"))

        assert play.of(CallOperation)[0].operation == "decision:fee"


class TestASendTask:
    def test_throws_its_message_and_goes_on(self):
        inputs = '<extensionElements><mc:input name="amount" value="fee"/></extensionElements>'
        flow = process(
            "start s",
            "end e",
            f'send t messageRef="m" mc:key="code" | {inputs}',
            "s -> t -> e",
            before=MESSAGE,
        )

        play = Play(flow, {"fee": Decimal(5), "code": "K1"})

        assert play.of(SendMessage) == [SendMessage("t", "paid", "K1", {"amount": Decimal(5)})]
        assert play.state.ended == "completed"


class TestAReceiveTask:
    def test_waits_for_its_message(self):
        flow = process(
            "start s", "end e", 'receive t messageRef="m" mc:key="code"', "s -> t -> e", before=MESSAGE
        )
        play = Play(flow, {"code": "K1"})

        (subscribed,) = play.of(Subscribe)
        play.take(MessageArrived("paid", "K1", {"amount": Decimal(5)}))

        assert (subscribed.name, subscribed.key) == ("paid", "K1")
        assert play.of(Unsubscribe) == []
        assert play.state.variables["amount"] == Decimal(5)
        assert play.state.ended == "completed"


class TestATaskWithSeveralWaysOut:
    def test_without_conditions_takes_all_of_them(self):
        play = Play(
            process("start s", "task t", "user a", "user b", "end e", "s -> t -> a -> e", "t -> b -> e")
        )

        assert play.open == ["a", "b"]

    @pytest.mark.parametrize(
        ("n", "open_nodes"),
        [
            pytest.param(1, ["c"], id="no condition holds: the default"),
            pytest.param(6, ["a"], id="one holds"),
            pytest.param(11, ["a", "b"], id="both hold, the default is not taken"),
        ],
    )
    def test_with_conditions_takes_those_that_hold(self, n, open_nodes):
        flow = process(
            "start s", "task t", "user a", "user b", "user c", "end e",
            "s -> t -> [n > 5] a -> e", "t -> [n > 10] b -> e", "t -> [*] c -> e",
        )  # fmt: skip

        assert Play(flow, {"n": n}).open == open_nodes


class TestAFlowThatCannotGoOn:
    def test_for_want_of_a_way_says_where(self):
        flow = process(
            "start s",
            "exclusive x",
            "user a",
            "user b",
            "end e",
            "s -> x -> [n > 1] a -> e",
            "x -> [n > 2] b -> e",
        )

        with pytest.raises(FlowStuck) as stuck:
            Play(flow, {"n": 0})

        assert (stuck.value.node_id, stuck.value.code) == ("x", "no_way_out")

    def test_for_a_loop_that_nobody_waits_in_says_where(self):
        with pytest.raises(FlowStuck) as stuck:
            Play(process("start s", "task a", "task b", "s -> a -> b -> a"))

        assert stuck.value.code == "too_many_moves"

    def test_for_an_expression_that_takes_too_long_says_where(self):
        endless = "<script>{n: count(for a in 1..100, b in 1..100, c in 1..100 return a * b * c)}</script>"

        with pytest.raises(FlowStuck) as stuck:
            Play(process("start s", f"script t | {endless}", "end e", "s -> t -> e"))

        assert (stuck.value.node_id, stuck.value.code) == ("t", "too_costly")
