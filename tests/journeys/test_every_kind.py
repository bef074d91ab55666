"""A form of every kind in a real browser: rows, sums and lists come without a new page; axe finds nothing."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.services import ROOT

pytestmark = pytest.mark.journey
FOLDER = "tests/packages/every_kind"
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture(scope="module", autouse=True)
def published(product):
    """The procedure of the form, published into the running product."""
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MOTCUA_DATA_DIR": str(product.data),
        "MOTCUA_DEMO": "1",
    }
    command = [sys.executable, "manage.py", "procedure", "publish", FOLDER, "--quiet", "--reason", "Kiểm thử"]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, timeout=120)


@pytest.fixture
def report(somebody):
    """The page with the tables, before a citizen."""
    page = somebody("cong-dan@motcua.test").go("/apply/every_kind/bao_cao/")
    page.evaluate("window.isTheSamePage = true")
    return page


class TestTheReport:
    def test_is_filled_in_on_one_page(self, report):
        page = report
        page.select_option("[name=nganh-N1-trinh_do]", "so_cap")
        for column, text in {"ten": "Hàn", "quy_mo": "50", "thoi_gian": "0,5", "so_cho": "10"}.items():
            page.fill(f"[name=nganh-N1-{column}]", text)

        self.sums_come_while_typing(page)
        self.a_row_is_added_and_taken_back(page)
        self.a_major_is_found_while_typing(page)
        self.a_block_is_pasted(page)

        assert page.evaluate("window.isTheSamePage")
        assert violations(page) == []

    def sums_come_while_typing(self, page):
        expect(page.locator("#f-tong_quy_mo")).to_have_text("50")
        page.fill("[name=nganh-N1-quy_mo]", "70")
        expect(page.locator("#f-tong_quy_mo")).to_have_text("70")
        expect(page.locator("[name=nganh-N1-quy_mo]")).to_be_focused()

    def a_row_is_added_and_taken_back(self, page):
        page.click("[value='add:nganh']")
        expect(page.locator("[name=nganh-N2-ten]")).to_be_visible()
        expect(page.locator("[name=nganh-N1-ten]")).to_have_value("Hàn")
        page.click("[value='remove:nganh:N2']")
        expect(page.locator("[name=nganh-N2-ten]")).to_have_count(0)

    def a_major_is_found_while_typing(self, page):
        page.fill("[name=nganh-N1-ma]", "o to")
        page.click("#f-nganh-N1-ma-found input[value='5510216']")
        expect(page.locator("[name=nganh-N1-ma]")).to_have_value("5510216 · Công nghệ ô tô")

    def a_block_is_pasted(self, page):
        page.focus("[name=phong-P1-ten]")
        page.evaluate(PASTE, "Xưởng 1\t40\nXưởng 2\t15,5")
        expect(page.locator("[name=phong-P2-dien_tich]")).to_have_value("15,5")
        expect(page.locator("[name=phong-P1-ten]")).to_have_value("Xưởng 1")

    def test_keeps_a_pasted_block_in_its_box_while_there_is_no_network(self, report):
        page = report
        page.context.set_offline(True)

        page.focus("[name=phong-P1-ten]")
        page.evaluate(PASTE, "Xưởng 1\t40\nXưởng 2\t15,5")

        expect(page.locator("[name=phong-paste]")).to_be_visible()
        expect(page.locator("[name=phong-paste]")).to_have_value("Xưởng 1\t40\nXưởng 2\t15,5")
        page.context.set_offline(False)
        page.click("[value='paste:phong']")
        expect(page.locator("[name=phong-P2-dien_tich]")).to_have_value("15,5")

    def test_keeps_a_chosen_file_when_rows_come(self, report):
        page = report
        paper = {"name": "bang.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        page.set_input_files("[name=nha_giao-G1-bang_cap]", paper)

        page.focus("[name=phong-P1-ten]")
        page.evaluate(PASTE, "Xưởng 1\t40\nXưởng 2\t15,5")
        expect(page.locator("[name=phong-P2-dien_tich]")).to_be_visible()
        page.click("[value='add:nha_giao']")
        expect(page.locator("[name=nha_giao-G2-ho_ten]")).to_be_visible()

        assert page.evaluate("window.isTheSamePage")
        assert (
            page.locator("[name=nha_giao-G1-bang_cap]").evaluate("each => each.files[0].name") == "bang.pdf"
        )

    def test_takes_nothing_that_would_be_written_over(self, report):
        page = report
        page.route("**/bao_cao/", lambda route: (page.wait_for_timeout(600), route.continue_()))

        page.locator("[value='add:nganh']").press("Enter")

        assert page.locator("[data-live-form]").evaluate("each => each.inert")
        expect(page.locator("[name=nganh-N2-trinh_do]")).to_be_focused()
        assert not page.locator("[data-live-form]").evaluate("each => each.inert")


class TestTheSeat:
    def test_offers_the_communes_of_the_province(self, somebody):
        page = somebody("cong-dan@motcua.test").go("/apply/every_kind/co_so/")

        page.select_option("[name=tru_so-province]", "86")

        expect(page.locator("[name=tru_so-commune] option")).to_have_count(125)
        assert violations(page) == []
