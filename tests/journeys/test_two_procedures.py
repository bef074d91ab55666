"""Two procedures from the application to the signed decision in the applicant's hands.

The officers of an amendment of a diploma read Vietnamese, those of a registration of vocational activity English, and
its applicant has no scripts. The citizen's side of each is walked in both languages, page after page in the words of
the language. Every page that somebody passes on the way is shown to axe.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from forms.lists.known import reference_list
from procedures.package import open_package, read_folder
from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.papers import paper
from tests.journeys.steps import (
    LONG,
    Case,
    answer_all,
    begin,
    end_step,
    fill_in,
    note_code,
    open_work,
    receive,
    reload_until_seen,
    send,
)
from tests.journeys.test_accessible import speaking
from tests.services import ROOT

pytestmark = pytest.mark.journey

COMMUNE = next(iter(reference_list("communes").valid(date(2026, 11, 24), "86"))).code
AMENDMENT = {
    "tinh_huong": "cai_chinh",
    "tu_cach": "chinh_chu",
    "nguoi_ho_ten": "Nguyễn Thị Mai",
    "nguoi_so_dinh_danh": "086301000123",
    "nguoi_dien_thoai": "0912345678",
    "loai_vbcc": "trung_cap",
    "truong_cap": "Trường Trung cấp nghề Trà Cú Mẫu",
    "nam_tn": "2021",
    "khong_nho": "true",
    "so_hieu": "TC 004512",
    "nganh": "Kế toán doanh nghiệp",
    "chu_bang_ho_ten": "Nguyễn Thị Mai",
    "chu_bang_ngay_sinh": "8/3/2001",
    "sua-1-muc": "noi_sinh",
    "sua-1-dang_ghi": "Vĩnh Long",
    "sua-1-de_nghi": "Trà Vinh",
    "sua-1-can_cu_so": "12/TLCC",
    "sua-1-can_cu_ngay": "5/5/2026",
    "sua-1-can_cu_co_quan": "UBND phường Long Châu",
    "nhan_kq": "truc_tuyen",
    "so_ban_giay": "0",
    "cam_doan": "true",
    "dong_y_dlcn": "true",
}
AMENDING = (
    ("truong-phong", "phan_cong", {}),
    ("giu-so", "khop_mot", {}),
    ("chuyen-vien", "de_nghi_chinh_sua", {"can_cu": "Trích lục số 12/TLCC", "noi_dung_sua": "Nơi sinh: Trà Vinh"}),
    ("truong-phong", "dong_y", {}),
    ("lanh-dao", "ky", {}),
    ("van-thu", "xong", {}),
    ("giu-so-2", "da_ghi", {"da_ghi": "true", "trang": "Quyển 2, trang 15"}),
)  # fmt: skip
REGISTRATION = {
    "tu_cach_nop": "dung_dau",
    "loai_co_so": "truong_trung_cap",
    "ten_co_so": "Trường Trung cấp nghề Cửu Long Mẫu",
    "loai_hinh": "cong_lap",
    "co_quan_chu_quan": "Ủy ban nhân dân tỉnh",
    "tru_so-province": "86",
    "tru_so-commune": COMMUNE,
    "tru_so-street": "Số 1 đường Mẫu",
    "tinh_khac": "false",
    "dien_thoai": "0912345678",
    "email": "truong@example.vn",
    "qd_so": "12/QĐ-UBND",
    "qd_ngay": "4/5/2010",
    "qd_co_quan": "UBND tỉnh",
    "chuc_nang": "Đào tạo nghề.",
    "nguoi_dung_dau": "Lâm Quốc Bảo",
    "nguoi_dung_dau_chuc_vu": "Hiệu trưởng",
    "nguoi_dung_dau_so": "086301000123",
    "dia_diem-ĐĐ1-loai": "tru_so",
    "dia_diem-ĐĐ1-dia_chi": "Số 1 đường Mẫu",
    "dia_diem-ĐĐ1-quyen_su_dung": "so_huu",
    "dia_diem-ĐĐ1-dien_tich_dat": "12000",
    "nganh-N1-trinh_do": "so_cap",
    "nganh-N1-ten_nganh": "May",
    "nganh-N1-quy_mo_nam": "40",
    "nganh-N1-thoi_gian_nam": "0,5",
    "nganh-N1-dia_diem": "ĐĐ1",
    "nganh-N1-so_cho_hoc": "20",
    "chuong_trinh-1-nganh": "N1",
    "chuong_trinh-1-ten": "May sơ cấp",
    "chuong_trinh-1-so_qd_ban_hanh": "6/QĐ",
    "chuong_trinh-1-tong_gio": "600",
    "nhan_kq": "truc_tuyen",
    "cam_ket": "true",
    "dong_y_dlcn": "true",
}
SEEN = {"nhan_xet": "Đã xem từng ngành."}
REGISTERING = (
    ("truong-phong", "phan_cong", {}),
    ("chuyen-vien", "du", {"can_lay_y_kien": "false"}),
    ("phoi-hop", "dat", SEEN),
    ("phoi-hop", "dat", SEEN),
    ("giu-so", "dat", SEEN),
    ("chuyen-vien", "de_nghi_cap", {"to_trinh": "Đủ điều kiện.", "danh_sach_nganh": "May, sơ cấp, 40 học sinh"}),
    ("truong-phong", "dong_y", {}),
    ("van-phong", "dat", {}),
    ("lanh-dao", "ky", {}),
    ("van-thu", "xong", {}),
)  # fmt: skip


SENT = {"vi": "Đã gửi hồ sơ", "en": "Your dossier has been sent"}
DOWNLOAD = {"vi": "Tải về", "en": "Download"}
WITHDRAWN = {"vi": "Đã rút hồ sơ.", "en": "The dossier is withdrawn."}
HANDED_OVER = {"vi": "Đã trả kết quả", "en": "Result handed over"}
PAPERS = {"van_bang_ban_chup": paper("bang.pdf"), "can_cu_ho_tich": paper("trich-luc.pdf")}


def sections_of(procedure: str, language: str) -> list[str]:
    """Return what the sections of an application are called, in order."""
    package = open_package(procedure, read_folder(Path(ROOT, "procedures", "library", procedure)))
    sections = package.forms[package.definition.form].sections
    return [each.title.in_language(language) for each in sections if each.title]


def walk_citizens_side(
    citizen: Person, procedure: str, answers: dict[str, str], papers: dict[str, FilePayload], language: str
) -> list[str]:
    """Apply and take it back, every page in the words of one language; return what axe finds."""
    reader, found, seen = speaking(citizen, language), list[str](), list[str]()
    page = begin(reader, f"/apply/{procedure}/")

    def look(shown: Page) -> None:
        """Note the section by its heading, in a page of the language."""
        expect(shown.locator("html")).to_have_attribute("lang", language)
        seen.append(shown.locator("h1").inner_text())

    fill_in(page, answers, papers=papers, look=look)
    assert not page.locator(".govuk-error-summary").count()
    titles = sections_of(procedure, language)
    assert seen == [title for title in titles if title in seen] and len(seen) > 3
    found += violations(page, f"the review in {language}")
    if not papers:
        fetch_drawn(reader, page, language, lambda shown: found.extend(violations(shown)))
    send(page)
    expect(page.locator("main")).to_contain_text(SENT[language])
    take_back(page)
    expect(page.locator("main")).to_contain_text(WITHDRAWN[language])
    return found + violations(page, f"a dossier taken back in {language}")


def fetch_drawn(citizen: Person, page: Page, language: str, look: Callable[[Page], object]) -> None:
    """Have each paper to be signed drawn from the review page, look at its page until it is there, fetch it."""
    review, links = page.url.removeprefix(citizen.product.url), page.locator("main a[href*='/drawn/']").all()
    addresses = [each.get_attribute("href") or "" for each in links]
    assert len(addresses) == 2
    for address in addresses:
        page = citizen.go(address)
        reload_until_seen(page, page.get_by_role("link", name=DOWNLOAD[language]))
        look(page)
        assert citizen.fetch(f"{address}file/").body().startswith(b"%PDF-")
    citizen.go(review)


def take_back(page: Page) -> None:
    """Take a dossier back on its page, so that nobody's inbox keeps it."""
    page.locator("#withdraw summary").click()
    with page.expect_navigation():
        page.locator("#withdraw form button[type=submit]").click()


