"""Answers found on a reference list, addresses, and places that are no more."""

import pytest

from forms.lists.known import reference_list
from tests.unit.forms.example import TODAY
from tests.unit.forms.kinds import answer, checked, faults, form, said

COMMUNE = reference_list("communes").valid(TODAY, "86")[0]
GOOD = {"province": "86", "commune": COMMUNE.code, "street": "12 Ấp Chợ"}
STORED = {
    "province": "86", "province_name": "Tỉnh Vĩnh Long",
    "commune": COMMUNE.code, "commune_name": COMMUNE.name, "street": "12 Ấp Chợ",
}  # fmt: skip


class TestAReference:
    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            ("5510216", {"code": "5510216", "name": "Công nghệ ô tô"}),
            ("cong nghe o to", {"code": "5510216", "name": "Công nghệ ô tô"}),
            ("5510216 · Công nghệ ô tô", {"code": "5510216", "name": "Công nghệ ô tô"}),
            ({"text": "công nghệ", "code": "5480202"},
             {"code": "5480202", "name": "Công nghệ thông tin (ứng dụng phần mềm)"}),
            ("công nghệ", "Chọn một trong các mục tìm thấy, hoặc viết thêm để tìm lại."),
            ("9999999", "Không tìm thấy mục này trong danh mục. Thử viết khác hoặc dùng mã."),
            ("  ", None),
        ],
        ids=str,
    )  # fmt: skip
    def test_is_found_by_code_by_name_or_picked(self, sent, stored):
        assert answer("type: reference, list: majors", sent) == stored

    def test_gives_formulas_its_code_and_name(self):
        definition = form(
            "{key: nganh, type: reference, list: majors, label: {vi: Ngành}, "
            "valid_if: 'starts with(nganh.code, \"5\")', message: {vi: Không phải trung cấp.}}",
            "{key: ten, type: text, label: {vi: Tên}, value: nganh.name}",
        )

        assert checked(definition, nganh="5520123").answers["ten"] == "Hàn"

    def test_offers_what_was_found(self):
        offered = (
            form("{key: k, type: reference, list: majors, label: {vi: K}}")
            .by_key["k"]
            .kind.offers({"text": "ky thuat", "code": ""}, TODAY)
        )

        assert {each["code"] for each in offered["found"]} == {"5520205", "5810207"}


class TestAHistoricalPlace:
    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            ("Huyện Trà Cú, Tỉnh Trà Vinh", {"code": "849", "name": "Huyện Trà Cú, Tỉnh Trà Vinh"}),
            ("Xã Tập Ngãi, tỉnh Cửu Long", {"code": None, "name": "Xã Tập Ngãi, tỉnh Cửu Long"}),
            ({"code": None, "name": "Phnom Penh"}, {"code": None, "name": "Phnom Penh"}),
        ],
        ids=str,
    )
    def test_is_any_words_with_the_code_where_it_is_known(self, sent, stored):
        assert answer("type: historical_place", sent) == stored


class TestAnAddress:
    @pytest.mark.parametrize(
        ("changes", "stored"),
        [
            ({}, STORED),
            ({"province": "01"}, "Chọn xã, phường của tỉnh, thành phố này."),
            ({"province": "84"}, "Chọn tỉnh, thành phố."),
            ({"commune": ""}, "Chọn xã, phường của tỉnh, thành phố này."),
            ({"street": " "}, "Nhập số nhà, đường, ấp hoặc khóm."),
            ({"street": "x" * 201}, "Viết ngắn lại: tối đa 200 ký tự, bạn đã viết 201."),
            (dict.fromkeys(GOOD, ""), None),
        ],
        ids=str,
    )
    def test_is_of_two_levels(self, changes, stored):
        assert answer("type: address", {**GOOD, **changes}) == stored

    def test_of_one_province_asks_for_the_commune_alone(self):
        definition = form('{key: k, type: address, label: {vi: K}, province: "86", street: none}')

        assert checked(definition, **{"k-commune": COMMUNE.code}).answers["k"]["province"] == "86"
        assert checked(definition).answers == {}

    def test_is_read_as_one_line_and_taken_again(self):
        definition = form("{key: k, type: address, label: {vi: K}, required: true}")
        once = checked(definition, k=GOOD).answers

        assert checked(definition, **once).answers == once
        assert (
            definition.by_key["k"].kind.show(once["k"], "vi") == f"12 Ấp Chợ, {COMMUNE.name}, Tỉnh Vĩnh Long"
        )
        assert said(checked(definition).errors["k"]) == ["Nhập k."]


class TestFaults:
    @pytest.mark.parametrize(
        ("settings", "fault"),
        [
            ("type: reference", "missing 'list'"),
            ("type: reference, list: nope", "unknown list 'nope'; known: "),
            ('type: address, province: "84"', "'84' is the code of no province"),
            ("type: address, street: maybe", "'street' must be one of"),
        ],
    )
    def test_say_what(self, settings, fault):
        assert any(fault in each for each in faults(f"{{key: k, label: {{vi: K}}, {settings}}}"))
