"""Photographs and files: what is drawn on them, where and when they were taken, and what becomes of those not taken."""

import io
import json
import re
from datetime import UTC, datetime

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Route, expect

from tests.journeys.tablet import LONG, Arrive, Tablet, picture
from tests.journeys.tablet_checklists import pin_checklist
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

PLACE = {"geolocation": {"latitude": 9.78, "longitude": 105.47}, "permissions": ["geolocation"]}
DRAWN = """
from django.core.files.storage import default_storage
from PIL import Image
found = Evidence.objects.get(target=target)
with default_storage.open(found.storage_name) as stored:
    image = Image.open(stored).convert("RGB")
    image.load()
across, down = image.size
def red(box):
    return sum(r > 140 and g < 110 and b < 110 for r, g, b in image.crop([int(x) for x in box]).getdata())
print(json.dumps({
    "size": [across, down],
    "masked": image.crop([int(0.1 * across), int(0.1 * down), int(0.3 * across), int(0.3 * down)]).resize((1, 1)).getpixel((0, 0)),
    "arrow": red((0.5 * across, 0.1 * down, 0.9 * across, 0.4 * down)),
    "circle": red((0.5 * across, 0.5 * down, 0.95 * across, 0.95 * down)),
    "elsewhere": red((0, 0.5 * down, 0.4 * across, down)),
    "place": found.place, "taken_at": found.taken_at.isoformat(), "masked_told": found.is_masked,
}))
"""
REASON = "Tệp có mã độc. Hãy chụp lại."


def white(width: int = 800, height: int = 600) -> FilePayload:
    """Return a white photograph, on which everything drawn is seen."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "JPEG")
    return {"name": "phong.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


class TestWhatIsDrawn:
    def test_arrow_circle_and_mask_are_in_the_bytes_with_the_time_and_the_place(
        self, tablet: Arrive, visit: Visit
    ):
        begun = datetime.now(UTC)
        an = tablet("an", **PLACE).section(visit).answer("TS.01", "fail")
        question = an.question("TS.01")
        question.locator("input[type=file]").set_input_files(white())
        question.get_by_role("button", name="Xem lại và dùng ảnh").click()
        canvas = an.page.locator("dialog canvas")
        expect(canvas).to_be_visible()

        for tool, start, end in (
            ("Che đen", (0.05, 0.05), (0.35, 0.35)),
            ("Mũi tên", (0.55, 0.35), (0.85, 0.15)),
            ("Khoanh tròn", (0.55, 0.55), (0.9, 0.9)),
            ("Khoanh tròn", (0.1, 0.6), (0.3, 0.9)),
        ):
            an.page.get_by_label(tool, exact=True).check()
            an.drag(canvas, start, end)
        an.page.get_by_role("button", name="Bỏ nét vừa vẽ").click()
        an.page.get_by_role("button", name="Dùng ảnh", exact=True).click()
        expect(question.get_by_text("Đã tới máy chủ")).to_be_visible(timeout=LONG)

        found = visit.ask(DRAWN)
        assert found["size"] == [800, 600]
        assert max(found["masked"]) < 10
        assert found["masked_told"] is True
        assert found["arrow"] > 300
        assert found["circle"] > 300
        assert found["elsewhere"] == 0, "the stroke that was taken back"
        assert [found["place"]["lat"], found["place"]["lng"]] == ["9.780000", "105.470000"]
        assert begun <= datetime.fromisoformat(found["taken_at"]) <= datetime.now(UTC)


def nudge(an: Tablet) -> None:
    """Let the tablet ask for news now."""
    an.page.evaluate("() => window.dispatchEvent(new Event('online'))")


class TestAPhotographThatWasNotTaken:
    def test_waits_while_the_server_does_not_know_it_and_goes_by_itself(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        unknown: list[str] = []

        def know_nothing(route: Route) -> None:
            unknown.append(route.request.method)
            route.fulfill(status=404, json={"detail": "not_found"})

        an.context.route("**/tablet/api/evidence/**", know_nothing)
        an.take_photo("TS.01", picture(200, 150))
        expect(an.question("TS.01").get_by_text("Máy chủ chưa biết tệp này, sẽ tự gửi lại")).to_be_visible(
            timeout=LONG
        )
        expect(an.state).to_contain_text("1 ảnh chờ gửi")
        expect(an.state).not_to_contain_text("máy chủ không nhận")
        assert unknown

        an.context.unroute("**/tablet/api/evidence/**")
        nudge(an)

        expect(an.question("TS.01").get_by_text("Đã tới máy chủ")).to_be_visible(timeout=LONG)
        [(received, size, is_whole, _)] = visit.evidence()
        assert is_whole and received == size

    def test_is_shown_with_the_reason_and_is_sent_again_when_one_says_so(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")

        def refuse(route: Route) -> None:
            if route.request.method != "PATCH":
                return route.continue_()
            answer = {"detail": "refused", "reason": REASON, "offset": 0}
            return route.fulfill(status=422, content_type="application/json", body=json.dumps(answer))

        an.context.route("**/tablet/api/evidence/**", refuse)
        an.take_photo("TS.01", picture(200, 150))
        expect(an.question("TS.01").get_by_text(f"Máy chủ không nhận: {REASON}")).to_be_visible(timeout=LONG)
        an.state.get_by_role("link", name="Xem").click()
        card = an.page.locator("[data-refused]")
        expect(card).to_contain_text("Ảnh hoặc tệp TS.01")
        expect(card).to_contain_text(REASON)

        an.context.unroute("**/tablet/api/evidence/**")
        card.get_by_role("button", name="Gửi lại").click()

        expect(card).to_have_count(0)
        an.wait_until_sent()
        [(received, size, is_whole, _)] = visit.evidence()
        assert is_whole and received == size


class TestAFile:
    def test_of_another_kind_or_too_large_is_refused_with_what_to_do(self, tablet: Arrive, visit: Visit):
        pin_checklist(visit, "tests.journeys.every_kind_checklist")
        an = tablet("an").section(visit, "KIND")
        question = an.question("K.file")
        chosen = question.locator("input[type=file]")

        chosen.set_input_files({"name": "so.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04"})
        expect(question.get_by_text("so.docx không phải tệp nhận được. Hãy chọn tệp PDF")).to_be_visible()
        large = b"%PDF-1.7\n" + b"0" * 20_000_000
        chosen.set_input_files({"name": "so.pdf", "mimeType": "application/pdf", "buffer": large})
        expect(
            question.get_by_text("so.pdf lớn hơn 20 MB. Hãy chia nhỏ hoặc chụp từng trang.")
        ).to_be_visible()

        expect(question.locator("[data-photo]")).to_have_count(0)
        expect(an.state).to_have_text(re.compile("^(Đã gửi hết|Không có gì)"))