def work(officer: Person, case: Case, outcome: str, answers: dict[str, str]) -> list[str]:
    """Take the dossier's work, answer it, end it; return what axe finds on its page."""
    page = open_work(officer, case)
    records = page.locator("[name=ban_ghi]")
    if records.count():
        records.first.check()
    answer_all(page, answers)
    found = violations(page)
    end_step(page, outcome)
    return found


def signed_twice(citizen: Person, page: Page) -> bool:
    """Say whether the result's file is a PDF with the leader's signature and the agency's seal."""
    address = page.locator("main a[href*='/files/']").first.get_attribute("href") or ""
    file = citizen.fetch(address).body()
    return file.startswith(b"%PDF-") and file.count(b"/ByteRange") == 2


class TestAnAmendmentOfADiploma:
    def test_goes_from_application_to_the_signed_decision_in_vietnamese(self, somebody):
        found: list[str] = []
        citizen = somebody("cong-dan@motcua.test")
        page = begin(citizen, "/apply/diploma_reissue/")
        fill_in(page, AMENDMENT, papers=PAPERS, look=lambda page: found.extend(violations(page)))
        found += violations(page, "review")
        case = send(page)

        receive(somebody("tiep-nhan@motcua.test"), case)
        for who, outcome, answers in AMENDING:
            found += work(somebody(f"{who}@motcua.test"), case, outcome, answers)

        expect(page.locator("main a[href*='/files/']").first).to_be_visible(timeout=LONG)
        assert signed_twice(citizen, page)
        work(somebody("tiep-nhan@motcua.test"), case, "da_tra", {"cach_tra": "truc_tuyen"})
        for language, words in HANDED_OVER.items():
            page = speaking(citizen, language).go(case.address)
            expect(page.locator("main")).to_contain_text(words)
            found += violations(page, f"the result in {language}")
        assert found == []

    def test_is_applied_for_and_taken_back_in_english(self, somebody):
        citizen = somebody("cong-dan@motcua.test")

        assert walk_citizens_side(citizen, "diploma_reissue", AMENDMENT, PAPERS, "en") == []


