"""Minutes made and signed on a tablet without a network, and what the server says to them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.tablet import Arrive, Tablet
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey


def make_minutes(lead: Tablet, of: Visit) -> None:
    """Fill in what is asked on the spot and make the minutes of the inspection."""
    page = lead.open(of, "/minutes/new/inspection").page
    people = page.locator("fieldset").filter(has_text="Đại diện đối tượng kiểm tra").first
    people.get_by_role("button", name="Thêm dòng").click()
    people.get_by_label("Họ và tên").fill("Phạm Hiệu Trưởng")
    page.get_by_label("Nhất trí", exact=True).check()
    page.get_by_role("button", name="Lập biên bản").click()
    expect(page.locator(".t-minutes")).to_be_visible()


def sign(lead: Tablet, side: str, name: str = "", *, taps: int = 1) -> None:
    """Draw a signature for a side, and tap once or by mistake twice."""
    page = lead.page
    page.get_by_label(side, exact=True).check()
    if name:
        page.get_by_label("Họ và tên").fill(name)
    lead.drag(page.locator(".t-pad"), (0.1, 0.3), (0.8, 0.7))
    page.get_by_role("button", name="Ký", exact=True).click(click_count=taps)
    expect(page.locator("[data-signatures] li").filter(has_text=f"{side}:")).to_have_count(1)


class TestMinutes:
    def test_are_made_offline_signed_by_both_sides_and_equal_to_the_servers(
        self, tablet: Arrive, visit: Visit
    ):
        lead = tablet("lead").section(visit)
        lead.context.set_offline(True)
        lead.answer("TS.01", "fail")
        lead.question("TS.01").get_by_label("Lý do").fill("Không công khai")
        lead.question("TS.01").get_by_text("Ghi chú nội bộ").click()
        lead.question("TS.01").get_by_label("Chỉ đoàn đọc được").fill("NGHI-NGO-KE-TOAN")
        lead.question("TS.03").get_by_label("Số tuyển mới").fill("40")
        lead.question("TS.03").get_by_label("Quy mô được cấp").fill("30")
        lead.page.get_by_label("Có tất cả bao nhiêu?").fill("50")
        lead.page.get_by_role("button", name="Lấy mẫu").click()
        lead.page.locator('[id^="q-TS.05#"] input[value=pass]').first.check()

        make_minutes(lead, visit)
        sign(lead, "Đoàn kiểm tra")
        sign(lead, "Đối tượng kiểm tra", "Phạm Hiệu Trưởng", taps=2)
        lead.page.get_by_role("link", name="Đọc cho đối tượng nghe").click()
        expect(lead.page.locator(".t-aloud")).to_contain_text("Không công khai")
        expect(lead.page.locator("body")).not_to_contain_text("NGHI-NGO-KE-TOAN")
        lead.context.set_offline(False)
        lead.wait_until_sent()
        lead.page.go_back()
        expect(lead.page.locator("[data-proof]")).to_contain_text("Máy chủ đã lập lại biên bản")

        made = visit.ask(
            "minutes = Minutes.objects.get(target=target)\n"
            "print(json.dumps([minutes.complete_at is not None, minutes.proof, json.dumps(minutes.content, ensure_ascii=False),"
            " [[each.side, each.content_digest == minutes.content_digest, each.device_at is not None, each.image_id is not None] for each in minutes.signatures.all()]]))"
        )
        complete, proof, content, signatures = made
        assert complete
        assert proof["outcome"] in ("equal", "marks_differ"), proof["differences"][:5]
        assert proof["faults"] == {}
        assert "NGHI-NGO-KE-TOAN" not in content
        assert signatures == [["team", True, True, True], ["institution", True, True, True]]
        assert [kind for kind, _, _ in visit.operations()].count("minutes.sign") == 2

    def test_that_the_institution_does_not_sign_are_confirmed_by_a_witness(
        self, tablet: Arrive, visit: Visit
    ):
        lead = tablet("lead").section(visit).answer("TS.01")
        make_minutes(lead, visit)
        page = lead.page
        sign(lead, "Đoàn kiểm tra")
        page.get_by_label("Đối tượng kiểm tra", exact=True).check()
        page.get_by_label("Không ký", exact=True).check()
        page.get_by_label("Họ và tên").fill("Phạm Hiệu Trưởng")
        page.get_by_role("button", name="Ghi nhận không ký").click()
        expect(page.get_by_text("Ghi lý do không ký.")).to_be_visible()
        page.get_by_label("Lý do không ký").fill("Không đồng ý tồn tại số 1")
        page.get_by_role("button", name="Ghi nhận không ký").click()
        page.get_by_label("Người chứng kiến xác nhận", exact=True).check()
        page.get_by_label("Họ và tên").fill("Sơn Thị Chứng")
        page.get_by_label("Số định danh").fill("084190000111")
        page.get_by_label("Địa chỉ").fill("Ấp 1, xã Mẫu")
        lead.drag(page.locator(".t-pad"), (0.1, 0.3), (0.8, 0.7))
        page.get_by_role("button", name="Ký", exact=True).click()
        expect(page.locator("[data-signatures] li").filter(has_text="Sơn Thị Chứng")).to_have_count(1)
        lead.wait_until_sent()

        assert (
            visit.ask("print(json.dumps(Minutes.objects.get(target=target).complete_at is not None))") is True
        )

    def test_are_signed_by_the_member_who_was_chosen_whatever_way_of_signing_was_tried(
        self, tablet: Arrive, visit: Visit
    ):
        lead = tablet("lead").section(visit).answer("TS.01")
        make_minutes(lead, visit)
        who = lead.page.get_by_label("Họ và tên")

        who.select_option("Nguyễn An")
        for way in ("Ký mực trên giấy", "Ký trên máy"):
            lead.page.get_by_label(way, exact=True).check()
        sign(lead, "Đoàn kiểm tra")

        expect(lead.page.locator("[data-signatures]")).to_contain_text("Đoàn kiểm tra: Nguyễn An")


class TestASignature:
    def test_keeps_every_stroke_when_the_tablet_is_turned_or_reloaded(self, tablet: Arrive, visit: Visit):
        lead = tablet("lead").section(visit).answer("TS.01")
        make_minutes(lead, visit)
        pad = lead.page.locator(".t-pad")
        for across in (0.1, 0.5):
            lead.drag(pad, (across, 0.2), (across + 0.3, 0.8))
        before = ink(lead)

        lead.page.set_viewport_size({"width": 1180, "height": 820})
        expect(pad).to_be_visible()
        turned = ink(lead)
        lead.page.set_viewport_size({"width": 820, "height": 1180})
        back = ink(lead)
        lead.page.reload()
        lead.unlock()
        expect(pad).to_be_visible()

        assert before[0] and before[1]
        assert turned[0] and turned[1]
        assert back == before
        assert ink(lead) == before
        assert re.search("minutes/[0-9a-f-]{36}$", lead.page.url)

    def test_loses_no_stroke_when_the_tablet_is_turned_in_the_middle_of_one(
        self, tablet: Arrive, visit: Visit
    ):
        lead = tablet("lead").section(visit).answer("TS.01")
        make_minutes(lead, visit)
        pad = lead.page.locator(".t-pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        mouse = lead.page.mouse

        mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
        mouse.down()
        mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.8 * box["height"], steps=6)
        lead.page.set_viewport_size({"width": 1180, "height": 820})
        assert ink(lead)[0]
        mouse.move(box["x"] + 0.35 * box["width"], box["y"] + 0.5 * box["height"], steps=3)
        mouse.up()
        lead.page.set_viewport_size({"width": 820, "height": 1180})

        assert ink(lead)[0]
        lead.page.reload()
        lead.unlock()
        expect(pad).to_be_visible()
        assert ink(lead)[0]


def ink(tablet_: Tablet) -> list[bool]:
    """Say whether there is ink in either half of the signing area, once it has the size the tablet gives it and any ink."""
    found = tablet_.page.wait_for_function(
        """() => {
          const pad = document.querySelector(".t-pad");
          if (pad.width !== Math.floor(pad.clientWidth * Math.max(1, devicePixelRatio))) return false;
          const half = (from) => pad.getContext("2d").getImageData(from, 0, Math.floor(pad.width / 2), pad.height).data.some((value, index) => index % 4 === 0 && value < 128);
          const halves = [half(0), half(Math.floor(pad.width / 2))];
          return halves.some(Boolean) && halves;
        }"""
    )
    return found.json_value()
