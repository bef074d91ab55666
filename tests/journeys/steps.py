"""What people do at their browsers, in the words of the procedure."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Person

LONG = 45_000


def fill_application(page: Page) -> None:
    """Answer the diploma copy's form as the holder of a digitised diploma."""
    page.check("[name=tu_cach][value=chinh_chu]")
    page.fill("[name=nguoi_ho_ten]", "Nguyễn Thị Mai")
    page.fill("[name=nguoi_so_dinh_danh]", "086301000123")
    page.fill("[name=nguoi_dien_thoai]", "0912345678")
    page.fill("[name=chu_bang_ho_ten]", "Nguyễn Thị Mai")
    for part, value in (("day", "8"), ("month", "3"), ("year", "2001")):
        page.fill(f"[name=chu_bang_ngay_sinh-{part}]", value)
    page.check("[name=loai_vbcc][value=trung_cap]")
    page.fill("[name=truong_cap]", "Trường Trung cấp nghề Trà Cú Mẫu")
    page.fill("[name=nam_tn]", "2021")
    page.fill("[name=nganh]", "Kế toán doanh nghiệp")
    page.check("[name=khong_nho][value=true]")
    page.fill("[name=so_hieu]", "TC 004512")
    page.check("[name=cam_doan]")
    page.check("[name=dong_y_dlcn]")


def apply_for_a_copy(citizen: Person) -> str:
    """Fill in, review, send; return the address of the dossier's page."""
    page = citizen.go("/apply/diploma_copy/")
    fill_application(page)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/review/")
    page.click("main form[action$='/review/'] button[type=submit]")
    page.wait_for_url(re.compile(r"/dossiers/[0-9a-f-]+/"))
    return urlsplit(page.url).path


def open_first_work(officer: Person) -> Page:
    """Take the first work of the inbox and open its step."""
    page = officer.go("/desk/")
    row = first_row(page)
    expect(row).to_be_visible(timeout=LONG)
    row.click()
    page.locator("form[data-claim] button[type=submit], a.govuk-button[href*='/desk/work/']").first.click()
    page.wait_for_url("**/desk/work/**")
    return page


def first_row(page: Page) -> Locator:
    """The first line of an inbox."""
    return page.locator("a[href*='item=']").first


def end_step(page: Page, outcome: str, *, reason: str = "") -> None:
    """Press one of the ways out; a grave one is asked once more."""
    if reason:
        page.fill("[name=reason]", reason)
    step = page.url
    page.click(f"[name=outcome][value={outcome}]")
    page.wait_for_load_state()
    if page.locator("[name=confirmed]").count():
        page.click("form:has([name=confirmed]) button[type=submit]")
    page.wait_for_url(lambda url: url != step)


def receive(officer: Person, *, keeper: str = "H61.12") -> None:
    """The one-stop officer receives and names the keeper of the register."""
    page = open_first_work(officer)
    choose(page, "noi_giu_so_goc", keeper)
    end_step(page, "tiep_nhan")


def choose(page: Page, name: str, value: str) -> None:
    """Pick an option, whether it is drawn as a list or as radios."""
    if page.locator(f"select[name={name}]").count():
        page.select_option(f"select[name={name}]", value)
    else:
        page.check(f"[name={name}][value='{value}']")
