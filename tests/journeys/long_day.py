"""A long day of one inspector: 500 items and 200 photographs, by a hand that is fast, on a tablet whose battery dies.

Everything goes through the page: answers by its inputs, photographs by its file input and its dialog. Only the hand is a
script, so that a day takes a minute.
"""

import io
import random
import time
from contextlib import suppress
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Locator, expect

from tests.journeys.killing import kill, start
from tests.journeys.long_checklist import ITEMS, SECTIONS
from tests.journeys.product import Product
from tests.journeys.tablet import LONG, Tablet, wait_for_shell
from tests.journeys.tablet_checklists import pin_checklist
from tests.journeys.tablet_world import Visit

PHOTOS = 20
"""In each section, for its last item."""
PLACE = {"geolocation": {"latitude": 9.78, "longitude": 105.47}, "permissions": ["geolocation"]}
ANSWER = """async () => {
  for (const verdicts of document.querySelectorAll(".t-verdicts")) {
    if (verdicts.querySelector("input:checked")) continue;
    verdicts.querySelector("input[value=pass]").click();
    await new Promise((resolve) => setTimeout(resolve));
  }
}"""
LOOK = """async (key) => {
  const until = async (isSo) => { while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 4)); };
  const named = (place, words) => [...place.querySelectorAll("button")].find((each) => each.textContent === words);
  const drafts = () => document.getElementById(`q-${key}`);
  for (let look; (look = named(drafts(), "Xem lại và dùng ảnh")); ) {
    const { photo } = look.closest("[data-photo]").dataset;
    look.click();
    await until(() => document.querySelector("dialog[open] canvas"));
    named(document.querySelector("dialog[open]"), "Dùng ảnh").click();
    await until(() => { const kept = document.querySelector(`[data-photo="${photo}"]`); return kept && !named(kept, "Xem lại và dùng ảnh"); });
  }
}"""
ARRIVED = """
operations = list(SyncOperation.objects.filter(target=target))
files = list(Evidence.objects.filter(target=target))
answers = dict(Answer.objects.filter(target=target).values_list("item_key", "values"))
print(json.dumps({
    "answers": {key: [values["verdict"], len(values["evidence"])] for key, values in answers.items()},
    "statuses": sorted({each.status for each in operations}),
    "operations": len(operations),
    "receipts": len({each.response["receipt"]["seq"] for each in operations if each.response["receipt"]}),
    "photos": len(files), "contents": len({each.sha256 for each in files}),
    "whole": sum(each.completed_at is not None and each.received_bytes == each.size for each in files),
    "in answers": len({number for values in answers.values() for number in values["evidence"]} & {str(each.pk) for each in files}),
    "events": Target.objects.get(pk=target.pk).sync_seq,
}))
"""


def photographs(section: int) -> list[FilePayload]:
    """Return the photographs of a section, each unlike every other."""
    return [photograph(section * PHOTOS + number) for number in range(PHOTOS)]


