"""The kinds of answers: what is taken, how it is stored and shown, what is said about the rest."""

from datetime import datetime
from decimal import Decimal

import pytest

from forms.fields.moments import VIETNAM
from tests.unit.forms.kinds import answer, checked, faults, form, said

OPTIONS = "options: [{value: a, label: {vi: A}}, {value: b, label: {vi: B}}, {value: c, label: {vi: C}}]"


class TestADecimal:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("12,5", 12.5),
            ("12.5", 12.5),
            ("1.234,56", 1234.56),
            ("1 234,56", 1234.56),
            ("1.234", 1234),
            ("0,25", 0.25),
            ("-3,10", -3.1),
            ("7", 7),
            (0.1, 0.1),
            (1234.567, "Nhập nhiều nhất 2 chữ số sau dấu phẩy."),
            ("1,2,3", "Nhập một số, phần lẻ sau dấu phẩy, ví dụ 12,5."),
            ("nhiều", "Nhập một số, phần lẻ sau dấu phẩy, ví dụ 12,5."),
            ("12345678901234,56", "Nhập một số có nhiều nhất 15 chữ số."),
        ],
        ids=str,
    )
    def test_is_read_as_people_write_it(self, typed, stored):
        assert answer("type: decimal", typed) == stored

    def test_is_an_exact_decimal_for_feel(self):
        outcome = checked(
            form(
                "{key: a, type: decimal, label: {vi: A}}",
                "{key: b, type: decimal, label: {vi: B}, valid_if: a + b = 0.3, message: {vi: Sai}}",
            ),
            a="0,1",
            b="0,2",
        )

        assert outcome.errors == {}

    def test_says_its_bounds(self):
        assert answer("type: decimal, min: 0.25, max: 4", "5") == "Nhập một số từ 0,25 đến 4."

    def test_is_shown_with_thousands_and_unit(self):
        kind = form("{key: k, type: decimal, label: {vi: K}, suffix: m²}").by_key["k"].kind

        assert kind.show(1234.5, "vi") == "1.234,5 m²"
        assert kind.show(-1234567, "vi") == "-1.234.567 m²"


class TestMoney:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [("1.500.000", 1500000), ("1500000", 1500000), ("-5", "Nhập một số từ 0 trở lên.")],
    )
    def test_is_whole_and_not_negative(self, typed, stored):
        assert answer("type: money", typed) == stored

    def test_is_shown_in_dong(self):
        kind = form("{key: k, type: money, label: {vi: K}}").by_key["k"].kind

        assert kind.show(1500000, "vi") == "1.500.000 đồng"
        assert kind.show(1500000, "en") == "1.500.000 VND"


class TestADateAndTime:
    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            ("2026-11-24T14:30:00+07:00", "2026-11-24T14:30:00+07:00"),
            ("2026-11-24T07:30:00Z", "2026-11-24T14:30:00+07:00"),
            ({"day": "24", "month": "11", "year": "2026", "time": "8h05"}, "2026-11-24T08:05:00+07:00"),
            ({"day": "24", "month": "11", "year": "2026", "time": ""}, "Nhập giờ và phút, ví dụ 14:30."),
            ({"day": "24", "month": "11", "year": "2026", "time": "25:00"}, "Nhập giờ và phút, ví dụ 14:30."),
            ({"day": "31", "month": "2", "year": "2026", "time": "8:00"},
             "Không có ngày này trong lịch. Kiểm tra lại ngày và tháng."),
            ("2026-11-24", "Nhập giờ và phút, ví dụ 14:30."),
            ("0001-01-01T00:00:00+14:00", "Nhập ngày bằng chữ số, ví dụ 24 11 2001."),
        ],
        ids=str,
    )  # fmt: skip
    def test_is_one_moment(self, sent, stored):
        assert answer("type: datetime", sent) == stored

    def test_is_a_moment_for_feel_and_read_by_the_day(self):
        kind = form("{key: k, type: datetime, label: {vi: K}}").by_key["k"].kind

        assert kind.feel("2026-11-24T14:30:00+07:00") == datetime(2026, 11, 24, 14, 30, tzinfo=VIETNAM)
        assert kind.show("2026-11-24T14:30:00+07:00", "vi") == "24/11/2026 14:30"


