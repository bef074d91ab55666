"""The conditions of a licence in the registration's form: warnings for the officer, never a bar to sending."""

from datetime import date
from pathlib import Path

import pytest

from forms.engine import check
from procedures.package import open_package, read_folder

FOLDER = Path(__file__).resolve().parents[3] / "procedures" / "library" / "vocational_activity_registration"
FORM = open_package(FOLDER.name, read_folder(FOLDER)).forms["application"]
MAJOR = {
    "ma_dong": "N1", "trinh_do": "trung_cap", "ma_nganh": "5520123", "ten_nganh": "Hàn", "quy_mo_nam": "50",
    "thoi_gian_nam": "1", "dia_diem": "ĐĐ1", "so_cho_hoc": "20",
}  # fmt: skip
PROGRAMME = {"nganh": "N1", "ten": "Hàn", "so_qd_ban_hanh": "5/QĐ", "tong_gio": "1000"}
PLACE = {
    "ma": "ĐĐ1",
    "loai": "tru_so",
    "dia_chi": "Số 1",
    "quyen_su_dung": "so_huu",
    "dien_tich_dat": "12000",
}


def room(area: str) -> dict[str, str]:
    """A workshop of the major."""
    return {"nganh": "N1", "loai": "thuc_hanh", "ten": "Xưởng", "dien_tich": area}


def teacher(hours: str, contract: str) -> dict[str, str]:
    """A teacher of the major."""
    return {
        "ho_ten": "A", "so_dinh_danh": "086301000123", "trinh_do_cm": "Kỹ sư", "nganh": "N1",
        "gio_giang_nam": hours, "hinh_thuc": contract,
    }  # fmt: skip


def warned(major: dict[str, str], rooms: list, teachers: list) -> str:
    """Return every warning on the majors, as one text."""
    answers = {
        "nganh": [major], "phong": rooms, "nha_giao": teachers, "chuong_trinh": [PROGRAMME], "dia_diem": [PLACE]
    }  # fmt: skip
    outcome = check(FORM, answers, today=date(2026, 11, 28))
    assert "nganh" not in outcome.errors
    return " ".join(str(message.words) for message in outcome.warnings.get("nganh", []))


PERMANENT = [teacher("430", "co_huu"), teacher("430", "co_huu")]


class TestTheConditionsOfALicence:
    def test_say_nothing_where_they_are_met(self):
        assert warned(MAJOR, [room("110")], PERMANENT) == ""

    @pytest.mark.parametrize(
        ("major", "rooms", "teachers", "words"),
        [
            pytest.param(MAJOR, [room("109.9")], PERMANENT, "5,5 m²", id="less than 5.5 m² a seat"),
            pytest.param(MAJOR, [], PERMANENT, "Chưa đủ số liệu", id="no room at all"),
            pytest.param(MAJOR, [{**room("110"), "loai": "hieu_bo"}], PERMANENT, "Chưa đủ số liệu", id="offices alone"),
            pytest.param(MAJOR, [room("110")], PERMANENT[:1], "vượt 25", id="more than 25 learners a teacher"),
            pytest.param(
                MAJOR, [room("110")], [teacher("430", "thinh_giang")] * 2, "dưới 60 %", id="visiting teachers alone"
            ),
            pytest.param(
                {**MAJOR, "trinh_do": "so_cap", "ma_nganh": ""}, [room("80")], [teacher("860", "thinh_giang")] * 2,
                "một giáo viên cơ hữu", id="an elementary occupation without a permanent teacher",
            ),
        ],
    )  # fmt: skip
    def test_warn_where_they_are_not(self, major, rooms, teachers, words):
        assert words in warned(major, rooms, teachers)

    def test_of_an_elementary_occupation_ask_for_four_square_metres_and_no_sixty_percent(self):
        elementary = {**MAJOR, "trinh_do": "so_cap", "ma_nganh": ""}

        assert warned(elementary, [room("80")], PERMANENT) == ""


def said_of(key: str, **answers: object) -> tuple[str, str]:
    """Return the errors and the warnings of a question, each as one text."""
    outcome = check(FORM, answers, today=date(2026, 11, 28))
    found = (outcome.errors.get(key, []), outcome.warnings.get(key, []))
    errors, warnings = (" ".join(str(each.words or each.text) for each in messages) for messages in found)
    return errors, warnings


