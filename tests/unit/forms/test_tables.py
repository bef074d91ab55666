"""Repeatable tables: rows keep their codes, cells are judged one by one, columns and sums are computed."""

import json
from dataclasses import replace

import pytest

from forms import engine
from forms.actions import Action, performed, requested, view_of
from forms.loader import load_form
from tests.unit.forms.example import TODAY
from tests.unit.forms.kinds import faults, said

SOURCE = """\
form: licence
title: {vi: Đăng ký}
sections:
  - key: s
    fields:
      - {key: dinh_muc, type: integer, label: {vi: Định mức}, default: 500}
      - key: nganh
        type: table
        label: {vi: Ngành nghề}
        code: ma_dong
        prefix: N
        titles: [ten]
        min_rows: 1
        max_rows: 4
        unique: [ten, trinh_do]
        columns:
          - key: trinh_do
            type: choice
            label: {vi: Trình độ}
            required: true
            options: [{value: so_cap, label: {vi: Sơ cấp}}, {value: trung_cap, label: {vi: Trung cấp}}]
          - {key: ten, type: text, label: {vi: Tên}, required: true}
          - {key: luan_cu, type: text, label: {vi: Luận cứ}, visible_if: 'row.trinh_do = "trung_cap"', required_if: row.ten = "Lạ"}
          - {key: so_cho, type: integer, label: {vi: Số chỗ}, min: 1, total: true}
          - key: dien_tich
            type: decimal
            label: {vi: Diện tích học}
            value: sum(for p in phong[item.nganh = row.ma_dong] return p.dien_tich)
          - key: m2_cho
            type: decimal
            label: {vi: m² một chỗ}
            value: if row.so_cho > 0 then row.dien_tich / row.so_cho else null
            valid_if: 'row.m2_cho >= (if row.trinh_do = "so_cap" then 4 else 5.5)'
            message: {vi: Chưa đủ diện tích.}
            rules:
              - {valid_if: row.m2_cho < 100, level: warning, message: {vi: Rộng bất thường.}}
      - key: phong
        type: table
        label: {vi: Phòng}
        columns:
          - {key: nganh, type: row_choice, label: {vi: Dùng cho}, table: nganh, required: true,
             extra: [{value: dung_chung, label: {vi: Dùng chung}}]}
          - {key: dien_tich, type: decimal, label: {vi: Diện tích}, required: true, min: 1, total: true}
      - {key: chinh, type: row_choice, label: {vi: Ngành chính}, table: nganh}
      - {key: tong_cho, type: integer, label: {vi: Tổng số chỗ}, value: sum(nganh.so_cho)}
"""
FORM = load_form(SOURCE, file="licence.form.yaml")
TABLE = FORM.by_key["nganh"].kind
ROW = {"ma_dong": "N1", "trinh_do": "so_cap", "ten": "Hàn", "so_cho": 10}
ROOM = {"id": "1", "nganh": "N1", "dien_tich": "50,5"}


def check(nganh=(ROW,), phong=(ROOM,), **data):
    return engine.check(FORM, {"nganh": list(nganh), "phong": list(phong), **data}, today=TODAY)


def at(messages):
    return [(message.at, message.render(str, "vi")) for message in messages]


class TestRows:
    def test_are_cleaned_and_computed(self):
        outcome = check()

        assert outcome.errors == {}
        assert outcome.answers["nganh"] == [
            {
                "ma_dong": "N1",
                "trinh_do": "so_cap",
                "ten": "Hàn",
                "so_cho": 10,
                "dien_tich": 50.5,
                "m2_cho": 5.05,
            }
        ]
        assert outcome.answers["tong_cho"] == 10

    def test_are_taken_again_unchanged(self):
        once = check(chinh="N1").answers

        again = engine.check(FORM, once, today=TODAY)

        assert again.answers == once
        assert again.errors == {}

    def test_that_say_nothing_are_no_rows(self):
        outcome = check(nganh=[ROW, {"ma_dong": "N2", "ten": " "}])

        assert [row["ma_dong"] for row in outcome.answers["nganh"]] == ["N1"]
        assert len(outcome.values["nganh"]) == 2

    def test_of_a_page_come_in_their_order_with_those_carried_along(self):
        page = {
            "nganh-order": "N2 N1", "nganh-N2-ten": "Điện", "nganh-N2-trinh_do": "so_cap",
            "nganh-rest": json.dumps({"N1": ROW}),
        }  # fmt: skip

        answers = engine.check(FORM, page, today=TODAY).answers["nganh"]

        assert [(row["ma_dong"], row["ten"]) for row in answers] == [("N2", "Điện"), ("N1", "Hàn")]

    def test_without_a_code_or_with_one_twice_get_one(self):
        outcome = check(nganh=[ROW, {**ROW, "ten": "Điện"}, {"ten": "May", "trinh_do": "so_cap"}], phong=[])

        assert [row["ma_dong"] for row in outcome.answers["nganh"]] == ["N1", "N2", "N3"]

    @pytest.mark.parametrize(
        "odd", ["x", 3, None, [1, "a", None], [{"ten": {"a": [1]}}], {"ten": "Hàn"}], ids=str
    )
    def test_of_odd_kinds_harm_nothing(self, odd):
        outcome = engine.check(FORM, {"nganh": odd, "phong": odd}, today=TODAY)

        assert set(outcome.answers) <= {"nganh", "tong_cho"}


