"""What people do at their browsers, in the words of the procedure.

Several journeys share one product: every step finds its work by the dossier it belongs to, never
by its place in a list.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.conftest import Person

LONG = 60_000
AFTER_A_STEP = re.compile(r"/desk/(\?queue=[^/]*)?$")
"""The inbox, with the next step of the queue open where one waits."""
CODE = re.compile(r"H61\.12-\d{6}-\d{4}")
MAI = {
    "nguoi_ho_ten": "Nguyễn Thị Mai",
    "nguoi_so_dinh_danh": "086301000123",
    "nguoi_dien_thoai": "0912345678",
    "chu_bang_ho_ten": "Nguyễn Thị Mai",
    "chu_bang_ngay_sinh-day": "8",
    "chu_bang_ngay_sinh-month": "3",
    "chu_bang_ngay_sinh-year": "2001",
    "truong_cap": "Trường Trung cấp nghề Trà Cú Mẫu",
    "nam_tn": "2021",
    "nganh": "Kế toán doanh nghiệp",
    "so_hieu": "TC 004512",
}
PHI = {
    **MAI,
    "nguoi_ho_ten": "Thạch Sô Phi",
    "nguoi_so_dinh_danh": "084203000456",
    "chu_bang_ho_ten": "Thạch Sô Phi",
    "chu_bang_ngay_sinh-day": "14",
    "chu_bang_ngay_sinh-month": "4",
    "chu_bang_ngay_sinh-year": "2003",
    "truong_cap": "Trường Trung cấp nghề Cửu Long Mẫu",
    "nam_tn": "2023",
    "nganh": "Công nghệ ô tô",
    "so_hieu": "TCN 001208",
}


@dataclass
class Case:
    """A dossier as its people know it: the applicant's address, and the number that lists show now."""

    address: str
    number: str

    @property
    def public_id(self) -> str:
        """The name of the dossier in addresses."""
        return self.address.strip("/").rsplit("/", 1)[-1]


PICKED = ("loai_vbcc=trung_cap", "khong_nho=true", "cam_doan=true", "dong_y_dlcn=true")


def begin(citizen: Person, path: str = "/apply/diploma_copy/") -> Page:
    """Open the list of sections, then the first that is not done."""
    page = citizen.go(path)
    page.locator("main a.govuk-button").first.click()
    page.wait_for_url(re.compile(f"{path}[a-z0-9_]+/"))
    return page


def fill_section(page: Page, answers: Mapping[str, str] = MAI, *, capacity: str = "chinh_chu") -> None:
    """Answer what the page asks of the diploma copy; by default as the holder of a digitised diploma."""
    for name, value in (pair.split("=") for pair in (f"tu_cach={capacity}", *PICKED)):
        control = page.locator(f"[name={name}][value={value}]")
        if control.count():
            control.check()
    for name, text in answers.items():
        control = page.locator(f"[name={name}]")
        if control.count() and control.is_visible():
            control.fill(text)


def save_and_go_on(page: Page) -> None:
    """Keep the section and leave it, for the next one or for what is wrong with it."""
    with page.expect_navigation():
        page.click("[name=action][value=continue]")


def fill_application(
    page: Page,
    answers: Mapping[str, str] = MAI,
    *,
    capacity: str = "chinh_chu",
    papers: Mapping[str, FilePayload] | None = None,
) -> None:
    """Answer section after section from the page of the first to the review; stop where something is wrong."""
    while not page.url.endswith("/review/") and not page.locator(".govuk-error-summary").count():
        fill_section(page, answers, capacity=capacity)
        for name, file in (papers or {}).items():
            if page.locator(f"[name={name}]").count():
                page.set_input_files(f"[name={name}]", file)
        save_and_go_on(page)


def fill_in(
    page: Page,
    answers: Mapping[str, str],
    *,
    papers: Mapping[str, FilePayload] | None = None,
    look: Callable[[Page], object] = lambda page: None,
) -> None:
    """Answer any procedure's form, section after section, to the review; stop where something is wrong.

    answers  by the name of the control; a day as 5/8/2026, an address by its parts
    look     what is done on each page before it is left
    """
    while not page.url.endswith("/review/") and not page.locator(".govuk-error-summary").count():
        answer_all(page, answers)
        for name, file in (papers or {}).items():
            if page.locator(f"[name='{name}']").count():
                page.set_input_files(f"[name='{name}']", file)
        look(page)
        save_and_go_on(page)


def answer_all(page: Page, answers: Mapping[str, str]) -> None:
    """Give each answer to the control of its name, where the page has one."""
    for name, text in answers.items():
        if page.locator(f"[name='{name}-year']").count():
            for part, number in zip(("day", "month", "year"), text.split("/"), strict=True):
                page.fill(f"[name='{name}-{part}']", number)
        elif page.locator(f"[name='{name}']").count():
            answer_one(page, name, text)


