"""Every page of the tablet for everybody: axe, the keyboard alone, 400 % zoom, 48 px under a finger."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.tablet import PIN, Arrive, picture
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

PAGES = {
    "contents": "",
    "section": "/section/TS",
    "another section": "/section/CS",
    "sections": "/sections",
    "conflicts": "/conflicts",
    "minutes": "/minutes",
    "minutes to fill in": "/minutes/new/inspection",
}
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, label.t-choice")]
  .filter((each) => each.offsetParent && !each.closest(".t-choice, .t-picker, li p, .t-skip") && !each.matches(".t-skip"))
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && box.height < 47.5)
  .map(([html, box]) => `${Math.round(box.height)} px: ${html}`)"""


def overflowing(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


class TestEveryPage:
    def test_passes_axe_has_big_targets_and_fits_at_400_percent(self, tablet: Arrive, visit: Visit):
        lead = tablet("lead")
        page = lead.page
        found = violations(page, "visits")
        lead.section(visit).answer("TS.01", "fail")
        lead.question("TS.01").locator("input[type=file]").set_input_files(picture())
        expect(lead.question("TS.01").locator("[data-photo]")).to_have_count(1)

        for name, where in PAGES.items():
            page.evaluate("path => { location.hash = path }", f"/visit/{visit.id}{where}")
            page.wait_for_timeout(600)
            found += violations(page, name)
            found += [f"{name}: {each}" for each in page.evaluate(SMALL)]
            page.set_viewport_size({"width": 320, "height": 256})
            found += [f"{name}: {wider} px too wide at 400 %"] if (wider := overflowing(page)) > 0 else []
            page.set_viewport_size({"width": 820, "height": 1180})
        page.evaluate("() => { location.hash = '/device' }")
        page.wait_for_timeout(600)
        found += violations(page, "device") + [f"device: {each}" for each in page.evaluate(SMALL)]
        page.reload()
        expect(page.locator("[data-lock]")).to_be_visible()
        found += violations(page, "lock")

        assert found == []


class TestTheKeyboardAlone:
    def test_unlocks_opens_a_section_and_answers(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        an.page.reload()
        keyboard = an.page.keyboard
        expect(an.page.locator("[data-lock] input")).to_be_focused()

        keyboard.type(PIN)
        keyboard.press("Enter")
        expect(an.page.get_by_role("heading", name="Tuyển sinh", exact=True)).to_be_visible(timeout=20_000)
        for _ in range(40):
            keyboard.press("Tab")
            if an.page.evaluate(
                "() => document.activeElement?.closest('[id=\"q-TS.01\"]') && document.activeElement.type === 'radio'"
            ):
                break
        keyboard.press("Space")
        expect(an.question("TS.01").locator("input[value=pass]")).to_be_checked()
        keyboard.press("ArrowRight")
        expect(an.question("TS.01").locator("input[value=fail]")).to_be_checked()
        keyboard.press("Tab")
        keyboard.type("Không công khai")
        an.wait_until_sent()

        assert visit.answers()["TS.01"] | {"evidence": []} == {
            "verdict": "fail", "value": None, "numerator": None, "denominator": None, "reason": "Không công khai",
            "evidence": [], "unseen_because": "", "note": "",
        }  # fmt: skip