class TestSeveral:
    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            (["b", "a", "a"], ["a", "b"]),
            ("c", ["c"]),
            ([], None),
            (["a", "x"], "Chọn một trong các mục đã cho."),
            (["a", "b", "c"], "Chọn nhiều nhất 2 mục."),
        ],
        ids=str,
    )
    def test_are_kept_in_the_order_they_are_offered(self, sent, stored):
        assert answer(f"type: choices, max_picks: 2, {OPTIONS}", sent) == stored

    def test_may_have_to_be_a_few(self):
        assert answer(f"type: choices, min_picks: 2, {OPTIONS}", ["a"]) == "Chọn ít nhất 2 mục."

    def test_are_a_list_for_feel(self):
        outcome = checked(
            form(
                f"{{key: k, type: choices, label: {{vi: K}}, {OPTIONS}}}",
                "{key: t, type: text, label: {vi: T}, required_if: 'list contains(k, \"b\")'}",
            ),
            k=["b"],
        )

        assert said(outcome.errors["t"]) == ["Nhập t."]


class TestATaxCode:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("0100112437", "0100112437"),
            ("01 00 11 24 37", "0100112437"),
            ("0312687878001", "0312687878-001"),
            ("086099001234", "086099001234"),
            ("12345", "Nhập mã số thuế gồm 10 chữ số (chi nhánh: 13), ví dụ 0100112437."),
        ],
    )
    def test_is_an_organisations_a_branchs_or_a_persons(self, typed, stored):
        assert answer("type: tax_code", typed) == stored

    def test_with_a_doubtful_check_digit_warns_and_does_not_block(self):
        outcome = checked(form("{key: k, type: tax_code, label: {vi: K}}"), k="0100112438")

        assert outcome.errors == {}
        assert said(outcome.warnings["k"]) == [
            "Số kiểm tra của mã số thuế này không khớp. Xem lại từng chữ số."
        ]


class TestASite:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("truong.edu.vn", "https://truong.edu.vn"),
            ("http://truong.edu.vn/gioi-thieu?a=1", "http://truong.edu.vn/gioi-thieu?a=1"),
            ("javascript:alert(1)", "Nhập địa chỉ trang web có dạng https://truong.edu.vn."),
            ("ftp://truong.edu.vn", "Nhập địa chỉ trang web có dạng https://truong.edu.vn."),
            ("trường", "Nhập địa chỉ trang web có dạng https://truong.edu.vn."),
        ],
    )
    def test_is_of_the_web(self, typed, stored):
        assert answer("type: url", typed) == stored


class TestANote:
    def test_is_never_answered_nor_missed(self):
        outcome = checked(
            form("{key: n, type: note, text: {vi: Đọc kỹ}}", "{key: t, type: text, label: {vi: T}}"), n="x"
        )

        assert outcome.answers == {}
        assert outcome.errors == {}

    @pytest.mark.parametrize("extra", ["required: true", "default: x", "value: 1 + 1", "valid_if: true"])
    def test_has_nothing_of_a_question(self, extra):
        assert any(
            "nothing is asked" in each for each in faults(f"{{key: n, type: note, text: {{vi: A}}, {extra}}}")
        )


class TestFaults:
    @pytest.mark.parametrize(
        ("settings", "fault"),
        [
            ("type: decimal, min: 2, max: 1", "'min' is above 'max'"),
            ("type: decimal, places: 9", "'places' is at most 6"),
            ("type: choices", "missing 'options'"),
            (f"type: choices, min_picks: 3, max_picks: 2, {OPTIONS}", "'min_picks' is above 'max_picks'"),
            ("type: note", "missing 'text'"),
            ("type: note, text: A, tone: loud", "'tone' must be one of"),
        ],
    )
    def test_say_what_and_where(self, settings, fault):
        assert any(
            f"a.form.yaml:6: {fault}" in each for each in faults(f"{{key: k, label: {{vi: K}}, {settings}}}")
        )


def test_every_kind_takes_its_own_stored_answer_again():
    definition = form(
        "{key: a, type: decimal, label: {vi: A}, places: 3}", "{key: b, type: money, label: {vi: B}}",
        "{key: c, type: datetime, label: {vi: C}}", f"{{key: d, type: choices, label: {{vi: D}}, {OPTIONS}}}",
        "{key: e, type: tax_code, label: {vi: E}}", "{key: f, type: url, label: {vi: F}}",
    )  # fmt: skip
    once = checked(
        definition, a="1.234,567", b="5.000", c="2026-11-24T08:00", d=["a"], e="0312687878001", f="a.vn"
    )

    again = checked(definition, **once.answers)

    assert again.answers == once.answers
    assert once.answers["a"] == 1234.567
    assert once.answers.keys() == definition.keys
    assert definition.by_key["a"].kind.feel(once.answers["a"]) == Decimal("1234.567")