def answer_one(page: Page, name: str, text: str) -> None:
    """Pick, tick or type one answer."""
    control = page.locator(f"[name='{name}']").first
    if control.evaluate("each => each.tagName") == "SELECT":
        control.select_option(text)
    elif control.get_attribute("type") in ("radio", "checkbox"):
        page.check(f"[name='{name}'][value='{text}']")
    else:
        control.fill(text)
    if name.endswith("-province"):
        find = page.locator(f"[data-find][formaction='#f-{name.removesuffix('-province')}']")
        if find.is_visible():
            find.click()
        page.locator(f"[name='{name.removesuffix('province')}commune'] option").nth(1).wait_for(
            state="attached"
        )


def send(page: Page) -> Case:
    """Send from the review page; return the dossier."""
    page.click("main form[action$='/review/'] button[type=submit]")
    page.wait_for_url(re.compile(r"/dossiers/[0-9a-f-]+/"))
    return Case(urlsplit(page.url).path, page.locator(".mc-receipt__code").inner_text())


def apply_for_a_copy(citizen: Person, answers: Mapping[str, str] = MAI) -> Case:
    """Fill in, review, send; return the dossier."""
    page = begin(citizen)
    fill_application(page, answers)
    return send(page)


def row_of(page: Page, case: Case) -> Locator:
    """The line of an inbox that belongs to a dossier."""
    return page.locator("[data-row]", has_text=case.number)


def select_work(officer: Person, case: Case) -> Page:
    """Find the dossier's work in the inbox and show it beside the list."""
    page = officer.go("/desk/")
    row = row_of(page, case).first
    expect(row).to_be_visible(timeout=LONG)
    row.locator("a").click()
    page.locator("#case form[data-claim], #case a[href*='/desk/work/']").first.wait_for()
    return page


def open_work(officer: Person, case: Case) -> Page:
    """Take the dossier's work from the inbox and open its step."""
    page = select_work(officer, case)
    page.locator("#case form[data-claim] button, #case a[href*='/desk/work/']").first.click()
    page.wait_for_url("**/desk/work/*/")
    return page


def end_step(page: Page, outcome: str, *, reason: str = "") -> None:
    """Press one of the ways out; a grave one is asked once more."""
    if reason:
        page.fill("[name=reason]", reason)
    page.click(f"[name=outcome][value={outcome}]")
    page.wait_for_load_state()
    if page.locator("[name=confirmed]").count():
        page.click("form:has([name=confirmed]) button[type=submit]")
    page.wait_for_url(AFTER_A_STEP)


def receive(officer: Person, case: Case, *, keeper: str = "H61.12") -> None:
    """The one-stop officer receives, names the keeper of the register, and sees the dossier's code come."""
    page = open_work(officer, case)
    choose(page, "noi_giu_so_goc", keeper)
    end_step(page, "tiep_nhan")
    note_code(officer, case)


def note_code(officer: Person, case: Case) -> None:
    """Wait on the dossier's page for the code the reception gives; lists show it from then on."""
    number = officer.go(f"/desk/dossiers/{case.public_id}/").locator("#case-head .mc-code")
    expect(number).to_have_text(CODE, timeout=LONG)
    case.number = number.inner_text()


def search_register(keeper: Person, case: Case) -> None:
    """The keeper finds the one record that matches."""
    page = open_work(keeper, case)
    page.locator("[name=ban_ghi]").first.check()
    end_step(page, "khop_mot")


def compare(second_keeper: Person, case: Case) -> None:
    """The second keeper compares the copy with the register."""
    page = open_work(second_keeper, case)
    page.check("[name=da_doi_chieu]")
    end_step(page, "dung")


def sign(leader: Person, case: Case) -> None:
    """The leader approves and signs."""
    end_step(open_work(leader, case), "ky")


def choose(page: Page, name: str, value: str) -> None:
    """Pick an option, whether it is drawn as a list or as radios."""
    if page.locator(f"select[name={name}]").count():
        page.select_option(f"select[name={name}]", value)
    else:
        page.check(f"[name={name}][value='{value}']")


def forget_draft(citizen: Person) -> None:
    """Throw away what an earlier journey left unsent."""
    page = citizen.go("/dossiers/")
    discard = page.locator("form[action$='/discard/'] button")
    if discard.count():
        discard.click()
        page.wait_for_load_state()


def reload_until_seen(page: Page, wanted: Locator) -> None:
    """Do what a reader without scripts does: look again until it is there."""
    deadline = time.monotonic() + LONG / 1000
    while not wanted.count() and time.monotonic() < deadline:
        page.wait_for_timeout(300)
        page.reload()
    expect(wanted).to_be_visible()
