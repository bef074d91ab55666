"""`make screenshots`: the pictures of the README, taken from the running product in Chromium."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.conftest import FLAGS, Person
from tests.journeys.product import Product, running_product
from tests.journeys.steps import apply_for_a_copy, compare, end_step, open_work, receive, select_work

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
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
        take_all(Studio(product, browser))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
