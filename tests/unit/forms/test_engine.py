"""The engine: what is asked, what is taken, what is said about the rest."""

import pytest

from forms import engine
from tests.unit.forms.example import FORM, GOOD, TODAY


def check(**changes):
    data = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return engine.check(FORM, data, today=TODAY)


def said(outcome, key):
    return [message.render(str, "vi") for message in outcome.errors.get(key, [])]


class TestAGoodForm:
    def test_gives_clean_answers_and_no_errors(self):
        outcome = check()

        assert outcome.errors == {}
        assert outcome.answers == {
            "tu_cach": "chinh_chu",
            "ho_ten": "Thạch Thị Sa Rây",
            "ngay_sinh": "1999-02-04",
            "so_dinh_danh": "086199001234",
            "dien_thoai": "0912345678",
            "thu": "sa.ray@example.vn",
            "dien_tu": True,
            "so_ban": 2,
            "ghi_chu": "Dòng một\nDòng hai",
            "sinh": {"year": 1958, "month": None, "day": None},
            "cam_doan": True,
        }

    def test_accepts_its_own_answers_again(self):
        once = check().answers

        again = engine.check(FORM, once, today=TODAY)

        assert again.answers == once
        assert again.errors == {}


class TestVisibility:
    def test_a_hidden_answer_is_dropped_whatever_was_sent(self):
        outcome = check(chu_bang="Thạch Văn A")

        assert "chu_bang" not in outcome.answers
        assert "chu_bang" not in outcome.visible

    def test_a_hidden_answer_does_not_make_others_visible(self):
        outcome = check(chu_bang="Thạch Văn A", quan_he="con")

        assert "quan_he" not in outcome.visible

    def test_what_is_hidden_is_not_required(self):
        assert "chu_bang" not in check().errors

    def test_what_becomes_visible_is_required(self):
        outcome = check(tu_cach="uy_quyen", giay=["6f1c2f0e-0000-4000-8000-000000000000"])

        assert said(outcome, "chu_bang") == ["Nhập tên người được cấp bằng."]

    def test_required_if_counts_when_it_holds(self):
        assert said(check(tu_cach="uy_quyen", chu_bang="B"), "giay") == ["Tải lên giấy ủy quyền."]


class TestRules:
    def test_a_broken_rule_blocks(self):
        assert said(check(dien_tu="false", so_ban="0"), "so_ban") == ["Chọn ít nhất một bản."]

    def test_a_warning_does_not_block(self):
        outcome = check(so_ban="6")

        assert outcome.errors == {}
        assert [message.render(str, "vi") for message in outcome.warnings["so_ban"]] == ["Có thể không kịp."]

    def test_a_rule_is_silent_while_its_field_is_empty(self):
        assert check(dien_tu="false", so_ban="").errors == {}

    def test_a_rule_is_excused_by_a_missing_answer_it_mentions(self):
        assert "so_ban" not in check(dien_tu=None, so_ban="0").errors


class TestMessagesSayWhatToDo:
    @pytest.mark.parametrize(
        ("changes", "key", "sentence"),
        [
            ({"ho_ten": "  "}, "ho_ten", "Nhập họ và tên."),
            ({"ho_ten": "a" * 61}, "ho_ten", "Viết ngắn lại: tối đa 60 ký tự, bạn đã viết 61."),
            ({"tu_cach": None}, "tu_cach", "Chọn tư cách."),
            ({"tu_cach": "giám đốc"}, "tu_cach", "Chọn một trong các mục đã cho."),
            (
                {"ngay_sinh-day": "31"},
                "ngay_sinh",
                "Không có ngày này trong lịch. Kiểm tra lại ngày và tháng.",
            ),
            ({"ngay_sinh-year": ""}, "ngay_sinh", "Nhập đủ ngày, tháng, năm, ví dụ 24 11 2001."),
            ({"ngay_sinh-year": "99"}, "ngay_sinh", "Nhập năm gồm 4 chữ số, ví dụ 2001."),
            ({"ngay_sinh-year": "2027"}, "ngay_sinh", "Nhập một ngày không sau 24/11/2026."),
            ({"ngay_sinh-month": "hai"}, "ngay_sinh", "Nhập ngày bằng chữ số, ví dụ 24 11 2001."),
            (
                {"so_dinh_danh": "8619900123"},
                "so_dinh_danh",
                "Nhập số định danh gồm 12 chữ số, ví dụ 086099001234.",
            ),
            ({"dien_thoai": "12345"}, "dien_thoai", "Nhập số điện thoại, ví dụ 0912 345 678."),
            ({"thu": "sa.ray@"}, "thu", "Nhập địa chỉ thư điện tử có dạng ten@example.vn."),
            ({"so_ban": "21"}, "so_ban", "Nhập một số từ 0 đến 20."),
            ({"so_ban": "hai"}, "so_ban", "Nhập một số nguyên, chỉ gồm chữ số."),
            ({"sinh-year": "", "sinh-day": "3"}, "sinh", "Nhập năm; nếu biết thì nhập thêm tháng, rồi ngày."),
            ({"cam_doan": None}, "cam_doan", "Đánh dấu vào ô để xác nhận: cam đoan."),
            ({"dien_tu": "maybe"}, "dien_tu", "Chọn Có hoặc Không."),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_for(self, changes, key, sentence):
        assert said(check(**changes), key) == [sentence]

    def test_one_fault_leaves_the_other_answers(self):
        outcome = check(so_dinh_danh="1")

        assert outcome.values["so_dinh_danh"] == "1"
        assert outcome.answers["ho_ten"] == "Thạch Thị Sa Rây"


class TestText:
    def test_is_composed_and_its_spaces_collapsed(self):
        assert check(ho_ten="  Thạch   Thị\u0301 ").answers["ho_ten"] == "Thạch Th\u1ecb\u0301".strip()

    def test_loses_direction_and_control_characters(self):
        assert check(ho_ten="Sa\u202e Rây\x00\u200b").answers["ho_ten"] == "Sa Rây"

    def test_of_invisible_characters_alone_is_no_answer(self):
        assert said(check(ho_ten="\u200b\u202e\x00"), "ho_ten") == ["Nhập họ và tên."]


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("0912 345 678", "0912345678"),
            ("(+84) 912.345.678", "0912345678"),
            ("0084912345678", "0912345678"),
            ("+84 0912345678", "0912345678"),
            ("0270 3822 141", "02703822141"),
            ("+855 12 345 678", "+85512345678"),
            ("０９１２３４５６７８", "0912345678"),
        ],
    )
    def test_is_normalised(self, typed, stored):
        assert check(dien_thoai=typed).answers["dien_thoai"] == stored
