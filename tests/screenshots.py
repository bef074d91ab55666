"""`make screenshots`: the pictures of the README, taken from the running product in Chromium.

They are kept in 128 colours: a page of text looks the same and weighs a third.
"""

import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from dossiers.demo.accounts import DEMO_PASSWORD
from inspections.demo.accounts import HEAD, INSTITUTIONS, LEAD
from tests.journeys.conftest import FLAGS, Person
from tests.journeys.product import Product, running_product
from tests.journeys.steps import apply_for_a_copy, compare, end_step, open_work, receive, select_work
from tests.journeys.tablet import TABLET, Tablet
from tests.journeys.tablet_world import Visit
from tests.journeys.test_tablet_signing import make_minutes, sign

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
COLOURS = 128
VIEWER_MILLISECONDS = 3_000  # the browser's PDF viewer says nothing when it has drawn


class Studio:
    """Takes pictures of people's pages."""

    def __init__(self, product: Product, browser: Browser) -> None:
        self.product, self.browser = product, browser

    def person(self, email: str = "", viewport: dict[str, int] = WIDE) -> Person:
        """Return somebody at a screen of a size."""
        context = self.browser.new_context(locale="vi-VN", viewport=viewport)
        person = Person(self.product, context)
        return person.sign_in(email) if email else person

    def take(self, person: Person, name: str, path: str = "") -> None:
        """Save what a person sees."""
        if path:
            person.go(path)
        person.page.wait_for_load_state("networkidle")
        person.page.screenshot(path=PICTURES / f"{name}.png")

    def tablet(self) -> Tablet:
        """Return the tablet of the demonstration's team leader, held upright."""
        context = self.browser.new_context(**{**TABLET, "viewport": {"width": 820, "height": 1000}})
        return Tablet(self.product, context).sign_in(LEAD, DEMO_PASSWORD).make_store()


def take_all(studio: Studio) -> None:
    """Walk the diploma copy and stop where a reader of the README wants to look."""
    citizen = studio.person("cong-dan@motcua.test")
    phone = studio.person("cong-dan@motcua.test", PHONE)
    studio.take(citizen, "home", "/")
    studio.take(phone, "procedure-phone", "/thu-tuc/diploma_copy/")
    case = apply_for_a_copy(citizen)
    officer = studio.person("tiep-nhan@motcua.test")
    select_work(officer, case)
    studio.take(officer, "inbox")
    receive(officer, case)
    keeper = studio.person("giu-so@motcua.test")
    page = open_work(keeper, case)
    studio.take(keeper, "step")
    page.locator("[name=ban_ghi]").first.check()
    end_step(page, "khop_mot")
    compare(studio.person("giu-so-2@motcua.test"), case)
    leader = studio.person("lanh-dao@motcua.test")
    page = open_work(leader, case)
    page.wait_for_timeout(VIEWER_MILLISECONDS)
    studio.take(leader, "draft")
    end_step(page, "ky")
    end_step(open_work(studio.person("van-thu@motcua.test"), case), "xong")
    citizen.go(case.address)
    link = citizen.page.locator("main a[href*='/files/']").first
    link.wait_for(timeout=20_000)
    studio.take(citizen, "result")
    picture_of_pdf(citizen, link.get_attribute("href") or "")
    verification = citizen.page.locator("main a[href*='/verify/']").first.get_attribute("href") or ""
    stranger = studio.person()
    stranger.page.goto(verification if verification.startswith("http") else studio.product.url + verification)
    studio.take(stranger, "verify")


def take_inspection(studio: Studio) -> None:
    """Inspect the announced institution of the demonstration on a tablet, then look at it from the desk and the portal."""
    lead = studio.tablet()
    page = lead.page
    link = page.locator("a[href^='#/visit/']", has_text=INSTITUTIONS[0]["name"]).first
    visit = Visit(studio.product, (link.get_attribute("href") or "").rsplit("/", 1)[-1])
    lead.section(visit).answer("TS.01", "fail").answer("TS.02")
    lead.question("TS.01").get_by_label("Lý do").fill(
        "Quy chế tuyển sinh chưa công khai trên trang thông tin điện tử"
    )
    lead.question("TS.03").get_by_label("Số tuyển mới").fill("40")
    lead.question("TS.03").get_by_label("Quy mô được cấp").fill("30")
    lead.question("TS.01").scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "tablet-section.png")
    make_minutes(lead, visit)
    sign(lead, "Đoàn kiểm tra")
    lead.drag(page.locator(".t-pad"), (0.2, 0.6), (0.7, 0.3))
    page.screenshot(path=PICTURES / "tablet-minutes.png")
    lead.wait_until_sent()
    desk = studio.person(LEAD)
    page = desk.go(f"/desk/inspections/institutions/{visit.id}/")
    page.get_by_role("tab", name="Phiếu").click()
    expect(page.get_by_text("Quy chế tuyển sinh chưa công khai").first).to_be_visible()
    studio.take(desk, "inspection-desk")
    studio.take(desk, "inspection-risk", "/desk/inspections/risk/")
    studio.take(studio.person(HEAD), "inspection-portal", f"/inspections/{visit.id}/")


def shrink_pictures() -> None:
    """Keep each picture in few colours."""
    for file in PICTURES.glob("*.png"):
        with Image.open(file) as picture:
            small = picture.convert("RGB").quantize(COLOURS)
        small.save(file, optimize=True)


def picture_of_pdf(person: Person, href: str) -> None:
    """Save the first page of a document as a picture."""
    body = person.context.request.get(f"{person.product.url}{href}").body()
    command = ["pdftoppm", "-png", "-r", "80", "-singlefile", "-", str(PICTURES / "certified-copy")]
    subprocess.run(command, input=body, check=True)


def main() -> int:
    """Start the product, take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_product() as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        studio = Studio(product, browser)
        take_inspection(studio)
        take_all(studio)
        browser.close()
    shrink_pictures()
    return 0


if __name__ == "__main__":
    sys.exit(main())
