"""What imported forms need of a checklist: starting values, choices that depend, numbered rows, points in an area."""

from datetime import date

import pytest

from inspections.checklists import Facts, evaluate, from_json, load, to_json
from inspections.checklists.places import geofence

SQUARE = "0 0;0 10;10 10;10 0"
FILES = {
    "checklist.yaml": b"{checklist: 1, code: OFFERS, title: Thu}",
    "sections/A.yaml": b"""
section: A
title: A
items:
  - {key: number, text: So, kind: number, default: 5}
  - key: district
    text: Huyen
    kind: choice
    options: [{value: a, label: A}, {value: b, label: B}]
  - key: town
    text: Xa
    kind: choice
    options:
      - {value: a1, label: A1, visible_if: 'district = "a"'}
      - {value: b1, label: B1, visible_if: 'district = "b"'}
  - key: rows
    text: Bang
    kind: table
    default: [{}, {name: hai}]
    columns:
      - {key: name, text: Ten, kind: text}
      - {key: place, text: Thu tu, kind: computed, computed: row_number}
  - key: point
    text: Cho
    kind: place
    valid_if: 'geofence(value, "0 0;0 10;10 10;10 0")'
    message: Ngoai vung
""",
}


def results(answers):
    """What comes of answers to the small checklist, through its compiled form."""
    checklist = from_json(to_json(load(FILES)))
    return evaluate(checklist, answers, Facts(visit_on=date(2026, 11, 28))).results


class TestAValueToStartWith:
    def test_is_the_answer_while_nobody_has_touched_it(self):
        assert results({})["number"].value == 5

    def test_does_not_come_back_where_it_was_cleared(self):
        assert results({"number": {"value": None}})["number"].value is None


class TestAChoice:
    @pytest.mark.parametrize(
        ("district", "town", "faults"),
        [
            pytest.param("a", "a1", (), id="offered"),
            pytest.param("a", "b1", ("unknown_option",), id="of another district"),
            pytest.param(None, "a1", ("unknown_option",), id="no district yet"),
        ],
    )
    def test_can_only_be_one_that_is_offered(self, district, town, faults):
        found = results({"district": {"value": district}, "town": {"value": town}})

        assert found["town"].faults == faults

    def test_that_waits_for_a_name_nobody_has_is_a_fault_at_its_options(self):
        broken = {key: text.replace(b'"b"', b"nothing") for key, text in FILES.items()}

        with pytest.raises(Exception, match="sections/A.yaml:.*nothing is called 'nothing'"):
            load(broken)


class TestRowsOfATable:
    def test_are_numbered_and_start_with_the_first_rows_of_the_form(self):
        assert [row["place"] for row in results({})["rows"].value] == [1, 2]

    def test_are_numbered_anew_where_one_is_taken_away(self):
        rows = [{"name": "mot"}, {"name": "ba"}]

        found = results({"rows": {"value": rows}})["rows"].value

        assert [(row["name"], row["place"]) for row in found] == [("mot", 1), ("ba", 2)]


class TestAnArea:
    @pytest.mark.parametrize(
        ("point", "inside"),
        [
            pytest.param("5 5", True, id="inside"),
            pytest.param("5 11 0 0", False, id="beside, with height and accuracy"),
            pytest.param({"latitude": "10", "longitude": "3"}, True, id="on the edge"),
            pytest.param("95 5", None, id="not on the earth"),
            pytest.param("", None, id="no point"),
        ],
    )
    def test_holds_points(self, point, inside):
        assert geofence(point, SQUARE) is inside

    def test_with_a_bay_does_not_hold_what_lies_in_the_bay(self):
        bay = "0 0;0 10;10 10;10 0;6 0;6 8;4 8;4 0"

        assert (geofence("5 4", bay), geofence("5 9", bay)) == (False, True)

    @pytest.mark.parametrize(
        "area", ["1 1;2 2", "1 1;x;2 2;3 3", None], ids=["a line", "no number", "nothing"]
    )
    def test_of_less_than_three_corners_is_none(self, area):
        assert geofence("1 1", area) is None

    def test_takes_a_typed_point_whose_accuracy_nobody_knows(self):
        typed = {"point": {"value": {"latitude": "5", "longitude": "5", "accuracy": None}}}

        assert (results(typed)["point"].faults, results(typed)["point"].answered) == ((), True)

    def test_refuses_an_answer_outside(self):
        outside = {"point": {"value": {"latitude": "20", "longitude": "5"}}}

        assert results(outside)["point"].faults == ("not_valid",)
