"""Minutes as they are read on paper: in words, complete, and nothing that is not in the content."""

from datetime import UTC, datetime

import pytest

from inspections.minutes.errors import MinutesRefused
from inspections.minutes.paper import Signed, paper_values
from tests.unit.inspections.minutes_example import BASIS, SECRET, SPOT, content

AT = datetime(2026, 11, 28, 4, 30, tzinfo=UTC)
FULL_BASIS = {
    **BASIS,
    "agency": {"name": "Sở Giáo dục và Đào tạo", "lines": ["Sở Giáo dục và Đào tạo"], "place": "Vĩnh Long"},
    "inspection": {
        "title": "Kiểm tra tuyển sinh", "decision_number": "12/QĐ-SGDĐT", "decision_on": "2026-11-20",
        "period_from": "2025-01-01", "period_to": "2026-06-30",
    },
    "institution": {"name": "Trung tâm An Bình", "address": "Xã An Bình"},
}  # fmt: skip
REFUSED = Signed(
    side="institution", method="refused", name="Lê Văn Cường", title="Giám đốc", server_at=AT,
    details={"reason": "Không đồng ý"},
)  # fmt: skip


def values(spot=SPOT, signatures=(), kind="inspection", **changes):
    made = content(kind=kind, spot=spot)
    made["record"]["basis"] = FULL_BASIS
    return paper_values(made, "ab" * 32, signatures, **changes)


def line(key):
    return next(each for section in values()["sections"] for each in section["lines"] if each["key"] == key)


class TestThePaper:
    def test_is_headed_by_the_team_and_its_decision(self):
        told = values()

        assert told["own_lines"] == ["Đoàn kiểm tra theo", "Quyết định số 12/QĐ-SGDĐT"]
        assert told["decision"] == "Quyết định số 12/QĐ-SGDĐT ngày 20/11/2026 về Kiểm tra tuyển sinh"
        assert told["period"] == "từ 01/01/2025 đến 30/06/2026"

    def test_tells_local_moments(self):
        assert values()["began"] == "08 giờ 00 phút ngày 28/11/2026"

    @pytest.mark.parametrize(
        ("key", "member", "words"),
        [
            pytest.param("A.1", "found", "Không đạt", id="a verdict"),
            pytest.param("A.1", "declared", "Đạt", id="what was declared"),
            pytest.param("A.1", "clauses", "Moi", id="the clause in force"),
            pytest.param(
                "A.2", "found", "Không đạt; 40 nguoi (vượt hạn mức)", id="a number beyond its limit"
            ),
            pytest.param("A.2", "limit", "≤ 35 nguoi", id="its limit"),
            pytest.param("A.3", "found", "Đạt; 2 / 3 = 66,67 %", id="a ratio"),
            pytest.param("B.3", "found", "Ten: Máy tiện, So luong: 2, Gia: 1,5, Tien: ", id="a table"),
            pytest.param("B.5", "found", "Tot", id="a choice"),
        ],
    )
    def test_puts_what_was_found_into_words(self, key, member, words):
        assert line(key)[member] == words

    def test_names_a_photo_by_its_hash(self):
        assert line("A.1")["evidence"] == ["a" * 16]

    def test_holds_no_note(self):
        assert SECRET not in str(values())

    def test_says_why_the_institution_did_not_sign_and_both_clocks(self):
        (signed,) = values(signatures=[REFUSED])["signatures"]

        assert (signed["way"], signed["reason"], signed["device_at"]) == ("Không ký", "Không đồng ý", "")
        assert signed["server_at"] == "11 giờ 30 phút ngày 28/11/2026"

    def test_says_which_is_the_original(self):
        assert values(is_paper=True)["original"] == "Bản giấy ký mực là bản chính."

    @pytest.mark.parametrize(
        "made",
        [
            pytest.param({}, id="nothing"),
            pytest.param({"kind": "inspection", "record": {}, "spot": SPOT}, id="no record"),
            pytest.param({"kind": "inspection", "record": [], "spot": {}}, id="another shape"),
            pytest.param(
                {"kind": [], "record": {"basis": FULL_BASIS}, "spot": SPOT}, id="a kind that is none"
            ),
        ],
    )
    def test_is_not_made_of_what_is_no_minutes(self, made):
        with pytest.raises(MinutesRefused, match="not_readable"):
            paper_values(made, "", [])
