"""Variables that are read where, on some way from the start, no step has written them yet."""

import pytest

from tests.unit.workflows.diagrams import body, process, timer
from workflows.checks import Surroundings, check

FACTS = Surroundings(facts=frozenset({"answers"}))
CODES = ("read_before_written", "read_maybe_unwritten", "name_of_function")
WRITES = "script w | <script>{fee: 5}</script>"
READS = "script r | <script>{due: fee + 1}</script>"
EITHER = "s -> x -> [answers] w"
MULTI = '<multiInstanceLoopCharacteristics><loopDataInputRef>answers</loopDataInputRef><extensionElements><mc:multi items="answers" item="one"/></extensionElements></multiInstanceLoopCharacteristics>'
INNER_WRITES = body("start s2", WRITES, "end e2", "s2 -> w -> e2")
INNER_READS = body("start s2", READS, "end e2", "s2 -> r -> e2")
CALLED = f'<process id="q" isExecutable="false">{INNER_READS}</process>'
HANDED = 'call c calledElement="q" | <extensionElements><mc:input name="fee" value="3"/></extensionElements>'
NOT_HANDED = (
    'call c calledElement="q" | <extensionElements><mc:input name="other" value="3"/></extensionElements>'
)
ASKS = '<extensionElements><mc:outcome key="yes"/><mc:outcome key="no"/></extensionElements>'


def found(*lines, after="", around=FACTS):
    """Element and code of each finding of these checks."""
    findings = check(process("start s", "end e", *lines, after=after), around)
    return {(finding.element, finding.code) for finding in findings if finding.code in CODES}


MAYBE = {("r", "read_maybe_unwritten")}
NEVER = {("r", "read_before_written")}


class TestAVariable:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            pytest.param((WRITES, READS, "s -> w -> r -> e"), set(), id="written before it is read"),
            pytest.param((WRITES, READS, "s -> r -> w -> e"), NEVER, id="read before it is written"),
            pytest.param((WRITES, READS, "exclusive x", EITHER, "x -> [*] r", "w -> r -> e"), MAYBE, id="written on one of two ways"),
            pytest.param((WRITES, READS, "script v | <script>{fee: 0}</script>", "exclusive x", EITHER, "x -> [*] v -> r", "w -> r -> e"), set(), id="written on both of two ways"),
            pytest.param((WRITES, "script r | <script>{due: if fee = null then 0 else fee}</script>", "exclusive x", EITHER, "x -> [*] r", "w -> r -> e"), set(), id="asked for null has a default"),
            pytest.param((WRITES, READS, "parallel f", "task t", "parallel j", "s -> f -> w -> j -> r -> e", "f -> t -> j"), set(), id="written in one branch and read behind the join"),
            pytest.param((WRITES, READS, "parallel f", "parallel j", "s -> f -> w -> j -> e", "f -> r -> j"), NEVER, id="written in the other branch"),
            pytest.param((WRITES, READS, "inclusive f", "inclusive j", "task t", "s -> f -> [answers] w -> j -> r -> e", "f -> [*] t -> j"), MAYBE, id="written in a branch that need not be taken"),
            pytest.param((WRITES, READS, "exclusive m", "exclusive x", "s -> m -> r -> w -> x -> [answers] e", "x -> [*] m"), MAYBE, id="written only when the loop comes round"),
            pytest.param((f"user a | {ASKS}", "boundary b attachedToRef=\"a\" | " + timer("PT1H"), 'script r | <script>{due: a_outcome}</script>', "s -> a -> e", "b -> r -> e"), {("r", "read_maybe_unwritten")}, id="is an outcome of a step that was interrupted"),
            pytest.param((f"user a | {ASKS}", 'script r | <script>{due: a_outcome}</script>', "s -> a -> r -> e"), set(), id="is an outcome of the step before"),
            pytest.param((f'<subProcess id="u">{INNER_WRITES}</subProcess>', READS, "s -> u -> r -> e"), set(), id="written inside a sub-process"),
            pytest.param((f'<subProcess id="u">{INNER_READS}</subProcess>', WRITES, "s -> w -> u -> e"), set(), id="read inside a sub-process behind"),
            pytest.param((f'<subProcess id="u">{INNER_READS}</subProcess>', WRITES, "s -> u -> w -> e"), NEVER, id="read inside a sub-process before"),
            pytest.param(('script r | <script>{due: one}</script>' + MULTI, "s -> r -> e"), set(), id="is an instance's own"),
        ],
    )  # fmt: skip
    def test_that_is(self, lines, expected):
        assert found(*lines) == expected

    @pytest.mark.parametrize(
        ("call", "expected"),
        [
            pytest.param(HANDED, set(), id="has what is handed to it"),
            pytest.param(NOT_HANDED, NEVER, id="has not what was written outside and is not handed to it"),
            pytest.param('call c calledElement="q"', set(), id="has all where no mapping is drawn"),
        ],
    )
    def test_of_a_called_process(self, call, expected):
        assert found(WRITES, call, "s -> w -> c -> e", after=CALLED) == expected

    def test_in_a_condition_behind_the_step_that_writes_it_is_there(self):
        lines = ("script w | <script>{fee: 5}</script>", "s -> w -> [fee > 1] e", "w -> [*] e2", "end e2")

        assert found(*lines) == set()

    def test_is_written_by_a_message_whose_event_names_it(self):
        caught = '<extensionElements><mc:output name="fee" value="amount"/></extensionElements><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>'

        assert found(f"catch w | {caught}", READS, "s -> w -> r -> e") == set()

    def test_is_told_with_the_way_on_which_it_is_missing(self):
        flow = process(
            "start s", "end e", 'script w name="Tính phí" | <script>{fee: 5}</script>',
            'script r name="Ghi hạn" | <script>{due: fee}</script>', "exclusive x", EITHER, "x -> [*] r", "w -> r -> e",
        )  # fmt: skip

        (finding,) = [each for each in check(flow, FACTS) if each.code in CODES]

        assert "s → x → “Ghi hạn”" in finding.sentence
        assert "fee = null" in finding.mend

    def test_is_not_judged_where_what_the_case_says_is_not_known(self):
        assert found(WRITES, READS, "s -> r -> w -> e", around=Surroundings()) == set()


class TestANameOfAFunction:
    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("script a | <script>{count: 1}</script>", id="in a script's context"),
            pytest.param('script a mc:result="date" | <script>1</script>', id="as a script's result"),
            pytest.param(
                'service a mc:operation="o" | <extensionElements><mc:output name="sum" value="given"/></extensionElements>',
                id="as an output",
            ),
        ],
    )
    def test_is_refused_for_a_variable(self, line):
        assert ("a", "name_of_function") in found(line, "s -> a -> e")

    def test_would_be_gone_for_every_expression(self):
        step = process("start s", "end e", "script a | <script>{n: count([1, 2])}</script>", "s -> a -> e")

        assert step.nodes["a"].script.evaluate({"count": 5}) == {"n": None}
