"""What a team types in at the desk: a section, or one unit of what is repeated in it, and what its answers become."""

from datetime import date

import pytest

from forms.engine import check
from inspections.checklists import evaluate, load, names_at
from inspections.checklists.results import Facts
from inspections.found_form import Part, found_form, found_from, found_values, repeats_in
from tests.unit.inspections.checklist_example import SMALL, VISIT, judged, with_items

TODAY = date(2026, 11, 28)


def typed(part, sent, **context):
    """What is kept of what was typed, and what is wrong with it."""
    outcome = check(found_form(part), sent, today=TODAY, context=context)
    return found_from(part, outcome.answers, outcome.visible), outcome.errors


def of_place():
    """A part with a place and nothing else."""
    return Part(load(with_items("  - {key: A.1, text: Noi, kind: place, required: false}")), "A")


class TestASection:
    def test_asks_what_is_not_repeated_a_place_among_it(self):
        keys = {field.key.partition("__")[0] for field in found_form(Part(SMALL, "B")) if field.is_asked}

        assert keys == {"B_3", "B_5", "B_7", "B_8"}

    def test_asks_why_where_an_answer_of_the_item_does(self):
        keys = {field.key for field in found_form(Part(SMALL, "A")) if field.key.startswith(("A_1", "A_2"))}

        assert keys == {"A_1", "A_1__reason", "A_1__unseen", "A_2", "A_2__instead", "A_2__reason"}

    def test_knows_what_is_repeated_in_it(self):
        assert (repeats_in(SMALL, "A"), repeats_in(SMALL, "B")) == ([], ["sample:diplomas", "count:B.9"])

    def test_takes_pictures_where_they_are_the_answer_or_an_answer_asks_for_them(self):
        by_section = {code: [each.key for each in Part(SMALL, code).evidenced] for code in ("A", "B")}

        assert by_section == {"A": ["A.1"], "B": ["B.6"]}

    def test_without_anything_to_type_has_no_form(self):
        assert found_form(Part(load(with_items("  - {key: A.1, text: Anh, kind: photo}")), "A")) is None


class TestInsteadOfAValue:
    PART = Part(SMALL, "A")

    @pytest.mark.parametrize(
        ("said", "verdict"),
        [
            pytest.param("fail", "fail", id="nothing to measure"),
            pytest.param("not_applicable", "not_applicable", id="nothing applies"),
        ],
    )
    def test_a_verdict_is_kept_and_counts(self, said, verdict):
        answers, errors = typed(self.PART, {"A_2__instead": [said], "A_2__reason": "Chưa lập sổ"})

        result = judged(answers).results["A.2"]
        assert errors == {}
        assert (result.verdict, result.answered, result.asks) == (verdict, True, ())

    def test_it_comes_back_and_can_be_taken_back(self):
        shown = found_values(self.PART, {"A.2": {"verdict": "fail", "reason": "x"}})
        answers, _ = typed(self.PART, {"A_2": "30"})

        assert shown["A_2__instead"] == ["fail"]
        assert answers["A.2"] == {"value": "30", "verdict": None, "reason": ""}


class TestAUnit:
    PART = Part(SMALL, "B", "sample:diplomas", 9)

    def test_has_the_keys_of_its_number(self):
        answers, errors = typed(self.PART, {"B_1": "fail", "B_1__reason": "Sai số", "B_2": "Nhập nhầm"})

        assert errors == {}
        assert answers["B.1#9"] == {"verdict": "fail", "reason": "Sai số", "unseen_because": ""}
        assert answers["B.2#9"]["value"] == "Nhập nhầm"

    def test_asks_by_its_own_answers(self):
        shown, _ = typed(self.PART, {"B_1": "fail", "B_1__reason": "x"})
        hidden, _ = typed(self.PART, {"B_1": "pass", "B_2": "Nhập nhầm"})

        assert ("B.2#9" in shown, "B.2#9" in hidden) == (True, False)

    def test_begins_with_its_own_answers(self):
        standing = {"B.1#9": {"verdict": "fail", "reason": "Sai"}, "B.1#4": {"verdict": "pass"}}

        assert found_values(self.PART, standing) == {"B_1": "fail", "B_1__reason": "Sai"}

    def test_of_a_count_is_typed_the_same(self):
        answers, _ = typed(Part(SMALL, "B", "count:B.9", 2), {"B_9a": "pass"})

        assert answers == {"B.9a#2": {"verdict": "pass", "reason": ""}}

    def test_shows_what_is_visible_of_it_alone(self):
        evaluation = judged({"B.1#9": {"verdict": "fail"}})

        assert [each.key for each in self.PART.results(evaluation)] == ["B.1#9", "B.2#9"]


