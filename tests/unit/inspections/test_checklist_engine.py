"""What comes of answers: visible or not, verdicts, limits, what is still missing, scores, what may be a finding."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.inspections.checklist_example import judged

FAILED = {"verdict": "fail", "reason": "mất", "evidence": ["a-photo"]}


class TestAnItem:
    def test_is_asked_once_for_each_drawn_unit(self):
        results = judged({}, diplomas=(4, 9)).results

        assert {"B.1#4", "B.1#9"} <= results.keys()
        assert "B.1" not in results

    def test_is_hidden_while_its_condition_does_not_hold_whatever_was_answered(self):
        results = judged({"A.1": {"verdict": "pass"}, "A.4": {"value": "cũ"}}).results

        assert (results["A.4"].visible, results["A.4"].value) == (False, None)

    def test_sees_the_answer_of_its_own_unit(self):
        results = judged({"B.1#4": FAILED, "B.1#9": {"verdict": "pass"}}).results

        assert (results["B.2#4"].visible, results["B.2#9"].visible) == (True, False)

    def test_is_repeated_as_often_as_a_number_says(self):
        results = judged({"B.8": {"value": "2"}}).results

        assert [key for key in results if key.startswith("B.9a#")] == ["B.9a#1", "B.9a#2"]

    def test_knows_the_clauses_in_force_on_the_day_of_the_visit(self):
        before = judged({}, on=date(2026, 10, 4)).results["A.1"].clauses
        after = judged({}, on=date(2026, 10, 5)).results["A.1"].clauses

        assert ([each.text for each in before], [each.text for each in after]) == (["Cu"], ["Moi"])


class TestANumber:
    @pytest.mark.parametrize(
        ("value", "verdict", "beyond"),
        [
            pytest.param("35", "pass", False, id="at the limit"),
            pytest.param("35.0000000001", "fail", True, id="just beyond"),
            pytest.param("35,1", "fail", True, id="a comma, as people write it"),
            pytest.param(36, "fail", True, id="a whole JSON number"),
            pytest.param(None, None, False, id="not answered"),
        ],
    )
    def test_is_held_against_its_limit(self, value, verdict, beyond):
        result = judged({"A.2": {"value": value}}).results["A.2"]

        assert (result.verdict, result.beyond_limit) == (verdict, beyond)

    def test_beyond_the_limit_is_kept_marked_and_asks_for_a_reason(self):
        result = judged({"A.2": {"value": "40"}}).results["A.2"]

        assert (result.value, result.verdict, result.asks) == (Decimal(40), "fail", ("reason",))

    @pytest.mark.parametrize(
        ("kind", "verdict"),
        [
            pytest.param("centre", "pass", id="a kind with a lower limit"),
            pytest.param("school", "fail", id="a kind with a higher limit"),
            pytest.param("other", None, id="a kind without a limit"),
        ],
    )
    def test_has_the_limit_of_the_kind_of_institution(self, kind, verdict):
        result = judged({"A.3": {"numerator": "11", "denominator": "20"}}, kind=kind).results["A.3"]

        assert (result.value, result.verdict) == (Decimal(55), verdict)

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            pytest.param({"value": "abc"}, "not_a_number", id="words"),
            pytest.param({"value": 1.5}, "not_a_number", id="a binary fraction"),
            pytest.param({"value": "٣"}, "not_a_number", id="a foreign digit"),
            pytest.param({"value": True}, "not_a_number", id="a truth value"),
            pytest.param({"verdict": "maybe"}, "unknown_verdict", id="a verdict nobody knows"),
        ],
    )
    def test_that_is_none_is_marked(self, given, fault):
        result = judged({"A.2": given}).results["A.2"]

        assert (result.faults, result.verdict) == ((fault,), None)

    def test_made_of_a_share_of_nothing_is_marked(self):
        result = judged({"A.3": {"numerator": "3", "denominator": "0"}}).results["A.3"]

        assert result.faults == ("divided_by_zero",)

    def test_waits_for_both_numbers_of_a_ratio(self):
        result = judged({"A.3": {"numerator": "3"}}).results["A.3"]

        assert (result.answered, result.asks) == (False, ("answer",))


class TestADay:
    def test_is_measured_by_a_condition(self):
        late = judged({"A.5": {"value": "2026-01-16"}}).results["A.5"]

        assert (late.value, late.verdict) == (date(2026, 1, 16), "fail")

    def test_that_never_came_can_be_failed_without_a_value(self):
        result = judged({"A.5": {"verdict": "fail", "reason": "chưa gửi"}}).results["A.5"]

        assert (result.verdict, result.answered) == ("fail", True)


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            pytest.param({}, ("answer",), id="nothing"),
            pytest.param({"verdict": "pass"}, (), id="a pass alone"),
            pytest.param({"verdict": "fail"}, ("reason", "evidence"), id="a fail alone"),
            pytest.param(
                {"verdict": "fail", "reason": " "}, ("reason", "evidence"), id="blanks for a reason"
            ),
            pytest.param({"verdict": "fail", "reason": "x", "evidence": ["p"]}, (), id="a fail with both"),
            pytest.param(
                {"verdict": "fail", "reason": "x", "unseen_because": "cấm chụp"},
                (),
                id="why there is no photo",
            ),
            pytest.param({"verdict": "not_applicable"}, ("reason",), id="not applicable alone"),
        ],
    )
    def test_brings_what_it_asks_for(self, given, missing):
        assert judged({"A.1": given}).results["A.1"].asks == missing

    def test_of_a_choice_can_ask_for_a_reason(self):
        results = judged({"B.5": {"value": "bad"}}).results

        assert results["B.5"].asks == ("reason",)

    def test_that_is_not_offered_is_marked(self):
        assert judged({"B.5": {"value": "else"}}).results["B.5"].faults == ("unknown_option",)

    def test_given_in_photos_is_their_list(self):
        assert judged({"B.6": {"evidence": ["p1", "p2"]}}).results["B.6"].value == ["p1", "p2"]

    def test_of_a_place_is_on_the_earth(self):
        there = {"latitude": "9.9", "longitude": "106.3", "accuracy": "12"}
        nowhere = {**there, "latitude": "91"}

        assert judged({"B.7": {"value": there}}).results["B.7"].faults == ()
        assert judged({"B.7": {"value": nowhere}}).results["B.7"].faults == ("not_a_place",)


class TestATable:
    def test_computes_its_columns_and_is_summed_below(self):
        rows = [{"name": "Máy", "count": "2", "price": "1.5"}, {"name": "Bàn", "count": "1", "price": "0.1"}]

        results = judged({"B.3": {"value": rows}}).results

        assert [row["total"] for row in results["B.3"].value] == [Decimal("3.0"), Decimal("0.1")]
        assert results["B.4"].value == Decimal("3.1")

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            pytest.param({"count": "1"}, "name", id="a required column is empty"),
            pytest.param({"name": "Máy", "count": "0"}, "count", id="a rule does not hold"),
        ],
    )
    def test_with_a_bad_row_is_marked_and_says_in_which_column(self, row, column):
        result = judged({"B.3": {"value": [{"name": "Bàn", "count": "1"}, row]}}).results["B.3"]

        assert (result.faults, [each.key for each in result.broken]) == (("not_valid",), [column])


class TestScores:
    def test_weigh_items_in_a_section_and_sections_in_the_whole(self):
        answers = {
            "A.1": {"verdict": "pass"},
            "A.2": {"value": "40"},
            "B.1#4": {"verdict": "pass"},
            "B.1#9": FAILED,
        }

        evaluation = judged(answers)

        assert [section.score for section in evaluation.sections] == [Decimal("25.00"), Decimal("50.00")]
        assert evaluation.score == Decimal("33.33")

    def test_leave_out_what_is_not_applicable(self):
        evaluation = judged({"A.1": {"verdict": "pass"}, "A.2": {"verdict": "not_applicable", "reason": "x"}})

        assert evaluation.sections[0].score == Decimal("100.00")

    def test_are_none_before_anything_is_judged(self):
        evaluation = judged({})

        assert (evaluation.score, evaluation.sections[0].score) == (None, None)

    def test_name_the_critical_failures(self):
        assert judged({"A.1": FAILED}).critical_failures == ("A.1",)


class TestACandidateForAFinding:
    @pytest.mark.parametrize(
        ("key", "answer", "kind", "reason"),
        [
            pytest.param("A.1", FAILED, "violation", "", id="a duty"),
            pytest.param("A.2", {"value": "40"}, "shortfall", "standard", id="a standard"),
            pytest.param(
                "A.3",
                {"numerator": "1", "denominator": "9"},
                "shortfall",
                "no_clause_in_force",
                id="a duty that ended",
            ),
        ],
    )
    def test_is_a_violation_only_of_a_duty_in_force(self, key, answer, kind, reason):
        (candidate,) = judged({key: answer}).candidates

        assert (candidate.key, candidate.kind, candidate.reason) == (key, kind, reason)


class TestAnEvaluation:
    def test_is_not_complete_while_a_sample_is_not_drawn(self):
        from_nothing = judged({}, diplomas=())

        assert from_nothing.undrawn == ()
        assert not from_nothing.is_complete
