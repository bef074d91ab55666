"""The header keeps to one row at every width; below it a menu that needs no script, closed by Escape where there is one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.test_accessible import speaking

pytestmark = pytest.mark.journey

WIDTHS = (320, 390, 768, 1100, 1280, 1440)
ONE_ROW = 72
PHONE = {"width": 390, "height": 844}
FAULTS = """() => {
  const header = document.querySelector(".mc-header");
  const shown = [...header.querySelectorAll("a, button, summary")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width)
    .map((each) => each.getBoundingClientRect());
  const overlap = (one, other) => one.right > other.left + 1 && other.right > one.left + 1;
  return {
    height: header.getBoundingClientRect().height,
    wider: document.documentElement.scrollWidth > innerWidth,
    overlapping: shown.some((one, at) => shown.slice(at + 1).some((other) => overlap(one, other))),
  };
}"""


class TestTheHeader:
    @pytest.mark.parametrize("language", ["vi", "en", "km"])
    @pytest.mark.parametrize(
        ("email", "path"),
        [
            ("", "/"),
            ("cong-dan@motcua.test", "/"),
            ("tiep-nhan@motcua.test", "/"),
            ("quan-tri@motcua.test", "/"),
            ("quan-tri@motcua.test", "/desk/"),
        ],
        ids=["stranger", "citizen", "officer", "administrator", "administrator at the desk"],
    )
    def test_keeps_to_one_row_at_every_width(self, somebody, email, path, language):
        page = speaking(somebody(email), language).go(path)
        seen = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            seen[width] = page.evaluate(FAULTS)

        assert [
            (width, fault)
            for width, fault in seen.items()
            if fault["height"] > ONE_ROW or fault["wider"] or fault["overlapping"]
        ] == []

    def test_counts_what_is_unread_once(self, somebody):
        page = somebody("cong-dan@motcua.test").go("/")

        expect(page.locator("[data-unread-badge]")).to_have_count(1)
        expect(page.locator("[data-unread-count]")).to_have_count(1)


class TestTheMenu:
    @pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with scripts", "without scripts"])
    def test_opens_by_keyboard_on_a_telephone(self, somebody, java_script_enabled):
        citizen = somebody("cong-dan@motcua.test", viewport=PHONE, java_script_enabled=java_script_enabled)
        page = citizen.go("/lookup/")
        expect(page.locator(".mc-menu nav")).to_be_hidden()

        page.locator(".mc-menu summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".mc-menu nav")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.wait_for_url(f"{citizen.product.url}/")

    def test_closes_by_escape_and_gives_the_focus_back(self, somebody):
        page = somebody(viewport=PHONE).go("/lookup/")
        page.locator(".mc-menu summary").click()
        assert violations(page, "menu") == []
        page.set_viewport_size(PHONE)
        page.keyboard.press("Tab")

        page.keyboard.press("Escape")

        expect(page.locator(".mc-menu nav")).to_be_hidden()
        expect(page.locator(".mc-menu summary")).to_be_focused()
