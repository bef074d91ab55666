"""A question and its answer while both pages are open, and a complaint with its answer; axe looks at each page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.steps import LONG, apply_for_a_copy
from tests.journeys.test_accessible import LANGUAGES, speaking

pytestmark = pytest.mark.journey
MOST_TABS = 60
TOO_LONG = ("dài " * 1001).strip()


def say(page, text):
    """Write a message and send it."""
    page.fill("[name=text]", text)
    page.click("main form:has([name=text]) button[type=submit]")
    expect(page.locator("#messages")).to_contain_text(text, timeout=LONG)


def complain(citizen: Person) -> str:
    """Complain of a new dossier; return the complaint's code."""
    case = apply_for_a_copy(citizen)
    page = citizen.go(f"{case.address}complaints/")
    page.check("[name=about][value=handling]")
    page.fill("[name=text]", "Đã quá hẹn.")
    page.click("main form:has([name=about]) button[type=submit]")
    return page.locator("#complaints .mc-code").first.inner_text()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus; the page's longest way round is its end."""
    for _each in range(MOST_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {wanted}")


def press(page: Page, wanted: Locator) -> None:
    """Reach a link or a button by keyboard and press it."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


class TestAConversation:
    def test_reaches_the_other_sides_open_page_by_itself(self, somebody):
        citizen, officer = somebody("cong-dan@motcua.test"), somebody("tiep-nhan@motcua.test")
        case = apply_for_a_copy(citizen)
        desk = officer.go(f"/desk/dossiers/{case.public_id}/messages/")
        expect(desk.locator("html")).to_have_attribute("data-live-state", "open", timeout=LONG)

        page = citizen.go(f"{case.address}messages/")
        say(page, "Bao giờ có kết quả?")
        expect(desk.locator("#messages")).to_contain_text("Bao giờ có kết quả?", timeout=LONG)
        found = violations(desk, "what waits on the desk") + violations(page, "what was asked")
        expect(page.locator("html")).to_have_attribute("data-live-state", "open", timeout=LONG)
        say(desk, "Chiều nay.")

        expect(page.locator("#messages")).to_contain_text("Chiều nay.", timeout=LONG)
        assert found + violations(page, "the answer") == []

    def test_keeps_what_was_typed_when_it_could_not_be_sent(self, somebody):
        citizen = somebody("cong-dan@motcua.test")
        case = apply_for_a_copy(citizen)
        page = citizen.go(f"{case.address}messages/")
        page.fill("[name=text]", TOO_LONG)

        page.click("main form:has([name=text]) button[type=submit]")

        expect(page.locator(".govuk-error-summary")).to_be_visible()
        expect(page.locator("[name=text]")).to_have_value(TOO_LONG)
        assert violations(page, "a message that is too long") == []


class TestAComplaint:
    def test_goes_from_its_receipt_to_its_answer(self, somebody):
        citizen, leader = somebody("cong-dan@motcua.test"), somebody("lanh-dao@motcua.test")
        code, page = complain(citizen), citizen.page
        found = violations(page, "a complaint that waits")

        desk = leader.go("/desk/complaints/")
        found += violations(desk, "complaints on the desk")
        desk.click(f"main a:has-text('{code}')")
        found += violations(desk, "a complaint on the desk")
        desk.click("main form[action$='/take/'] button")
        desk.check("[name=finding][value=right]")
        desk.fill("[name=answer]", "Chúng tôi xin lỗi.")
        found += violations(desk, "an answer begun")
        desk.click("main form:has([name=answer]) button[type=submit]")

        expect(page.locator("#complaints")).to_contain_text("Chúng tôi xin lỗi.", timeout=LONG)
        assert found + violations(page, "a complaint that is answered") == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_taken_and_answered_on_the_desk_by_keyboard_alone(self, somebody, language):
        code = complain(somebody("cong-dan@motcua.test"))
        desk = speaking(somebody("lanh-dao@motcua.test"), language).go("/desk/complaints/")
        expect(desk.locator("html")).to_have_attribute("lang", language)
        send_answer = desk.locator("main form:has([name=answer]) button[type=submit]")

        press(desk, desk.locator(f"main a:has-text('{code}')"))
        found = violations(desk, "a complaint that nobody took")
        press(desk, desk.locator("main form[action$='/take/'] button"))
        press(desk, send_answer)
        expect(desk.locator(".govuk-error-summary")).to_be_visible()
        found += violations(desk, "an answer with mistakes")
        tab_to(desk, desk.locator("[name=finding][value=right]"))
        desk.keyboard.press("Space")
        tab_to(desk, desk.locator("[name=answer]"))
        desk.keyboard.type("Chúng tôi xin lỗi.")
        press(desk, send_answer)

        expect(desk.locator("main .govuk-summary-list")).to_contain_text("Chúng tôi xin lỗi.")
        assert found + violations(desk, "a complaint answered on the desk") == []


class TestAKeptView:
    def test_counts_what_comes_while_the_inbox_is_open(self, somebody):
        officer = somebody("tiep-nhan-2@motcua.test")
        page = officer.go("/desk/?queue=&holder=free")
        page.fill("#view-name", "Chưa ai nhận")
        page.click("main form:has(#view-name) button")
        entry = page.locator("#queues a", has_text="Chưa ai nhận").locator(".mc-queues__count")
        before = int(entry.inner_text().split()[0])
        found = violations(page, "an inbox with a kept view")
        expect(page.locator("html")).to_have_attribute("data-live-state", "open", timeout=LONG)

        apply_for_a_copy(somebody("cong-dan-2@motcua.test"))

        expect(entry).to_contain_text(str(before + 1), timeout=LONG)
        assert found + violations(officer.go("/desk/views/"), "kept views") == []
