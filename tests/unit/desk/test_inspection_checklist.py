"""How an answer of a checklist reads at the desk."""

import pytest

from desk.inspections.checklist import in_words, measured_in_words, wrong_with
from inspections.checklists import load
from tests.integration.inspections.visit_world import LIBRARY
from tests.unit.inspections.checklist_example import judged

ITEMS = load({str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*.yaml")}).items
ITEM = next(each for each in ITEMS if each.key == "TS.03")


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("values", "whole", "beside"),
        [
            pytest.param({"verdict": "fail"}, "Không đạt", "", id="a verdict alone"),
            pytest.param({"numerator": "40", "denominator": "30"}, "40/30", "40/30", id="numbers alone"),
            pytest.param(
                {"verdict": "fail", "numerator": "40", "denominator": "30"}, "Không đạt · 40/30", "40/30", id="both"
            ),
        ],
    )  # fmt: skip
    def test_says_its_verdict_once_beside_the_mark(self, values, whole, beside):
        assert (in_words(values, ITEM), measured_in_words(values, ITEM)) == (whole, beside)


class TestATableWithABadRow:
    @pytest.mark.parametrize(
        ("row", "words"),
        [
            pytest.param({"name": "Máy", "count": "0"}, "So luong: Tu 1 tro len", id="in the column's own words"),
            pytest.param({"count": "1"}, "Ten: Xem lại mục này.", id="by the column, where it has none"),
        ],
    )  # fmt: skip
    def test_says_what_to_do_in_which_column(self, row, words):
        assert wrong_with(judged({"B.3": {"value": [row]}}).results["B.3"]) == [words]