class TestAPlace:
    @pytest.mark.parametrize(
        ("sent", "value"),
        [
            pytest.param(
                {"A_1__latitude": "21,028", "A_1__longitude": "105.850"},
                {"latitude": "21.028", "longitude": "105.850", "accuracy": None}, id="comma or point, never thousands",
            ),
            pytest.param({}, None, id="nothing"),
        ],
    )  # fmt: skip
    def test_is_kept_as_a_tablet_says_it(self, sent, value):
        answers, errors = typed(of_place(), sent)

        assert (answers["A.1"]["value"], errors) == (value, {})

    def test_is_understood_by_the_checklist(self):
        answers, _ = typed(of_place(), {"A_1__latitude": "21,028", "A_1__longitude": "105.850"})

        result = evaluate(of_place().checklist, answers, Facts(visit_on=TODAY)).results["A.1"]

        assert (result.answered, result.faults) == (True, ())

    @pytest.mark.parametrize(
        ("sent", "lacks"),
        [
            pytest.param({"A_1__latitude": "21,028"}, ["A_1__longitude"], id="without its longitude"),
            pytest.param({"A_1__longitude": "105.85"}, ["A_1__latitude"], id="without its latitude"),
            pytest.param({"A_1__accuracy": "5"}, ["A_1__latitude", "A_1__longitude"], id="an accuracy alone"),
        ],
    )
    def test_that_is_half_of_one_is_refused(self, sent, lacks):
        _, errors = typed(of_place(), sent)

        assert list(errors) == lacks

    def test_that_is_no_number_is_refused(self):
        _, errors = typed(of_place(), {"A_1__latitude": "bắc", "A_1__longitude": "105"})

        assert list(errors) == ["A_1__latitude"]

    def test_comes_back_as_it_was(self):
        value = {"latitude": "21.028", "longitude": "105.850", "accuracy": "5"}

        found = found_values(of_place(), {"A.1": {"value": value}})

        assert found == {"A_1__latitude": "21.028", "A_1__longitude": "105.850", "A_1__accuracy": "5"}


class TestNames:
    ANSWERS = {
        "A.1": {"verdict": "fail", "reason": "vì vậy"},
        "A.3": {"numerator": "3", "denominator": "4"},
        "B.1#4": {"verdict": "pass"},
        "B.1#9": {"verdict": "fail"},
    }

    def names(self, **where):
        """Return what a page knows of these answers."""
        facts = Facts(visit_on=VISIT, kind_of_institution="centre", samples={"diplomas": (4, 9)})
        return names_at(SMALL, self.ANSWERS, facts, **where)

    def test_are_verdicts_and_values_of_every_section_with_the_facts(self):
        names = self.names()

        assert (names["A_1"], names["A_3"], names["B_5"], names["kind_of_institution"]) == (
            "fail",
            75,
            None,
            "centre",
        )

    def test_tell_the_parts_of_an_answer(self):
        told = self.names()["answers"]

        assert (told["A_1"]["reason"], told["A_3"]["numerator"], told["B_5"]["value"]) == ("vì vậy", 3, None)

    def test_are_lists_from_outside_and_the_units_own_from_inside(self):
        outside, inside = self.names(), self.names(over="sample:diplomas", unit=9)

        assert (outside["B_1"], inside["B_1"], inside["unit"]) == (["pass", "fail"], "fail", 9)
        assert [each["verdict"] for each in outside["answers"]["B_1"]] == ["pass", "fail"]
        assert inside["answers"]["B_1"]["verdict"] == "fail"
