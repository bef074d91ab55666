"""A form that asks with every kind, filled in without a script: tables, lists, sums, spreadsheets, sending."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from dossiers.models import Dossier, Draft
from procedures.package import read_folder
from procedures.services import publish

FOLDER = Path(__file__).parents[2] / "packages" / "every_kind"
SEAT, REPORT, REVIEW = (f"/apply/every_kind/{part}/" for part in ("co_so", "bao_cao", "review"))


class Form(HTMLParser):
    """What a browser would send of a page: the controls of its form as they stand."""

    def __init__(self, html):
        super().__init__()
        self.data, self.area, self.select = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        name = a.get("name")
        if tag == "input" and name and a.get("type") not in ("file", "submit"):
            if a.get("type") not in ("radio", "checkbox") or "checked" in a:
                self.data.setdefault(name, []).append(a.get("value", "on"))
        elif tag == "textarea" and name:
            self.area = name
            self.data[name] = [""]
        elif tag == "select" and name:
            self.select = name
            self.data[name] = [""]
        elif tag == "option" and self.select and "selected" in a:
            self.data[self.select] = [a.get("value", "")]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.data[self.area] = [self.data[self.area][0] + data.lstrip("\n")]


class Browser:
    """A browser without scripts on one page of the application."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.html = client.get(address).content.decode()

    def press(self, action="", button="form_action", **typed):
        """Type into the page's controls and press a button; stay on the page that comes back."""
        data = {**Form(self.html).data, **typed, button: action}
        response = self.client.post(self.address, data)
        self.html = response.content.decode()
        return response

    def shown(self, identity):
        """Return what stands in a computed place."""
        found = re.search(rf'id="{identity}"[^>]*>(.*?)</output>', self.html, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.fixture
def citizen(citizen, now):
    """A citizen, the procedure published."""
    publish("every_kind", read_folder(FOLDER), at=now, actor_id=None, reason="Kiểm thử")
    return citizen


MAJOR = {
    "nganh-N1-trinh_do": "so_cap", "nganh-N1-ten": "Hàn", "nganh-N1-quy_mo": "50",
    "nganh-N1-thoi_gian": "0,5", "nganh-N1-so_cho": "20",
}  # fmt: skip
ROOM = {"phong-P1-nganh": "N1", "phong-P1-ten": "Xưởng", "phong-P1-dien_tich": "60"}
TEACHER = {
    "nha_giao-G1-ho_ten": "Thạch Ry", "nha_giao-G1-ngay_sinh-year": "1970", "nha_giao-G1-nganh": "N1",
    "nha_giao-G1-gio": "600", "nha_giao-G1-hinh_thuc": "co_huu",
}  # fmt: skip


def fill_report(page):
    page.press("compute", **MAJOR)
    page.press("compute", **ROOM, **TEACHER)


class TestAList:
    def test_is_searched_by_a_button_and_picked_from(self, citizen):
        page = Browser(citizen, REPORT)

        page.press("compute", **{**MAJOR, "nganh-N1-ma": "cong nghe"})
        assert 'name="nganh-N1-ma-code"' in page.html
        page.press("compute", **{"nganh-N1-ma-code": "5510216"})

        assert 'value="5510216 · Công nghệ ô tô"' in page.html
        assert 'name="nganh-N1-ma-code"' not in page.html

    def test_of_communes_comes_with_the_province(self, citizen):
        page = Browser(citizen, SEAT)

        page.press("compute", **{"tru_so-province": "86"})

        communes = page.html.partition('name="tru_so-commune"')[2].partition("</select>")[0]
        assert communes.count("<option") == 125


class TestATable:
    def test_grows_and_shrinks_by_buttons_and_keeps_everything(self, citizen):
        page = Browser(citizen, REPORT)

        page.press("add:nganh", **MAJOR)
        page.press("add:nganh", **{"nganh-N2-ten": "May", "nganh-N2-quy_mo": "không biết"})
        page.press("remove:nganh:N1")

        sent = Form(page.html).data
        assert sent["nganh-order"] == ["N2 N3"]
        assert sent["nganh-N2-quy_mo"] == ["không biết"]
        assert Draft.objects.get().values["nganh"][0]["ten"] == "May"

    def test_is_judged_cell_by_cell_and_says_where(self, citizen):
        page = Browser(citizen, REPORT)

        response = page.press("continue", "action", **{**MAJOR, "nganh-N1-quy_mo": "9999"})

        assert response.status_code == 422
        assert (
            '<a href="#f-nganh-N1-quy_mo">Ngành nghề, dòng 1: Quy mô: Nhập một số từ 1 đến 5000.</a>'
            in page.html
        )
        assert 'id="f-nganh-N1-quy_mo-error"' in page.html

    def test_of_many_rows_shows_a_page_and_carries_the_rest(self, citizen):
        page = Browser(citizen, REPORT)
        page.press("compute", **MAJOR)
        lines = "\n".join(f"Hàn\tPhòng {number}\t{number}" for number in range(1, 121))

        page.press("paste:phong", **{"phong-paste": lines})
        page.press("page:phong:3")
        page.press("draft", "action", **{"phong-P120-ten": "Phòng cuối"})

        rows = Draft.objects.get().values["phong"]
        assert [rows[0]["ten"], rows[119]["ten"], len(rows)] == ["Phòng 1", "Phòng cuối", 120]


class TestAPaperInARow:
    FAULT = "Nhà giáo, dòng 1: Bằng cấp: Chọn tệp PDF."

    @pytest.fixture
    def lie(self):
        """A file of G1 that is no paper."""
        return {"nha_giao-G1-bang_cap": SimpleUploadedFile("bang.pdf", b"MZ not a paper")}

    def test_that_is_refused_is_told_to_who_only_saves(self, citizen, lie):
        page = Browser(citizen, REPORT)

        response = page.press("draft", "action", **{**TEACHER, "nha_giao-G1-gio": "", **lie})

        assert response.status_code == 422
        assert self.FAULT in page.html
        assert "dòng 1: Giờ giảng" not in page.html

    def test_that_is_refused_is_told_after_a_button(self, citizen, lie):
        page = Browser(citizen, REPORT)

        response = page.press("add:nha_giao", **TEACHER, **lie)

        assert response.status_code == 200
        assert self.FAULT in page.html
        assert 'name="nha_giao-G2-ho_ten"' in page.html


class TestRatios:
    def test_are_computed_and_warn(self, citizen):
        page = Browser(citizen, REPORT)

        fill_report(page)

        assert page.shown("f-nganh-N1-m2_cho") == "3"
        assert page.shown("f-nganh-N1-hs_gv") == "50"
        assert page.shown("f-nganh-N1-co_huu") == "100 %"
        assert page.shown("f-tong_quy_mo") == "50"
        assert "Diện tích một chỗ học dưới mức quy định (4 hoặc 5,5 m²)." in page.html

    def test_that_lack_figures_say_so(self, citizen):
        page = Browser(citizen, REPORT)

        page.press("compute", **MAJOR)

        assert page.shown("f-nganh-N1-hs_gv") == "Chưa đủ số liệu"


class TestSpreadsheets:
    def test_go_out_with_the_rows_and_come_back_with_more(self, citizen):
        page = Browser(citizen, REPORT)
        page.press("compute", **MAJOR)
        answer = citizen.post(REPORT, {**Form(page.html).data, **ROOM, "form_action": "export:phong"})
        book = load_workbook(io.BytesIO(answer.content))
        book.worksheets[0].append([None, "Hàn", "Phòng 2", 12.5])
        content = io.BytesIO()
        book.save(content)

        page.press("import:phong", **{"phong-file": SimpleUploadedFile("phong.xlsx", content.getvalue())})

        assert answer["Content-Disposition"] == 'attachment; filename="phong.xlsx"'
        assert [row["dien_tich"] for row in Draft.objects.get().values["phong"]] == ["60", "12,5"]

    def test_with_faults_change_nothing_and_say_every_one(self, citizen):
        page = Browser(citizen, REPORT)
        page.press("draft", "action", **MAJOR, **ROOM)
        page = Browser(citizen, REPORT)

        page.press("import:phong", **{"phong-file": SimpleUploadedFile("phong.xlsx", b"PK nothing")})

        assert "Tệp này không đọc được như một bảng tính XLSX." in page.html
        assert [row["dien_tich"] for row in Draft.objects.get().values["phong"]] == ["60"]


class TestTheWholeForm:
    def test_is_sent_and_read_by_the_officer_with_its_warnings(self, citizen, browser_of):
        seat = Browser(citizen, SEAT)
        seat.press("compute", **{"tru_so-province": "86"})
        commune = re.search(r'name="tru_so-commune".*?<option value="(\d{5})"', seat.html, re.DOTALL)[1]
        seat.press(
            "continue", "action",
            **{
                "ho_ten": "Thạch Sô Phi", "tru_so-commune": commune, "tru_so-street": "Ấp Chợ",
                "loai_hinh": "tu_thuc", "von": "1.500.000.000", "he": ["chinh_quy"], "ma_so_thue": "0100112438",
                "ngay_sinh-year": "1958", "noi_sinh": "Huyện Trà Cú, Tỉnh Trà Vinh", "trang": "truong.edu.vn",
                "hen-day": "1", "hen-month": "12", "hen-year": "2026", "hen-time": "8h30", "noi_tru": "true",
            },
        )  # fmt: skip
        report = Browser(citizen, REPORT)
        fill_report(report)
        report.press("continue", "action", nganh_chinh="N1", cam_doan="true")

        review = citizen.get(REVIEW)
        citizen.post(REVIEW, {"idempotency_key": review.context["idempotency_key"]})

        answers = Dossier.objects.get(procedure="every_kind").answers
        assert answers["von"] == 1_500_000_000
        assert answers["hen"] == "2026-12-01T08:30:00+07:00"
        assert answers["noi_sinh"]["code"] == "849"
        assert answers["nganh"][0]["hs_gv"] == 50
        assert answers["tong_quy_mo"] == 50
        shown = review.content.decode()
        assert "N1 · Hàn" in shown
        assert "Lưu ý: Dòng 1: m² một chỗ học: Diện tích" in shown
        desk = browser_of("tiep-nhan").get(
            f"/desk/dossiers/{Dossier.objects.get(procedure='every_kind').public_id}/"
        )
        assert "Số kiểm tra của mã số thuế này không khớp." in desk.content.decode()
        assert "Lưu ý: Dòng 1: Trên 25 học sinh một giáo viên." in desk.content.decode()
