"""Checks before publishing: what a drawn flow may still have wrong."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.workflows.diagrams import FORMAL, body, message, process, timer
from workflows.checks import Surroundings, check

YES_NO = '<extensionElements><mc:outcome key="yes" label_vi="Có"/><mc:outcome key="no" label_vi="Không"/></extensionElements>'
ERROR = '<error id="err" errorCode="E1"/>'
MESSAGE = '<message id="m" name="paid"/>'
EVERYTHING = Surroundings(
    forms=frozenset({"f"}),
    documents=frozenset({"letter"}),
    decisions=frozenset({"fee"}),
    operations=frozenset({"issue"}),
    facts=frozenset({"answers"}),
    holders={"clerk": {"Sở": frozenset({1})}, "leader": {"Sở": frozenset({2, 3})}},
    term_hours=Decimal(16),
)


def found(*lines: str, before: str = "", around: Surroundings = EVERYTHING) -> set[tuple[str, str, str]]:
    """Element, code and severity of each finding."""
    findings = check(process(*lines, before=before), around)
    assert all(finding.sentence and finding.mend for finding in findings)
    return {(finding.element, finding.code, finding.severity) for finding in findings}


class TestAFlowThatIsWell:
    def test_has_no_findings(self):
        assert found(
            "start s", f'user a mc:role="clerk" mc:form="f" mc:budgetHours="4" | {YES_NO}', "exclusive x", "end e",
            'user b mc:role="leader" mc:fourEyes="a" mc:document="letter"', 'service i mc:operation="issue"',
            's -> a -> x -> [a_outcome = "yes" and answers.n > 1] b -> i -> e', "x -> [*] e",
        ) == set()  # fmt: skip


class TestShape:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            pytest.param(
                ("start s", "end e", "task lost", "task found", "s -> e", "lost -> found", "found -> lost"),
                {("lost", "unreachable", "error"), ("found", "unreachable", "error")},
                id="nodes nothing leads to",
            ),
            pytest.param(
                ("start s", "exclusive x", 'user a mc:role="clerk"', "end e", "s -> x -> [answers] e", "x -> [*] a -> a2 -> a", 'user a2 mc:role="clerk"'),
                {("a", "dead_end", "error"), ("a2", "dead_end", "error")},
                id="a circle without a way out",
            ),
            pytest.param(
                ("start s", "task a", "exclusive x", "end e", "s -> a -> x -> [answers] e", "x -> [*] a"),
                {("a", "loop_alone", "warning")},
                id="a circle nobody waits in",
            ),
            pytest.param(
                ("start s", "exclusive x", "end e", "end f", "s -> x -> e", "x -> f"),
                {("x", "condition_missing", "error")},
                id="a choice without conditions",
            ),
            pytest.param(
                ("start s", "catch t | <timerEventDefinition/>", "end e", "s -> t -> e"),
                {("t", "timer_definition", "error")},
                id="a timer without a time",
            ),
            pytest.param(
                ("start s", f"catch t | {timer('TOMORROW').replace('timeDate', 'timeDuration')}", "end e", "s -> t -> e"),
                {("t", "timer_value", "error"), ("t", "name_unwritten", "error")},
                id="a timer of a word nobody writes",
            ),
        ],
    )  # fmt: skip
    def test_is_told(self, lines, expected):
        assert expected <= found(*lines)


class TestErrors:
    def test_that_nothing_catches_are_told(self):
        bad = 'end bad | <errorEventDefinition errorRef="err"/>'

        assert found("start s", bad, "s -> bad", before=ERROR) == {("bad", "error_unhandled", "warning")}

    def test_that_a_boundary_event_outside_catches_are_well(self):
        inner = f'<subProcess id="sub">{body("start s2", "end bad | <errorEventDefinition errorRef=" + chr(34) + "err" + chr(34) + "/>", "s2 -> bad")}</subProcess>'
        edge = 'boundary b attachedToRef="sub" | <errorEventDefinition errorRef="err"/>'

        assert found("start s", inner, edge, "end e", "s -> sub -> e", "b -> e", before=ERROR) == set()


NUMBERED = replace(EVERYTHING, errors={"issue": frozenset({"NO_NUMBER", "NO_SIGNER"})})
ISSUE = 'service i mc:operation="issue"'
ANY_ERROR = "<errorEventDefinition/>"


def edge(code: str, *, of: str = "i", name: str = "b") -> str:
    """A boundary event for an error of the code."""
    return f'boundary {name} attachedToRef="{of}" | <errorEventDefinition errorRef="{code}"/>'


class TestErrorsOfAnOperation:
    def test_that_nothing_catches_are_told_each(self):
        findings = check(process("start s", ISSUE, "end e", "s -> i -> e"), NUMBERED)

        assert [(each.element, each.code, each.severity) for each in findings] == [
            ("i", "error_unhandled", "warning")
        ] * 2
        assert ["NO_NUMBER" in findings[0].sentence, "NO_SIGNER" in findings[1].mend] == [True, True]

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param((ISSUE, edge("NO_NUMBER"), edge("NO_SIGNER", name="c"), "s -> i -> e", "b -> e", "c -> e"), id="by its code each"),
            pytest.param((ISSUE, f'boundary b attachedToRef="i" | {ANY_ERROR}', "s -> i -> e", "b -> e"), id="by an event for any error"),
            pytest.param((f'<subProcess id="u">{body("start s2", ISSUE, "end e2", "s2 -> i -> e2")}</subProcess>', f'boundary b attachedToRef="u" | {ANY_ERROR}', "s -> u -> e", "b -> e"), id="around the sub-process"),
        ],
    )  # fmt: skip
    def test_that_are_caught_are_well(self, lines):
        assert found("start s", "end e", *lines, around=NUMBERED) == set()

    def test_of_an_operation_of_which_nothing_is_known_are_left_alone(self):
        assert found("start s", ISSUE, edge("E1"), "end e", "s -> i -> e", "b -> e") == set()

    @pytest.mark.parametrize(
        ("step", "before"),
        [
            pytest.param((ISSUE, edge("NO_NUMBER", name="c"), edge("NO_SIGNER", name="d"), edge("NONE"), "c -> e", "d -> e"), "", id="an operation that has others"),
            pytest.param(('rule i mc:decision="fee"', edge("NONE")), "", id="a decision, which has none"),
            pytest.param(('user i mc:role="clerk"', edge("NONE")), "", id="a person"),
            pytest.param((f'<subProcess id="i">{body("start s2", "task t", "end e2", "s2 -> t -> e2")}</subProcess>', edge("NONE")), "", id="a sub-process in which nothing throws it"),
        ],
    )  # fmt: skip
    def test_that_nothing_throws_are_told_at_the_event_for(self, step, before):
        lines = ("start s", "end e", *step, "s -> i -> e", "b -> e")

        assert found(*lines, around=NUMBERED) == {("b", "error_never_thrown", "warning")}

    def test_thrown_in_a_called_process_are_caught_at_the_call(self):
        called = f'<process id="q">{body("start s2", ISSUE, "end e2", "s2 -> i -> e2")}</process>'
        call = 'call c calledElement="q"'
        edges = (edge("NO_NUMBER", of="c"), edge("NO_SIGNER", of="c", name="d"))
        flow = process("start s", call, *edges, "end e", "s -> c -> e", "b -> e", "d -> e", after=called)

        assert check(flow, NUMBERED) == ()

    def test_of_processes_that_call_each_other_are_looked_for_once(self):
        q = f'<process id="q">{body("start s2", ISSUE, "call d calledElement=" + chr(34) + "r" + chr(34), "end e2", "s2 -> i -> d -> e2")}</process>'
        r = f'<process id="r">{body("start s3", "user w mc:role=" + chr(34) + "clerk" + chr(34), "call x calledElement=" + chr(34) + "q" + chr(34), "end e3", "s3 -> w -> x -> e3")}</process>'
        flow = process("start s", 'call c calledElement="q"', "end e", "s -> c -> e", after=q + r)

        codes = {(each.element, each.code) for each in check(flow, NUMBERED)}

        assert ("i", "error_unhandled") in codes


class TestAMessageStart:
    KNOWN = replace(EVERYTHING, messages=frozenset({"paid"}))
    START = f"start s | {message('m')}"

    def test_of_a_message_that_another_system_sends_is_well(self):
        assert found(self.START, "end e", "s -> e", before=MESSAGE, around=self.KNOWN) == set()

    def test_of_a_message_that_nobody_sends_is_told(self):
        around = replace(EVERYTHING, messages=frozenset())

        assert found(self.START, "end e", "s -> e", before=MESSAGE, around=around) == {
            ("s", "message_unsent", "error")
        }

    def test_with_the_message_of_another_is_told(self):
        lines = (self.START, f"start s2 | {message('m')}", "end e", "s -> e", "s2 -> e")

        assert found(*lines, before=MESSAGE, around=self.KNOWN) == {("s2", "start_twice", "error")}

    def test_is_where_a_message_of_the_flow_may_go(self):
        lines = (self.START, f"end e | {message('m')}", "s -> e")

        assert found(*lines, before=MESSAGE, around=replace(EVERYTHING, messages=frozenset())) == set()

    def test_writes_the_names_of_its_outputs(self):
        outputs = '<extensionElements><mc:output name="sum" value="amount"/></extensionElements>'
        lines = (
            f"start s | {outputs}{message('m')}",
            "script w | <script>{twice: total * 2}</script>",
            "end e",
        )

        assert found(*lines, "s -> w -> e", before=MESSAGE, around=self.KNOWN) == {
            ("w", "name_unwritten", "error"), ("s", "name_of_function", "error"),
        }  # fmt: skip
        total = lines[0].replace('name="sum"', 'name="total"')
        assert found(total, *lines[1:], "s -> w -> e", before=MESSAGE, around=self.KNOWN) == set()


class TestOutcomes:
    def test_without_a_way_are_told_with_their_label(self):
        flow = process(
            "start s", f'user a mc:role="clerk" | {YES_NO}', "exclusive x", "end e", "end f",
            's -> a -> x -> [a_outcome = "yes"] e', 'x -> [a_outcome = "maybe"] f',
        )  # fmt: skip

        (finding,) = check(flow)

        assert (finding.element, finding.code) == ("a", "outcome_without_way")
        assert "Không" in finding.sentence

    def test_of_a_step_that_is_not_there_are_told(self):
        assert found(
            "start s", "exclusive x", "end e", "end f", 's -> x -> [b9_outcome = "yes"] e', "x -> [*] f"
        ) == {("x", "outcome_unknown", "error")}


class TestNames:
    @pytest.mark.parametrize(
        ("line", "code"),
        [
            pytest.param('user a mc:role="clerk" mc:form="none"', "form_unknown", id="a form"),
            pytest.param('user a mc:role="clerk" mc:document="none"', "document_unknown", id="a document"),
            pytest.param('service a mc:operation="none"', "operation_unknown", id="an operation"),
            pytest.param('rule a mc:decision="none"', "decision_unknown", id="a decision"),
            pytest.param("service a", "operation_missing", id="no operation"),
            pytest.param("rule a", "decision_missing", id="no decision"),
            pytest.param("send a", "message_missing", id="no message"),
            pytest.param("user a", "role_missing", id="no role"),
            pytest.param('user a mc:role="ghost"', "role_unheld", id="a role nobody holds"),
            pytest.param(
                'user a mc:role="clerk" mc:fourEyes="zz"', "four_eyes_unknown", id="four eyes with nobody"
            ),
            pytest.param(
                'user a mc:role="clerk" mc:shows="zz.y"',
                "shows_unknown",
                id="showing a step that is not there",
            ),
            pytest.param(
                'user a mc:role="clerk" mc:fourEyes="b"', "four_eyes_later", id="four eyes with a later step"
            ),
            pytest.param(
                "script a | <script>unheard + 1</script>", "name_unwritten", id="a variable nobody writes"
            ),
        ],
    )
    def test_and_people_that_are_not_there_are_told(self, line, code):
        lines = ("start s", line, 'user b mc:role="clerk"', "end e", "s -> a -> b -> e")

        assert ("a", code) in {(element, found_code) for element, found_code, _ in found(*lines)}

    def test_of_four_eyes_that_one_person_cannot_keep_are_told(self):
        lines = (
            "start s",
            'user a mc:role="clerk"',
            'user b mc:role="clerk" mc:fourEyes="a"',
            "end e",
            "s -> a -> b -> e",
        )

        assert found(*lines) == {("b", "four_eyes_alone", "warning")}

    def test_of_budgets_that_exceed_the_term_are_told_for_the_longest_way(self):
        lines = (
            "start s", 'user a mc:role="clerk" mc:budgetHours="9"', "exclusive x", "end e",
            'user b mc:role="clerk" mc:budgetHours="8"', 'user c mc:role="clerk" mc:budgetHours="1"',
            "s -> a -> x -> [answers] b -> e", "x -> [*] c -> a",
        )  # fmt: skip

        assert found(*lines) == {("p", "budget_over_term", "warning")}

    def test_of_budgets_count_until_the_term_is_over(self):
        around = replace(EVERYTHING, clock_stops=frozenset({"9"}))
        lines = (
            "start s", 'user a mc:role="clerk" mc:budgetHours="9"', 'service i mc:operation="issue" mc:status="9"',
            'user b mc:role="clerk" mc:budgetHours="8"', "end e", "s -> a -> i -> b -> e",
        )  # fmt: skip

        assert found(*lines, around=around) == set()
        assert found(*lines) == {("p", "budget_over_term", "warning")}

    def test_of_documents_may_be_several(self):
        lines = ("start s", 'user a mc:role="clerk" mc:document="letter,gone"', "end e", "s -> a -> e")

        assert found(*lines) == {("a", "document_unknown", "error")}

    def test_are_not_judged_where_the_surroundings_are_not_known(self):
        lines = ("start s", 'user a mc:role="ghost" mc:form="none"', "end e", "s -> a -> e")

        assert found(*lines, around=Surroundings()) == set()


class TestValues:
    def test_of_a_condition_that_is_never_yes_or_no_are_told(self):
        assert found("start s", "exclusive x", "end e", "end f", "s -> x -> [23] e", "x -> [*] f") == {
            ("x", "condition_not_boolean", "error")
        }

    def test_that_would_outgrow_the_state_are_told(self):
        marker = f"<multiInstanceLoopCharacteristics><loopCardinality {FORMAL}>500</loopCardinality></multiInstanceLoopCharacteristics>"

        assert ("p", "state_too_large", "error") in found(
            "start s", f"task a | {marker}", "end e", "s -> a -> e"
        )


class TestJoins:
    @pytest.mark.parametrize(
        ("lines", "severities"),
        [
            pytest.param(
                ("start s", "parallel f", "task a", "task b", "parallel j", "end e", "s -> f -> a -> j -> e", "f -> b -> j"),
                set(),
                id="a fork and its join",
            ),
            pytest.param(
                ("start s", "events g", f"catch t | {timer('PT1H')}", f"catch c | {message('m')}", "parallel j", "end e",
                 "s -> g -> t -> j -> e", "g -> c -> j"),
                {"error"},
                id="an event gateway into a join",
            ),
            pytest.param(
                ("start s", "parallel f", 'user a mc:role="leader"', f'boundary b attachedToRef="a" | {timer("PT1H")}', "task c", "parallel j", "end e", "end late",
                 "s -> f -> a -> j -> e", "f -> c -> j", "b -> late"),
                {"warning"},
                id="a branch that may be interrupted",
            ),
            pytest.param(
                ("start s", "exclusive m", "parallel f", 'user a mc:role="leader"', "task b", "parallel j", "exclusive x", "end e",
                 "s -> m -> f -> a -> j -> x -> [answers] e", "f -> b -> j", "x -> [*] m"),
                set(),
                id="a fork and join in a loop",
            ),
        ],
    )  # fmt: skip
    def test_are_judged(self, lines, severities):
        result = found(*lines, before=MESSAGE)

        assert {severity for element, code, severity in result if code == "join_waits"} == severities
