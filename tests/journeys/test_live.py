"""Open pages stay true by themselves: news arrives, a killed server is survived, a sign-out reaches every tab."""

import os
import re
import signal
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dossiers.demo.accounts import DEMO_PASSWORD
from tests.journeys.steps import (
    AFTER_A_STEP,
    CODE,
    LONG,
    apply_for_a_copy,
    choose,
    end_step,
    open_work,
    row_of,
)

pytestmark = pytest.mark.journey

NEWCOMER = "nguoi-moi@motcua.test"


def remember(page):
    """Leave a mark that a reload would wipe out."""
    expect(page.locator("html")).to_have_attribute("data-live-state", "open", timeout=LONG)
    page.evaluate("window.notReloaded = true")


def unread(page):
    """The number at the bell."""
    return int(page.locator("[data-unread-count]").text_content())


class TestAnOpenPage:
    @pytest.mark.services
    def test_hears_of_new_work_and_of_the_decision_without_a_reload(self, somebody):
        officer = somebody("tiep-nhan@motcua.test")
        inbox = officer.go("/desk/")
        remember(inbox)
        waiting = unread(inbox)
        citizen = somebody("cong-dan@motcua.test")
        case = apply_for_a_copy(citizen)

        expect(row_of(inbox, case)).to_be_visible(timeout=LONG)
        expect(inbox.locator("[data-unread-count]")).to_have_text(str(waiting + 1), timeout=LONG)
        remember(citizen.page)
        heard = unread(citizen.page)
        step = open_work(somebody("tiep-nhan-2@motcua.test"), case)
        end_step(step, "khong_tiep_nhan", reason="Bằng này do nơi khác giữ sổ gốc")

        main = citizen.page.locator("main")
        expect(main).to_contain_text("Hồ sơ không được tiếp nhận", timeout=LONG)
        expect(citizen.page.locator("[data-unread-count]")).to_have_text(str(heard + 1), timeout=LONG)
        expect(row_of(inbox, case)).to_have_count(0, timeout=LONG)
        assert inbox.evaluate("window.notReloaded")
        assert citizen.page.evaluate("window.notReloaded")

    def test_catches_up_after_the_server_was_killed(self, somebody, product):
        citizen = somebody("cong-dan@motcua.test")
        case = apply_for_a_copy(citizen)
        remember(citizen.page)
        step = open_work(somebody("tiep-nhan@motcua.test"), case)
        choose(step, "noi_giu_so_goc", "H61.12")
        with step.expect_request(lambda request: request.method == "POST"):
            step.click("[name=outcome][value=tiep_nhan]")
        step.wait_for_url(AFTER_A_STEP)

        killed = web_process(product.process.pid)
        os.kill(killed, signal.SIGKILL)

        expect(citizen.page.locator("html")).to_have_attribute("data-live-state", "closed", timeout=LONG)
        expect(citizen.page.locator("html")).to_have_attribute("data-live-state", "open", timeout=60_000)
        expect(citizen.page.locator("h1")).to_contain_text(CODE, timeout=LONG)
        assert citizen.page.evaluate("window.notReloaded")
        assert web_process(product.process.pid) != killed

    def test_falls_to_sign_in_when_the_person_signs_out_in_another_tab(self, somebody):
        citizen = somebody().sign_in("cong-dan-2@motcua.test")
        open_page = citizen.go("/notifications/")
        remember(open_page)
        other = citizen.another_tab().go("/")

        other.get_by_role("button", name="Đăng xuất").click()

        open_page.wait_for_url(re.compile(r"/accounts/login/\?next=/notifications/"), timeout=LONG)


SCRIPT = Path("static/js/live.js")
FOLD = '<details id="{name}"><summary>{words}</summary></details>'
PAGE = '<main><div id="part" data-live="topic">{folds}</div></main><script type="module" src="/live.js"></script>'


class TestWhatTheReaderUnfolded:
    def test_stays_open_though_something_came_before_it(self, browser):
        before = [FOLD.format(name="", words="Căn cứ (1)"), FOLD.format(name="part-B", words="B")]
        after = [FOLD.format(name="part-A", words="A"), FOLD.format(name="", words="Căn cứ (2)"), before[1]]
        shown = [before]
        page = browser.new_page()
        page.route("http://live.test/", lambda route: route.fulfill(
            content_type="text/html; charset=utf-8", body=PAGE.format(folds="".join(shown[-1]))))  # fmt: skip
        page.route("http://live.test/live.js", lambda route: route.fulfill(path=SCRIPT))
        page.goto("http://live.test/")
        for words in ("Căn cứ (1)", "B"):
            page.get_by_text(words, exact=True).click()

        shown.append(after)
        page.evaluate("() => { document.activeElement.blur(); window.dispatchEvent(new Event('online')); }")

        expect(page.locator("details")).to_have_count(3)
        assert page.locator("details").evaluate_all("(all) => all.map((each) => each.open)") == [
            False,
            True,
            True,
        ]
        page.close()


class TestSomebodyAway:
    def test_gets_an_e_mail(self, somebody, product):
        newcomer = somebody(java_script_enabled=False)
        self.signs_up(newcomer)
        case = apply_for_a_copy(newcomer)
        step = open_work(somebody("tiep-nhan@motcua.test"), case)

        end_step(step, "bo_sung", reason="Ghi rõ năm tốt nghiệp")

        letter = self.letter_about(product.data / "mail", case)
        assert letter["To"] == NEWCOMER
        assert case.address in letter.get_content()
        page = newcomer.go(case.address)
        expect(page.get_by_role("button", name="Bổ sung hồ sơ")).to_be_visible()

    def signs_up(self, newcomer):
        page = newcomer.go("/accounts/signup/")
        page.fill("[name=full_name]", "Người Mới Đến")
        page.fill("[name=email]", NEWCOMER)
        page.fill("[name=password1]", DEMO_PASSWORD)
        page.fill("[name=password2]", DEMO_PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/signup" not in url)

    def letter_about(self, folder: Path, case):
        deadline = time.monotonic() + LONG / 1000
        while time.monotonic() < deadline:
            for letter in letters(folder):
                if case.number in letter["Subject"] + letter.get_content() and "bổ sung" in letter["Subject"]:
                    return letter
            time.sleep(0.2)
        raise AssertionError([letter["Subject"] for letter in letters(folder)])


def letters(folder: Path):
    """Every letter of the mail folder; a file of Django's holds one or several."""
    for file in folder.glob("*.log"):
        for text in re.split(rb"\n-{79}\n", file.read_bytes()):
            if text.strip():
                yield message_from_bytes(text.strip(), policy=policy.default)


def web_process(supervisor: int) -> int:
    """Return the id of the web server among the supervisor's children."""
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
        if b"uvicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    raise AssertionError("no web server runs")
