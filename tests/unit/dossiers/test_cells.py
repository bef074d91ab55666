"""A cell of a table as a question of its own, without a database."""

import pytest

from dossiers.cells import Cell, cells_form, errors_of_cells, is_cell, label_of, shown, value_of, with_cells
from forms.loader import load_form
from forms.messages import Told

FORM = load_form(
    """
form: rooms
title: {vi: Phòng học}
sections:
  - key: one
    fields:
      - {key: name, type: text, label: {vi: Tên}}
      - key: room
        type: table
        label: {vi: Phòng, en: Rooms}
        prefix: P
        columns:
          - {key: title, type: text, label: {vi: Tên phòng, en: Name}, required: true}
          - {key: area, type: decimal, label: {vi: Diện tích, en: Area}}
          - {key: twice, type: decimal, label: {vi: Gấp đôi}, value: row.area * 2}
""",
    file="rooms.form.yaml",
)
ANSWERS = {
    "name": "A",
    "room": [{"id": "P1", "title": "Hàn", "area": 12}, {"id": "P4", "title": "Điện"}],
}
AREA, TITLE = Cell("room", 1, "area"), Cell("room", 2, "title")


class TestACell:
    @pytest.mark.parametrize(
        ("cell", "there"),
        [
            (AREA, True),
            (Cell("room", 2, "area"), True),
            (Cell("room", 3, "area"), False),
            (Cell("room", 0, "area"), False),
            (Cell("room", 1, "twice"), False),
            (Cell("room", 1, "id"), False),
            (Cell("name", 1, "title"), False),
            (Cell("none", 1, "title"), False),
        ],
        ids=["full", "empty", "row beyond", "row nought", "computed", "code", "no table", "no question"],
    )
    def test_is_there_where_a_person_answers_it(self, cell, there):
        assert is_cell(FORM, ANSWERS, cell) is there

    def test_is_called_by_its_table_and_column(self):
        assert label_of(FORM, TITLE).vi == "Phòng: Tên phòng"
        assert label_of(FORM, TITLE).en == "Rooms: Name"

    def test_shows_what_stands_in_it(self):
        assert (shown(FORM, ANSWERS, TITLE, "vi"), value_of(ANSWERS, Cell("room", 2, "area"))) == (
            "Điện",
            None,
        )


class TestAFormOfCells:
    def test_asks_each_on_its_own_under_its_key(self):
        form = cells_form(FORM, {"cell-7": AREA, "cell-9": TITLE})

        assert [each.key for each in form] == ["cell-7", "cell-9"]
        assert [each.label.vi for each in form] == ["Phòng: Diện tích (dòng 1)", "Phòng: Tên phòng (dòng 2)"]
        assert [each.required for each in form] == [False, True]


class TestCorrectedCells:
    def test_change_nothing_else_and_leave_the_old_answers_alone(self):
        before = {**ANSWERS, "room": [dict(row) for row in ANSWERS["room"]]}

        after = with_cells(ANSWERS, {"a": AREA, "b": TITLE}, {"b": "Cơ điện"})

        assert after["room"] == [{"id": "P1", "title": "Hàn"}, {"id": "P4", "title": "Cơ điện"}]
        assert after["name"] == "A"
        assert before == ANSWERS

    def test_have_the_errors_of_their_place_and_no_others(self):
        errors = {
            "room": [Told("ở ô", ("P4", "title")), Told("ở ô khác", ("P1", "title")), Told("cả bảng")],
            "name": [Told("tên")],
        }

        told = errors_of_cells(FORM, ANSWERS, {"cell-9": TITLE}, errors)

        assert told == {"cell-9": ["ở ô"], "room": ["ở ô khác", "cả bảng"], "name": ["tên"]}
