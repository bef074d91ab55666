"""What inspectors do at a tablet."""

import re
import struct
import zlib
from collections.abc import Callable

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from tests.journeys.product import Product
from tests.journeys.tablet_world import PASSWORD, Visit

PIN = "246810"
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "locale": "vi-VN"}
LONG = 60_000
ALL_SENT = re.compile("Đã gửi hết lúc")


class Tablet:
    """One window of the application."""

    def __init__(self, product: Product, context: BrowserContext) -> None:
        self.product, self.context = product, context
        self.page: Page = context.new_page()

    def sign_in(self, who: str, password: str = PASSWORD) -> "Tablet":
        """Sign in as one of the team, or as whoever has an address, and land in the application."""
        page = self.page
        page.goto(f"{self.product.url}/accounts/login/?next=/tablet/")
        page.fill("[name=login]", who if "@" in who else f"{who}@dong.bo")
        page.fill("[name=password]", password)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/tablet/**")
        return self

    def make_store(self) -> "Tablet":
        """Choose a PIN on a tablet where one has no store yet, and wait for the visits."""
        form = self.page.locator("[data-new-store]")
        form.get_by_label("Mã PIN mới").fill(PIN)
        form.get_by_label("Nhập lại mã PIN").fill(PIN)
        form.get_by_role("button").click()
        expect(self.page.get_by_role("heading", name="Buổi kiểm tra của tôi")).to_be_visible(timeout=LONG)
        return self

    def begin(self, who: str) -> "Tablet":
        """Sign in and make a store."""
        return self.sign_in(who).make_store()

    def unlock(self, pin: str = PIN) -> "Tablet":
        """Open the one store of this tablet."""
        form = self.page.locator("[data-lock]")
        form.locator("input").fill(pin)
        form.get_by_role("button", name="Mở").click()
        expect(form).to_have_count(0, timeout=LONG)
        return self

    def open(self, visit: Visit, where: str = "") -> "Tablet":
        """Go to a page of a visit, by the address after the #, once the visit is on the tablet."""
        if not where:
            expect(self.page.locator(f'a[href="#/visit/{visit.id}"]')).to_be_visible(timeout=LONG)
        self.go(f"#/visit/{visit.id}{where}")
        expect(self.page.locator("main h1")).not_to_have_text("Buổi kiểm tra của tôi")
        return self

    def go(self, address: str) -> None:
        """Go to an address after the #, and wait until the page that stood before is gone."""
        if self.page.evaluate("() => location.hash") == address:
            return
        before = self.page.locator("main").element_handle()
        self.page.evaluate("address => { location.hash = address }", address)
        self.page.wait_for_function("main => !main.isConnected", arg=before)

    def section(self, visit: Visit, code: str = "TS") -> "Tablet":
        """Open a section."""
        self.go("#/")
        self.open(visit)
        self.open(visit, f"/section/{code}")
        expect(self.page.locator(".t-question").first).to_be_visible()
        return self

    def question(self, key: str) -> Locator:
        """Return a question on the page."""
        return self.page.locator(f'[id="q-{key}"]')

    def answer(self, key: str, verdict: str = "pass") -> "Tablet":
        """Choose a verdict."""
        self.question(key).locator(f"input[value={verdict}]").check()
        return self

    @property
    def state(self) -> Locator:
        """The words about saving and sending."""
        return self.page.locator("[data-state]")

    def wait_until_kept(self) -> "Tablet":
        """Wait until nothing that was done is still being written down."""
        expect(self.state).not_to_have_attribute("aria-busy", "true")
        return self

    def wait_until_sent(self) -> "Tablet":
        """Wait until everything has its receipt."""
        self.wait_until_kept()
        expect(self.state).to_have_text(ALL_SENT, timeout=2 * LONG)
        return self

    def take_photo(self, key: str, picture: FilePayload, *, mask: bool = False) -> "Tablet":
        """Photograph, look, mask or not, use."""
        question = self.question(key)
        before = question.locator("[data-photo]").count()
        question.locator("input[type=file]").set_input_files(picture)
        expect(question.locator("[data-photo]")).to_have_count(before + 1, timeout=LONG)
        question.get_by_role("button", name="Xem lại và dùng ảnh").click()
        if mask:
            self.drag(self.page.locator("dialog canvas"), (0.1, 0.1), (0.5, 0.4))
        self.page.get_by_role("button", name="Dùng ảnh", exact=True).click()
        expect(question.get_by_role("button", name="Xem lại và dùng ảnh")).to_have_count(0, timeout=LONG)
        return self

    def drag(self, element: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a line over an element, from share to share of its size."""
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        assert box is not None
        places = [
            (box["x"] + across * box["width"], box["y"] + down * box["height"])
            for across, down in (start, end)
        ]
        mouse = self.page.mouse
        mouse.move(*places[0])
        mouse.down()
        mouse.move(*places[1], steps=6)
        mouse.up()


Arrive = Callable[..., Tablet]


def wait_for_shell(tablet: Tablet) -> None:
    """Wait until the service worker answers for the application."""
    tablet.page.evaluate("() => navigator.serviceWorker.ready")
    tablet.page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def picture(width: int = 640, height: int = 480, name: str = "phong.png") -> FilePayload:
    """Return a picture that does not shrink to nothing: noise in every pixel, the same each time."""
    noise, value = bytearray(), 12345
    for _ in range(height):
        noise.append(0)
        for _ in range(width * 3):
            value = (value * 1103515245 + 12345) & 0x7FFFFFFF
            noise.append(value >> 16 & 0xFF)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(noise), 1)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return {"name": name, "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"".join(chunks)}