class TestCells:
    def test_that_are_missing_or_wrong_are_told_where(self):
        outcome = check(nganh=[{"ma_dong": "N1", "ten": "Hàn", "so_cho": "hai"}])

        assert at(outcome.errors["nganh"]) == [
            (("N1", "so_cho"), "Nhập một số nguyên, chỉ gồm chữ số."),
            (("N1", "trinh_do"), "Chọn trình độ."),
        ]

    def test_see_their_row_in_conditions(self):
        outcome = check(
            nganh=[{**ROW, "luan_cu": "x"}, {**ROW, "ma_dong": "N2", "ten": "Lạ", "trinh_do": "trung_cap"}]
        )

        assert "luan_cu" not in outcome.answers["nganh"][0]
        assert (("N2", "luan_cu"), "Nhập luận cứ.") in at(outcome.errors["nganh"])

    def test_that_break_a_rule_block_or_warn(self):
        assert at(check(nganh=[{**ROW, "so_cho": 20}]).errors["nganh"]) == [
            (("N1", "m2_cho"), "Chưa đủ diện tích.")
        ]
        assert at(check(phong=[{**ROOM, "dien_tich": 5000}]).warnings["nganh"]) == [
            (("N1", "m2_cho"), "Rộng bất thường.")
        ]

    def test_not_known_yet_break_no_rule(self):
        outcome = check(nganh=[{"ma_dong": "N1", "ten": "Hàn", "trinh_do": "so_cap"}])

        assert outcome.errors == {}
        assert "m2_cho" not in outcome.answers["nganh"][0]


class TestTheWholeTable:
    def test_has_a_least_and_a_greatest_number_of_rows(self):
        many = [{"ten": f"Nghề {number}", "trinh_do": "so_cap"} for number in range(5)]

        assert said(check(nganh=[]).errors["nganh"]) == ["Thêm ít nhất một dòng: ngành nghề."]
        assert said(check(nganh=many).errors["nganh"]) == ["Giữ lại nhiều nhất 4 dòng, bảng có 5."]

    def test_has_no_row_twice(self):
        outcome = check(
            nganh=[ROW, {**ROW, "ma_dong": "N2", "ten": "HÀN"}, {**ROW, "ma_dong": "N3", "ten": "May"}]
        )

        assert at(outcome.errors["nganh"])[-1] == (
            ("N2", "ten"),
            "Dòng này trùng dòng 1. Xóa hoặc sửa một trong hai.",
        )


class TestAChoiceOfARow:
    def test_is_of_a_row_that_is_there_or_an_extra_word(self):
        outcome = check(
            phong=[ROOM, {**ROOM, "id": "2", "nganh": "dung_chung"}, {**ROOM, "id": "3", "nganh": "N9"}],
            chinh="N9",
        )

        assert at(outcome.errors["phong"]) == [
            (("3", "nganh"), "Chọn lại: dòng đã chọn không còn trong bảng.")
        ]
        assert said(outcome.errors["chinh"]) == ["Chọn lại: dòng đã chọn không còn trong bảng."]

    def test_of_a_table_that_is_not_asked_again_is_checked_against_what_is_known(self):
        rooms = next(each for each in FORM if each.key == "phong")
        part = replace(FORM, sections=(replace(FORM.sections[0], fields=(rooms,)),))
        known = {"nganh": TABLE.feel([{"ma_dong": "N1", "trinh_do": "so_cap", "ten": "Hàn"}])}

        right = engine.check(part, {"phong": [ROOM]}, today=TODAY, context=known)
        wrong = engine.check(part, {"phong": [{**ROOM, "nganh": "N2"}]}, today=TODAY, context=known)

        assert right.errors == {}
        assert at(wrong.errors["phong"]) == [(("1", "nganh"), "Chọn lại: dòng đã chọn không còn trong bảng.")]


