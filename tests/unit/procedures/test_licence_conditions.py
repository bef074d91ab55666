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
PLACE = {"ma": "ĐĐ1", "dia_chi": "Số 1", "quyen_su_dung": "so_huu", "dien_tich_dat": "12000"}


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
