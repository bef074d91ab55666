"""Results as JSON, as a table, and in the documentation."""

import json

import pytest

from benchmarks.measure import Measure, Results, Side
from benchmarks.report import as_json, cell, for_terminal, write_document, write_json

PAGES = Measure("pages", "Pages", {"p95": "ms", "queries": ""}, lambda stand: [], limits={"p95": 150})


@pytest.fixture
def found():
    """Two rounds of one side."""
    results, side = Results(), Side("SQLite", dict)
    results.add(PAGES, side, {"inbox": {"p95": 100.4, "queries": 9}})
    results.add(PAGES, side, {"inbox": {"p95": 240.0, "queries": 9}})
    return as_json([PAGES], results, {"Python": "3.11", "commit": "new"}, rounds=2)


class TestTheResults:
    def test_keep_every_round_with_unit_and_machine(self, found, tmp_path):
        write_json(found, tmp_path / "var" / "benchmarks.json")

        read = json.loads((tmp_path / "var" / "benchmarks.json").read_text())
        quantity = read["measures"][0]["rows"][0]["quantities"]["p95"]
        assert read["machine"]["Python"] == "3.11"
        assert read["measures"][0]["units"] == {"p95": "ms", "queries": ""}
        assert quantity == {"median": 170.2, "least": 100.4, "most": 240.0, "rounds": [100.4, 240.0]}

    def test_leave_measures_of_another_evening_as_they_were(self, found, tmp_path):
        file = tmp_path / "benchmarks.json"
        others = {**found, "measures": [{**found["measures"][0], "name": "engine", "commit": "old"}]}
        write_json(others, file)

        write_json(found, file)

        kept = {each["name"]: each["commit"] for each in json.loads(file.read_text())["measures"]}
        assert kept == {"engine": "old", "pages": "new"}

    def test_stand_in_columns_on_the_terminal(self, found):
        assert for_terminal(found).splitlines() == [
            "Pages",
            "                p95, ms          queries",
            "SQLite · inbox  170 ▲ (100–240)  9",
        ]

    def test_go_between_the_marks_of_the_documentation(self, found, tmp_path):
        file = tmp_path / "benchmarks.md"
        file.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n")

        write_document(found, file)

        text = file.read_text()
        assert text.startswith("before\n<!-- measured: begin -->\n")
        assert "`pages`, 2 rounds, commit new" in text
        assert "| SQLite · inbox | 170 ▲ (100–240) | 9 |" in text
        assert text.endswith("<!-- measured: end -->\nafter\n")
        assert "old" not in text

    def test_are_not_written_where_there_is_no_place_for_them(self, found, tmp_path):
        file = tmp_path / "benchmarks.md"
        file.write_text("no marks")

        with pytest.raises(ValueError, match="no place"):
            write_document(found, file)


class TestACell:
    @pytest.mark.parametrize(
        ("median", "least", "most", "limit", "expected"),
        [
            pytest.param(9, 9, 9, 15, "9", id="one number when all rounds agree"),
            pytest.param(16, 16, 16, 15, "16 ▲", id="a mark over the limit"),
            pytest.param(15, 15, 15, 15, "15", id="none at the limit"),
            pytest.param(1.234, 0.5, 2, None, "1.2 (0.50–2)", id="as many digits as mean something"),
        ],
    )
    def test_tells_the_median_and_how_far_rounds_lie_apart(self, median, least, most, limit, expected):
        assert cell({"median": median, "least": least, "most": most}, limit) == expected

    def test_of_a_quantity_that_failed_is_a_dash(self):
        assert cell(None, 15) == "–"
