"""A question and its answer while both pages are open, and a complaint with its answer; axe looks at each page."""

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.steps import LONG, apply_for_a_copy

pytestmark = pytest.mark.journey
TOO_LONG = ("dài " * 1001).strip()


def say(page, text):
    """Write a message and send it."""
    page.fill("[name=text]", text)
    page.click("main form:has([name=text]) button[type=submit]")
    expect(page.locator("#messages")).to_contain_text(text, timeout=LONG)


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
        case = apply_for_a_copy(citizen)
        page = citizen.go(f"{case.address}complaints/")
        page.check("[name=about][value=handling]")
        page.fill("[name=text]", "Đã quá hẹn.")
        page.click("main form:has([name=about]) button[type=submit]")
        code = page.locator("#complaints .mc-code").first.inner_text()
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