class TestButtonsInTheForm:
    def values(self):
        return engine.read(
            FORM, {"nganh": [ROW, {**ROW, "ma_dong": "N2", "ten": "Điện"}], "phong": [ROOM], "chinh": "N1"}
        )

    def test_add_a_row_with_the_next_code(self):
        values = performed(FORM, self.values(), Action("add", "nganh"))

        assert [row["ma_dong"] for row in values["nganh"]] == ["N1", "N2", "N3"]

    def test_add_a_second_row_to_a_table_that_was_shown_with_a_blank_one(self):
        values = performed(FORM, engine.read(FORM, {}), Action("add", "phong"))

        assert [row["id"] for row in values["phong"]] == ["1", "2"]

    def test_add_none_to_a_full_table(self):
        values = engine.read(FORM, {"nganh": [{"ten": str(number)} for number in range(4)]})

        assert performed(FORM, values, Action("add", "nganh")) == values

    def test_remove_a_row_and_what_points_at_it(self):
        values = performed(FORM, self.values(), Action("remove", "nganh", "N1"))

        assert [row["ma_dong"] for row in values["nganh"]] == ["N2"]
        assert values["phong"][0]["nganh"] == ""
        assert values["phong"][0]["dien_tich"] == "50,5"
        assert values["chinh"] == ""

    @pytest.mark.parametrize(
        "text", ["", "add", "remove:dinh_muc:N1", "add:nope", "page:nganh:x", "drop:nganh"]
    )
    def test_that_make_no_sense_change_nothing(self, text):
        values = self.values()

        assert performed(FORM, values, requested({"form_action": text})) == values

    def test_turn_the_page_of_one_table(self):
        data = {"form_action": "page:nganh:3", "phong-page": "2", "nganh-page": "1"}

        view = view_of(FORM, data, requested(data))

        assert view.pages == {"nganh": 3, "phong": 2}


class TestFaults:
    @pytest.mark.parametrize(
        ("settings", "fault"),
        [
            ("columns: []", "at least one column"),
            ("columns: [{key: a, type: table, label: {vi: A}, columns: []}]", "a table cannot stand in a table"),
            ("columns: [{key: id, type: text, label: {vi: A}}]", "'id' is the code of a row"),
            ("columns: [{key: row, type: text, label: {vi: A}}]", "conditions use for something else"),
            ("columns: [{key: a, type: text, label: {vi: A}, total: true}]", "only numbers have a total"),
            ("columns: [{key: a, type: text, label: {vi: A}}], titles: [b]", "no column is called 'b'"),
            ("columns: [{key: a, type: text, label: {vi: A}}], unique: [[a], [c]]", "no column is called 'c'"),
            ("columns: [{key: a, type: text, label: {vi: A}}], min_rows: 3, max_rows: 2", "'min_rows' is above"),
            ("columns: [{key: a, type: text, label: {vi: A}}], max_rows: 9999", "at most 2000 rows"),
            ("columns: [{key: a, type: text, label: {vi: A}}], prefix: HOCSINH", "at most four letters"),
            ("columns: [{key: a, type: text, label: {vi: A}, visible_if: row.b = 1}]", "row.b, which no column is called"),
            ("columns: [{key: a, type: integer, label: {vi: A}, value: row.b}, {key: b, type: integer, label: {vi: B}, value: '1'}]",
             "row.b, which is computed further right"),
            ("columns: [{key: a, type: text, label: {vi: A}, required_if: nope = 1}]", "'nope', which no field is called"),
            ("columns: [{key: a, type: row_choice, label: {vi: A}, table: x}]", "no table 'x' stands above"),
            ("columns: [{key: a, type: text, label: {vi: A}, size: 1}]", "unknown key 'size'"),
        ],
        ids=lambda value: str(value)[-40:],
    )  # fmt: skip
    def test_say_what(self, settings, fault):
        assert any(fault in each for each in faults(f"{{key: t, type: table, label: {{vi: T}}, {settings}}}"))
