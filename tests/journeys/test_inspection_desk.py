"""The head of inspection at the desk: an inspection of two institutions, from its ground to the signed decision.

Every page on the way is shown to axe, and so are the boards, in both languages.
"""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.steps import LONG, end_step
from tests.journeys.test_accessible import findings, in_both_languages

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 180

SCHOOLS = ("Trường Trung cấp nghề Mường Hoa Mẫu", "Trung tâm Giáo dục nghề nghiệp Nậm Thi Mẫu")
TEAM = (("truong-doan", "lead"), ("thanh-vien", "member"), ("thu-ky-doan", "secretary"))
TO_DECISION = (
    ("truong-phong", "dong_y"),
    ("van-phong", "dat"),
    ("lanh-dao", "ky"),
    ("van-thu", "xong"),
)
BOARDS = (
    "",
    "visits/",
    "teams/",
    "findings/",
    "remedies/",
    "data/",
    "risk/",
    "share/",
    "rules/risk/",
    "rules/digital/",
)


def address(who: str) -> str:
    """Return somebody's address."""
    return f"{who}@motcua.test"


def press(page: Page, name: str) -> None:
    """Press the button of the page's form."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def reload_until(page: Page, wanted: Locator) -> None:
    """Reload until something is there: what a worker draws and signs takes its time on a busy machine."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not wanted.count() and time.monotonic() < deadline:
        page.wait_for_timeout(500)
        page.reload()
    expect(wanted).to_be_attached()


def open_step(person: Person, path: str) -> Page:
    """Open the step that waits on an inspection's page, and take it where nobody has."""
    page = person.go(path)
    link = page.locator("#step a[href*='/desk/work/']").first
    reload_until(page, link)
    link.click()
    page.wait_for_url("**/desk/work/*/")
    take = page.locator("form[data-claim] button")
    if take.count():
        take.first.click()
        page.wait_for_url("**/desk/work/*/")
    return page


def end(person: Person, path: str, outcome: str, seen: list[str]) -> None:
    """Do the open step of an inspection, and show its page to axe on the way."""
    page = open_step(person, path)
    seen += violations(page)
    end_step(page, outcome)


class TestAHeadOfInspection:
    def test_takes_an_inspection_of_two_institutions_to_its_signed_decision(self, somebody):
        drafter, seen = somebody(address("chuyen-vien")), []
        page = drafter.go("/desk/inspections/new/")
        seen += violations(page)
        page.fill("[name=ground_text]", "Phản ánh của người học ngày 20/11/2026")
        page.fill("[name=title]", "Kiểm tra việc tuyển sinh và cấp văn bằng")
        for school in SCHOOLS:
            page.get_by_label(school).check()
        page.fill("[name=contents]", "Tuyển sinh\nCấp văn bằng")
        page.locator("[name=variant]").select_option("B")
        page.locator("[name=day_kind]").select_option("working")
        press(page, "Ghi đề xuất")
        path = re.search(r"/desk/inspections/[0-9a-f-]{36}/", page.url)[0]
        seen += violations(page)

        end(drafter, path, "mo", seen)
        for school in SCHOOLS:
            page = drafter.go(f"{path}#institutions")
            page.get_by_role("link", name=school).click()
            seen += violations(page)
            page.get_by_role("button", name="Ghi kết quả rà soát chồng chéo").click()
            page.locator("[name=overlap]").select_option("none")
            press(page, "Lưu kết quả")
        end(drafter, path, "xong", seen)

        for who, role in TEAM:
            page = drafter.go(f"{path}team/")
            page.fill("[name=member]", address(who))
            page.locator("[name=role]").select_option(role)
            press(page, "Thêm")
        for who, role in TEAM:
            page = somebody(address(who)).go(f"{path}#team")
            page.get_by_role("button", name="Khai xung đột lợi ích").click()
            seen += violations(page)
            if role == "lead":
                page.fill("[name=certified_until]", "2035-12-31")
            press(page, "Xác nhận bản khai")
        end(drafter, path, "du", seen)
        end(drafter, path, "trinh", seen)
        for who, outcome in TO_DECISION:
            end(somebody(address(who)), path, outcome, seen)

        page = somebody(address("lanh-dao")).go(path)
        reload_until(page, page.get_by_text(re.compile(r"Quyết định \d+/QĐ-SGDĐT")).first)
        page.get_by_role("tab", name=re.compile("Văn bản")).click()
        expect(page.get_by_role("link", name=re.compile("Quyết định kiểm tra")).first).to_be_visible(
            timeout=LONG
        )
        seen += violations(page)
        assert seen == []

    def test_has_boards_without_a_finding_of_axe_in_both_languages(self, somebody):
        leaders = in_both_languages(somebody, address("lanh-dao"))

        found = findings(leaders, [f"/desk/inspections/{board}" for board in BOARDS])

        assert found == []

    def test_finds_its_work_in_the_inbox_by_keyboard(self, somebody):
        page = somebody(address("chuyen-vien")).go("/desk/")
        page.locator("a[href*='queue=inspections.']").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**queue=inspections.**")
        page.keyboard.press("j")

        page.keyboard.press("Enter")

        expect(page.locator("#case").get_by_role("button", name="Mở cuộc kiểm tra")).to_be_visible(
            timeout=LONG
        )
        assert violations(page) == []
