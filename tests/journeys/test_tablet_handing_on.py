"""Work that goes from tablet to tablet: a section by codes or files without a network, unsent work in a locked file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.camera import Camera, with_cameras
from tests.journeys.product import Product
from tests.journeys.tablet import LONG, TABLET, Arrive, Tablet, picture
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

HOLDERS = """
print(json.dumps(list(SectionHold.objects.filter(target=target, given_at=None).values_list("section", "device__person__email"))))
"""
PASSPHRASE = "mat-khau-cua-tep"


@pytest.fixture
def pair(
    product: Product, browser: Browser, tmp_path: Path, visit: Visit
) -> Iterator[tuple[Tablet, Tablet, Camera]]:
    """An's and Binh's tablets, both with a camera; An holds the section TS, and then there is no network."""
    with with_cameras(browser, tmp_path) as (cameras, camera):
        an, binh = (Tablet(product, cameras.new_context(**TABLET)).begin(who) for who in ("an", "binh"))
        for tablet in (an, binh):
            tablet.open(visit).open(visit, "/sections")
        card(an).get_by_role("button", name="Nhận phần này").click()
        expect(card(an)).to_contain_text("bạn đang giữ")
        an.wait_until_sent()
        for tablet in (an, binh):
            tablet.context.set_offline(True)
        yield an, binh, camera


def card(tablet: Tablet) -> Locator:
    """Return what the page says of the section TS."""
    return tablet.page.locator("[data-section=TS]")


def code(tablet: Tablet) -> Locator:
    """Return the code that a tablet shows."""
    return tablet.page.locator("canvas.t-qr")


def scan(tablet: Tablet) -> None:
    """Look through the camera."""
    tablet.page.get_by_role("button", name="Quét mã QR").click()


def saved(tablet: Tablet) -> str:
    """Save a code as a file instead; return where."""
    with tablet.page.expect_download() as download:
        tablet.page.get_by_role("button", name="Hoặc lưu thành tệp").click()
    return str(download.value.path())


def assert_it_is_binhs(an: Tablet, binh: Tablet, visit: Visit) -> None:
    """What Binh answers stands, what An answers after the handing on waits for the lead, whoever is back first."""
    expect(card(binh)).to_contain_text("bạn đang giữ")
    expect(card(an)).to_contain_text("bạn đã trao")
    binh.section(visit).answer("TS.01")
    an.section(visit).answer("TS.01", "fail")
    an.context.set_offline(False)
    an.wait_until_sent()
    binh.context.set_offline(False)
    binh.wait_until_sent()

    assert visit.ask(HOLDERS) == [["TS", "binh@dong.bo"]]
    statuses = [status for kind, status, _ in visit.operations() if kind == "section.take"]
    assert statuses == ["applied", "applied"]


class TestASectionHandedOn:
    def test_by_codes_that_cameras_read_is_the_takers(
        self, pair: tuple[Tablet, Tablet, Camera], visit: Visit
    ):
        an, binh, camera = pair

        binh.page.get_by_role("button", name="Nhận phần từ máy khác").click()
        camera.sees(code(binh))
        card(an).get_by_role("button", name="Trao sang máy khác").click()
        scan(an)
        expect(an.page.get_by_role("heading", name=re.compile("Đưa mã này cho máy nhận"))).to_be_visible(
            timeout=LONG
        )
        camera.sees(code(an))
        scan(binh)
        expect(binh.page.get_by_role("status").filter(has_text="Đã nhận phần")).to_be_visible(timeout=LONG)

        assert_it_is_binhs(an, binh, visit)

    def test_by_files_is_the_takers(self, pair: tuple[Tablet, Tablet, Camera], visit: Visit):
        an, binh, _ = pair

        binh.page.get_by_role("button", name="Nhận phần từ máy khác").click()
        own = saved(binh)
        card(an).get_by_role("button", name="Trao sang máy khác").click()
        an.page.get_by_label("Hoặc chọn tệp mã máy").set_input_files(own)
        expect(code(an)).to_be_visible()
        binh.page.get_by_label("Hoặc chọn tệp trao phần").set_input_files(saved(an))
        expect(binh.page.get_by_role("status").filter(has_text="Đã nhận phần")).to_be_visible()

        assert_it_is_binhs(an, binh, visit)

    def test_is_no_longer_believed_to_be_ones_own_where_a_colleague_was_first(
        self, tablet: Arrive, visit: Visit
    ):
        an, binh = (tablet(who).open(visit).open(visit, "/sections") for who in ("an", "binh"))
        an.context.set_offline(True)
        card(an).get_by_role("button", name="Nhận phần này").click()
        expect(card(an)).to_contain_text("bạn đang giữ")
        card(binh).get_by_role("button", name="Nhận phần này").click()
        binh.wait_until_sent()

        an.context.set_offline(False)

        expect(card(an)).to_contain_text("Lê Bình đang giữ", timeout=LONG)


class TestUnsentWorkInAFile:
    def test_is_sent_from_another_tablet_of_the_same_person_and_counts_once(
        self, tablet: Arrive, visit: Visit
    ):
        old = tablet("an").section(visit)
        old.wait_until_sent()
        old.context.set_offline(True)
        old.answer("TS.02").answer("TS.01", "fail")
        old.take_photo("TS.01", picture(300, 200))
        old.page.evaluate("() => { location.hash = '#/device' }")
        old.page.get_by_label("Mật khẩu của tệp").fill(PASSPHRASE)
        with old.page.expect_download() as download:
            old.page.get_by_role("button", name="Xuất việc chưa gửi").click()

        new = tablet("an")
        new.page.evaluate("() => { location.hash = '#/device' }")
        new.page.get_by_label("Tệp xuất từ máy khác của bạn").set_input_files(download.value.path())
        new.page.get_by_label("Mật khẩu của tệp").fill("khong-phai-no-dau")
        new.page.get_by_role("button", name="Nhận tệp").click()
        expect(new.page.get_by_text("Tệp không mở được")).to_be_visible(timeout=LONG)
        new.page.get_by_label("Mật khẩu của tệp").fill(PASSPHRASE)
        new.page.get_by_role("button", name="Nhận tệp").click()
        expect(new.page.get_by_text(re.compile("Đã nhận [0-9]+ việc từ tệp"))).to_be_visible(timeout=LONG)
        new.wait_until_sent()
        there = (visit.operations(), visit.answers(), visit.evidence())
        old.context.set_offline(False)
        old.wait_until_sent()

        operations, answers, [(received, size, is_whole, _)] = there
        assert all(status == "applied" for _, status, _ in operations)
        assert (answers["TS.01"]["verdict"], answers["TS.02"]["verdict"]) == ("fail", "pass")
        assert is_whole and received == size
        assert (visit.operations(), visit.answers(), visit.evidence()) == there
