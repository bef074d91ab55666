"""Why a token stands where it stands, from nothing but the events."""

from datetime import UTC, datetime

import pytest

from tests.integration.workflows.flows import FORK, REMINDER, YES_NO, arrows, bpmn, step
from workdays import Calendar
from workflows.core import advance
from workflows.events import Completed, Started, TimerFired
from workflows.explain import Past, explain, values_read
from workflows.expressions import Expression
from workflows.parser import parse_bpmn

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

TWO_WAYS = bpmn(
    '<startEvent id="start"/><endEvent id="end"/><exclusiveGateway id="way" default="f3"/>'
    + step("check", outcomes=YES_NO)
    + step("sign", role="leader")
    + step("ask")
    + arrows(
        "start>check",
        "check>way",
        'way>sign?check_outcome = "yes" and case.amount > 5',
        "way>ask",
        "sign>end",
        "ask>end",
    )
)
INSIDE = bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    + step("check", outcomes=YES_NO)
    + '<subProcess id="sub"><startEvent id="in"/><endEvent id="out"/>'
    + step("deep")
    + '<sequenceFlow id="g1" sourceRef="in" targetRef="deep"/><sequenceFlow id="g2" sourceRef="deep" targetRef="out"/>'
    + "</subProcess>"
    + '<exclusiveGateway id="way" default="f4"/>'
    + arrows("start>check", "check>way", 'way>sub?check_outcome = "yes"', "sub>end", "way>end")
)


JOIN = bpmn(
    '<startEvent id="start"/><endEvent id="end"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
    + "".join(step(name) for name in ("left", "right", "after"))
    + arrows("start>fork", "fork>left", "fork>right", "left>join", "right>join", "join>after", "after>end")
)
LATE = REMINDER.replace(
    b'<endEvent id="late" mc:statusDone="7"/>',
    (step("late") + '<sequenceFlow id="f9" sourceRef="late" targetRef="end"/>').encode(),
)


def told(source, *events, **facts):
    """Return the explanations, by node, after events; an event is (node id, event)."""
    flow = parse_bpmn(source)
    history = [Past(event, node_id, facts, AT, actor="An") for node_id, event in events]
    return {each.node_id: each for each in explain(flow, history).values()}


def token_at(source, node_id, *events, **facts):
    """Return the id of the token at a node after events."""
    flow, state = parse_bpmn(source), None
    for event in events:
        state = advance(flow, state, event, at=AT, facts=facts, calendar=Calendar()).state
    return next(token.id for token in state.tokens if token.node == node_id)


class TestAnOpenStep:
    def test_at_the_beginning_is_there_because_the_run_started(self):
        explained = told(TWO_WAYS, ("", Started()))["check"]

        assert isinstance(explained.cause.event, Started)
        assert explained.decisions == ()

    def test_is_there_by_the_condition_that_held_with_the_values_it_read(self):
        token = token_at(TWO_WAYS, "check", Started())

        explained = told(
            TWO_WAYS, ("", Started()), ("check", Completed(token, "yes")), case={"amount": 10, "secret": "x"}
        )["sign"]

        [decision] = explained.decisions
        assert (explained.cause.node_id, explained.cause.event.outcome, explained.cause.actor) == (
            "check",
            "yes",
            "An",
        )
        assert (decision.node_id, decision.is_default) == ("way", False)
        assert decision.conditions == ('check_outcome = "yes" and case.amount > 5',)
        assert [(r.path, r.value, r.from_case) for r in decision.read] == [
            ("case.amount", 10, True),
            ("check_outcome", "yes", False),
        ]

    @pytest.mark.parametrize("outcome", ["yes", "no"], ids=["too little", "refused"])
    def test_is_there_by_default_when_no_condition_held(self, outcome):
        token = token_at(TWO_WAYS, "check", Started())

        explained = told(TWO_WAYS, ("", Started()), ("check", Completed(token, outcome)), case={"amount": 1})[
            "ask"
        ]

        [decision] = explained.decisions
        assert decision.is_default
        assert {r.path: r.value for r in decision.read} == {"case.amount": 1, "check_outcome": outcome}

    def test_in_a_sub_process_is_there_by_the_choice_before_it(self):
        token = token_at(INSIDE, "check", Started())

        explained = told(INSIDE, ("", Started()), ("check", Completed(token, "yes")))["deep"]

        assert [decision.node_id for decision in explained.decisions] == ["way"]

    def test_of_one_branch_is_still_told_of_its_own_beginning_when_the_other_ends(self):
        token = token_at(FORK, "left", Started())

        explained = told(FORK, ("", Started()), ("left", Completed(token)))

        assert list(explained) == ["right"]
        assert isinstance(explained["right"].cause.event, Started)

    def test_behind_a_join_tells_that_all_branches_had_ended(self):
        left, right = (token_at(JOIN, side, Started()) for side in ("left", "right"))

        explained = told(JOIN, ("", Started()), ("left", Completed(left)), ("right", Completed(right)))[
            "after"
        ]

        assert explained.cause.node_id == "right"
        assert explained.joined == ("join",)

    def test_behind_a_timer_is_there_because_time_ran_out(self):
        flow = parse_bpmn(LATE)
        state = advance(flow, None, Started(), at=AT, facts={}, calendar=Calendar()).state

        explained = told(LATE, ("", Started()), ("timeout", TimerFired(state.waits[0].id)))["late"]

        assert explained.cause.node_id == "timeout"

    def test_of_events_that_cannot_be_replayed_is_not_explained(self):
        assert told(TWO_WAYS, ("", Started()), ("check", Completed("t99"))) == {}


class TestValuesRead:
    def test_are_the_parts_a_condition_names_and_never_a_whole_context(self):
        answers = {"age": 17, "name": "Mai"}

        read = values_read(
            Expression("answers.age < 18 and late"), {"answers": answers, "late": True}, {"answers": answers}
        )

        assert [(r.path, r.value, r.from_case) for r in read] == [
            ("answers.age", 17, True),
            ("late", True, False),
        ]

    def test_keep_silent_about_a_context_read_whole(self):
        answers = {"age": 17}

        assert values_read(Expression("count(answers) > 0"), {"answers": answers}, {"answers": answers}) == []
