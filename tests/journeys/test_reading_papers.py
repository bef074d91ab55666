"""Reading at the desk: papers beside the answers, and the draft before "approve and sign"."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.steps import (
    Case,
    begin,
    compare,
    fill_application,
    forget_draft,
    open_work,
    receive,
    search_register,
    send,
)

WIDE = {"width": 1440, "height": 900}
LYING = (800, 500)
TURNED = "document.querySelector('[data-paper-stage] img').style.transform"
SIZE = "() => { const b = document.querySelector('.mc-papers__sheet').getBoundingClientRect(); return [b.width, b.height]; }"


def photograph() -> FilePayload:
    """Return a picture that lies on its side."""
    data = io.BytesIO()
    Image.new("RGB", LYING, "#dddddd").save(data, "JPEG")
    return {"name": "uy-quyen.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def apply_with_a_photograph(citizen: Person) -> Case:
    """Send an application with a photographed paper."""
    forget_draft(citizen)
    page = begin(citizen)
    fill_application(page, capacity="uy_quyen", papers={"giay_chung_minh": photograph()})
    return send(page)


@pytest.fixture
def read(somebody) -> Page:
    """The page of a dossier on which an officer has opened the photograph by keyboard."""
    case = apply_with_a_photograph(somebody("cong-dan@motcua.test"))
    officer = somebody("tiep-nhan@motcua.test", viewport=WIDE)
    page = officer.go(f"/desk/dossiers/{case.public_id}/")
    page.locator("#content a[data-paper]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-paper-said]")).to_contain_text("phần trăm")
    return page


class TestAPhotograph:
    def test_opens_beside_the_answers(self, read):
        pane, answers = read.locator("#papers-pane").bounding_box(), read.locator("#content").bounding_box()

        assert pane["x"] >= answers["x"] + answers["width"]
        assert violations(read, "a photograph beside the answers") == []

    def test_is_turned_and_fits_again(self, read):
        width, height = read.evaluate(SIZE)

        read.get_by_role("button", name="Xoay phải").press("Enter")

        assert "rotate(90deg)" in read.evaluate(TURNED)
        turned_width, turned_height = read.evaluate(SIZE)
        assert width > height
        assert turned_width < turned_height

    def test_grows_and_shrinks_back_to_its_frame(self, read):
        width, _ = read.evaluate(SIZE)

        read.get_by_role("button", name="Phóng to").press("Enter")
        grown, _ = read.evaluate(SIZE)
        read.get_by_role("button", name="Vừa khung").press("Enter")

        assert grown == pytest.approx(width * 1.25, abs=1)
        assert read.evaluate(SIZE)[0] == pytest.approx(width, abs=1)

    def test_is_put_away_by_escape_and_gives_the_place_back(self, read):
        read.keyboard.press("Escape")

        expect(read.locator("#papers-pane")).to_be_hidden()
        expect(read.locator("#content a[data-paper]").first).to_be_focused()


class TestTheLeader:
    def test_reads_the_draft_beside_the_button_that_signs(self, somebody):
        case = apply_with_a_photograph(somebody("cong-dan@motcua.test"))
        receive(somebody("tiep-nhan@motcua.test"), case)
        search_register(somebody("giu-so@motcua.test"), case)
        compare(somebody("giu-so-2@motcua.test"), case)
        leader = somebody("lanh-dao@motcua.test", viewport=WIDE)

        page = open_work(leader, case)

        frame = page.locator("#papers-pane iframe")
        expect(frame).to_be_visible()
        address = frame.get_attribute("src").partition("#")[0]
        answer = leader.context.request.get(address)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF")
        assert page.locator("[name=outcome][value=ky]").is_visible()
        assert violations(page, "the draft beside the form") == []

    def test_without_scripts_opens_it_by_a_link(self, somebody):
        case = apply_with_a_photograph(somebody("cong-dan@motcua.test"))
        receive(somebody("tiep-nhan@motcua.test"), case)
        search_register(somebody("giu-so@motcua.test"), case)
        keeper = somebody("giu-so-2@motcua.test", java_script_enabled=False)
        page = open_work(keeper, case)

        with keeper.context.expect_page() as opened:
            page.get_by_role("link", name="Xem dự thảo").click()

        assert "/draft.pdf" in opened.value.url
        assert page.locator("#papers-pane").is_hidden()