class TestARegistrationOfActivity:
    def test_goes_from_application_to_the_signed_decision_in_english_without_scripts(self, somebody):
        found: list[str] = []
        reader = speaking(somebody("cong-dan-2@motcua.test"), "en")
        citizen = speaking(somebody("cong-dan-2@motcua.test", java_script_enabled=False), "en")
        page = begin(citizen, "/apply/vocational_activity_registration/")
        expect(page.locator("html")).to_have_attribute("lang", "en")

        def look(shown: Page) -> None:
            """Show the page to axe in a browser that has scripts."""
            found.extend(violations(reader.go(shown.url.removeprefix(reader.product.url).partition("#")[0])))

        fill_in(page, REGISTRATION, look=look)
        assert not page.locator(".govuk-error-summary").count()
        fetch_drawn(citizen, page, "en", look)
        case = send(page)
        expect(page.locator("main")).to_contain_text(SENT["en"])

        reception = speaking(somebody("tiep-nhan@motcua.test"), "en")
        found += work(reception, case, "tiep_nhan", {})
        note_code(reception, case)
        for who, outcome, answers in REGISTERING:
            found += work(speaking(somebody(f"{who}@motcua.test"), "en"), case, outcome, answers)

        reload_until_seen(page, page.get_by_role("button", name="Download"))
        assert signed_twice(citizen, page)
        look(page)
        assert found == []

    def test_is_applied_for_and_taken_back_in_vietnamese(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")

        found = walk_citizens_side(citizen, "vocational_activity_registration", REGISTRATION, {}, "vi")

        assert found == []