class TestAMajor:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"ma_nganh": "Hàn"}, ""),
            ({"ma_nganh": "5529999", "luan_cu": "Nghề mới"}, ""),
            ({"ma_nganh": "5529999"}, "Nhập"),
            ({"ma_nganh": "552"}, "7 chữ số"),
            ({"ma_nganh": "6520123", "luan_cu": "x"}, "bắt đầu bằng 5"),
            ({"ma_nganh": ""}, "Nhập"),
            ({"ma_nganh": "", "trinh_do": "so_cap"}, ""),
        ],
        ids=["by its name", "on no list, with grounds", "on no list", "too short", "of a college", "without a code", "elementary"],
    )  # fmt: skip
    def test_is_of_the_list_or_has_grounds(self, changed, words):
        errors, _ = said_of("nganh", nganh=[{**MAJOR, **changed}], dia_diem=[PLACE])

        assert words in errors
        assert bool(errors) == bool(words)

    def test_that_is_called_otherwise_than_on_the_list_is_doubted(self):
        assert (
            "khác tên trong danh mục"
            in said_of("nganh", nganh=[{**MAJOR, "ten_nganh": "Tiện"}], dia_diem=[PLACE])[1]
        )

    def test_has_its_share_of_the_rooms_used_in_common(self):
        shared = {**room("220"), "nganh": "dung_chung"}
        other = {**MAJOR, "ma_dong": "N2", "ma_nganh": "5520227", "ten_nganh": "Điện công nghiệp"}
        answers = {"nganh": [MAJOR, other], "dia_diem": [PLACE], "nha_giao": [], "chuong_trinh": [PROGRAMME]}

        enough = said_of("nganh", phong=[shared], **answers)[1]
        too_small = said_of("nganh", phong=[{**shared, "dien_tich": "219"}], **answers)[1]

        assert "5,5 m²" not in enough
        assert "5,5 m²" in too_small


class TestTheRestOfTheForm:
    @pytest.mark.parametrize(
        ("key", "answers", "words"),
        [
            ("dia_diem", {"dia_diem": [{**PLACE, "quyen_su_dung": "thue", "het_han_thue": "2031-11-27"}]}, "dưới 5 năm"),
            ("qd_ngay", {"qd_ngay": "2023-11-27"}, "36 tháng"),
            ("so_nguoi_hieu_bo", {"so_nguoi_hieu_bo": "10", "nganh": [MAJOR], "dia_diem": [PLACE], "phong": [{**room("59"), "loai": "hieu_bo"}]}, "6 m²"),
            ("giao_trinh", {"nganh": [MAJOR, {**MAJOR, "ma_dong": "N2"}], "giao_trinh": [{"nganh": "N1", "ten": "A", "tac_gia": "B", "hinh_thuc": "bien_soan"}]}, "chưa có giáo trình"),
        ],
        ids=["a lease of less than five years", "an old decision", "small offices", "a major without a textbook"],
    )  # fmt: skip
    def test_warns_and_does_not_bar(self, key, answers, words):
        errors, warnings = said_of(key, **answers)

        assert errors == ""
        assert words in warnings

    @pytest.mark.parametrize(
        ("key", "answers"),
        [
            ("dia_diem", {"dia_diem": [{**PLACE, "quyen_su_dung": "thue", "het_han_thue": "2031-11-28", "toa_do": "9.9347, 106.3453"}]}),
            ("qd_ngay", {"qd_ngay": "2023-11-28"}),
            ("qd_ngay", {"qd_ngay": ""}),
            ("so_nguoi_hieu_bo", {"so_nguoi_hieu_bo": "10", "nganh": [MAJOR], "phong": [{**room("60"), "loai": "hieu_bo"}]}),
            ("so_nguoi_hieu_bo", {"so_nguoi_hieu_bo": "10", "nganh": [MAJOR]}),
            ("ten_nuoc_ngoai", {"ten_nuoc_ngoai": "Trà Vinh – Vocational School No. 1"}),
        ],
        ids=["five years", "36 months", "no day", "6 m²", "no offices named", "Latin letters"],
    )  # fmt: skip
    def test_is_silent_where_conditions_are_met_or_not_known(self, key, answers):
        assert said_of(key, **answers)[1] == ""

    @pytest.mark.parametrize(
        ("key", "answers"),
        [
            ("ten_nuoc_ngoai", {"ten_nuoc_ngoai": "សាលា"}),
            ("dia_diem", {"dia_diem": [{**PLACE, "toa_do": "ở gần chợ"}]}),
            ("thiet_bi", {"nganh": [MAJOR], "thiet_bi": [{"nganh": "N1", "ten": "Máy", "don_vi": "cái", "so_luong": "1", "nam_san_xuat": "2027"}]}),
            ("nha_giao", {"nganh": [MAJOR], "nha_giao": [{**teacher("1", "co_huu"), "nuoc_ngoai": "true"}]}),
            ("cbql", {"cbql": [{"ho_ten": "A"}]}),
        ],
        ids=["Khmer letters", "no position", "a year to come", "a foreigner without a permit", "a manager without a title"],
    )  # fmt: skip
    def test_bars_what_cannot_be(self, key, answers):
        assert said_of(key, **answers)[0]