def photograph(number: int) -> FilePayload:
    """Return a small JPEG: noise, the same for the same number."""
    noise = random.Random(number).randbytes(160 * 120)
    written = io.BytesIO()
    Image.frombytes("L", (160, 120), noise).convert("RGB").save(written, "JPEG", quality=60)
    return {"name": f"anh-{number}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


class LongDay:
    """One inspector with a browser on a folder of its own."""

    def __init__(self, product: Product, browser: Browser, visit: Visit, folder: str) -> None:
        self.product, self.browser, self.visit, self.folder = product, browser, visit, folder
        self.context: BrowserContext = start(browser, folder, **PLACE)
        self.an = Tablet(product, self.context)

    def begin(self) -> "LongDay":
        """Take the visit along."""
        pin_checklist(self.visit, "tests.journeys.long_checklist")
        self.an.begin("an").open(self.visit)
        wait_for_shell(self.an)
        return self

    def without_a_network(self) -> "LongDay":
        """Go where none is, and start the application there."""
        self.context.set_offline(True)
        self.an.page.reload()
        self.an.unlock()
        return self

    def with_a_network(self) -> "LongDay":
        """Come back."""
        self.context.set_offline(False)
        return self

    def open(self, section: int) -> str:
        """Open a section; return the key of its photographs."""
        self.an.section(self.visit, f"S{section}")
        return f"S{section}.{ITEMS - 1}"

    def work(self, *sections: int) -> "LongDay":
        """Answer everything of some sections, going on where the last battery ended."""
        for section in sections:
            key = self.open(section)
            self.an.page.evaluate(ANSWER)
            self.photograph(section, key)
            self.an.page.evaluate(LOOK, key)
            self.settle(key)
        return self

    def photograph(self, section: int, key: str) -> None:
        """Take those photographs that are not on the tablet yet, and wait until they are."""
        taken = self.photos(key)
        left = photographs(section)[taken.count() :]
        if left:
            self.an.question(key).locator("input[type=file]").set_input_files(left)
        expect(taken).to_have_count(PHOTOS, timeout=LONG)

    def settle(self, key: str) -> None:
        """Wait until what was done last is on the tablet: one may leave the page then."""
        expect(self.an.question(key).get_by_text("Chưa xem lại, chưa gửi")).to_have_count(0, timeout=LONG)
        self.an.page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 150))")

    def dies_while_answering(self, section: int, seconds: float) -> int:
        """Let the battery die somewhere in a section; return how many answers were kept by then."""
        self.open(section)
        page = self.an.page
        page.evaluate("() => performance.clearMeasures('motcua-save')")
        page.evaluate(f"() => void ({ANSWER})()")
        time.sleep(seconds)
        kept = page.evaluate("performance.getEntriesByName('motcua-save').length")
        self.dies()
        return kept

    def dies_while_photographing(self, section: int, seconds: float) -> int:
        """Let the battery die among the photographs of a section; return how many were on the tablet by then."""
        key = self.open(section)
        self.photograph(section, key)
        self.an.page.evaluate(f"(key) => void ({LOOK})(key)", key)
        time.sleep(seconds)
        kept = self.an.question(key).locator("[data-photo]").count()
        self.dies()
        return kept

    def dies(self) -> None:
        """Kill the browser and start it again on what its disk holds."""
        kill(self.folder)
        with suppress(Error):
            self.context.close()
        self.context = start(self.browser, self.folder, **PLACE)
        self.an = Tablet(self.product, self.context)

    def starts_again(self, *, offline: bool = False) -> "LongDay":
        """Open the application again, with a network or without."""
        self.context.set_offline(offline)
        self.an.page.goto(f"{self.product.url}/tablet/")
        self.an.unlock()
        return self

    def answered(self, section: int) -> int:
        """Return how many verdicts of a section stand on the page."""
        self.open(section)
        return self.an.page.locator(".t-verdicts input:checked").count()

    def shown(self, section: int) -> int:
        """Return how many photographs of a section are on the page, once they are drawn."""
        return self.photos(self.open(section)).count()

    def photos(self, key: str) -> Locator:
        """Return the photographs of an item, once those that are on the tablet are drawn."""
        expect(self.an.question(key).locator(".t-photos[data-drawn]")).to_be_attached(timeout=LONG)
        return self.an.question(key).locator("[data-photo]")

    def sends_everything(self) -> None:
        """Sign in again where the battery took the session with it, and wait for the last receipt."""
        if self.context.request.get(f"{self.product.url}/tablet/me/").json()["person"] is None:
            self.an.sign_in("an").unlock()
        self.an.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        self.an.page.wait_for_timeout(300)
        expect(self.an.state).to_contain_text("Đã gửi hết lúc", timeout=240_000)

    def left_on_the_tablet(self) -> list[int]:
        """Return how many operations and how many files have no receipt yet."""
        return self.an.page.evaluate(
            """async () => {
              const [{ name }] = (await indexedDB.databases()).filter((each) => each.name !== "motcua-tablet");
              const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
              const database = await asked(indexedDB.open(name));
              const counted = ["operations", "bytes"].map((store) => asked(database.transaction(store).objectStore(store).count()));
              return Promise.all(counted);
            }"""
        )


def assert_all_arrived_once(visit: Visit) -> None:
    """The server holds 500 answers and 200 photographs, each once, each with a receipt of its own."""
    found: dict[str, Any] = visit.ask(ARRIVED)
    assert found["answers"] == {
        f"S{section}.{item}": (["pass", 0] if item < ITEMS - 1 else [None, PHOTOS])
        for section in range(SECTIONS)
        for item in range(ITEMS)
    }
    assert found["statuses"] == ["applied"]
    assert found["receipts"] == found["operations"]
    photos = SECTIONS * PHOTOS
    assert [found[name] for name in ("photos", "contents", "whole", "in answers")] == [photos] * 4
    assert found["events"] == found["operations"] + photos
