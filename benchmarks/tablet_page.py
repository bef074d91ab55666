"""The tablet's page in a real Chromium: opening a checklist from its store, keeping an answer, memory with 200 photographs.

The checklist has 500 items (benchmarks.long_visit). Opening is from the tap to the contents with their progress on the screen; keeping is
from the change to the end of the transaction that holds the answer and its operation. Memory is that of the page's
process (resident) after 200 photographs of 1,600 pixels were shrunk, sealed and shown in one question.
"""

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import SQLITE, Stand, Store, product

OPENINGS, ANSWERS, PHOTOS = 10, 50, 200
PIN = "246810"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 600_000
# From the change of the address to the frame after the last section stands in the list.
OPEN = """async (visit) => {
  location.hash = "#/";
  await new Promise((resolve) => setTimeout(resolve, 500));
  const begun = performance.now();
  location.hash = `#/visit/${visit}`;
  while (document.querySelectorAll("ol.t-list > li").length < 10) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""
KEPT = "performance.getEntriesByName('motcua-save').map((each) => each.duration)"


def sides(stand: Stand) -> Sequence[Side]:
    """Give the one side: the server has no part in it."""
    amounts = (stand.amount(OPENINGS), stand.amount(ANSWERS), stand.amount(PHOTOS))
    return [Side("Chromium", partial(taken, stand.store("tablet_page", SQLITE, dossiers=0), *amounts))]


def taken(store: Store, openings: int, answers: int, photos: int) -> Rows:
    """Return what opening and keeping take, and the memory before and after the photographs."""
    with (
        Child("benchmarks.long_visit", store.environment) as child,
        product(store) as running,
        sync_playwright() as playwright,
    ):
        known = child.ask("visit")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 820, "height": 1180})
        context.add_cookies([{"name": "sessionid", "value": known["session"], "url": running.url}])
        page = context.new_page()
        make_store(page, running.url, known["visit"])
        opened = [page.evaluate(OPEN, known["visit"]) for _ in range(openings)]
        kept = answered(page, known["visit"], answers)
        before = resident_megabytes(browser_of(page))
        photograph(page, photos)
        after = resident_megabytes(browser_of(page))
        browser.close()
    return {
        "": {
            "open p50": percentile(opened, 50),
            "open p95": percentile(opened, 95),
            "keep p50": percentile(kept, 50),
            "keep p95": percentile(kept, 95),
            "memory": before,
            "with photos": after,
        }
    }


def make_store(page: Page, url: str, visit: str) -> None:
    """Choose a PIN and wait until the visit is on the tablet."""
    page.goto(f"{url}/tablet/")
    for field in ("Mã PIN mới", "Nhập lại mã PIN"):
        page.get_by_label(field).fill(PIN)
    page.locator("[data-new-store] button").click()
    page.locator(f'a[href="#/visit/{visit}"]').wait_for(timeout=PATIENCE_MS)


def answered(page: Page, visit: str, answers: int) -> list[float]:
    """Answer one question after the other, and back; return the milliseconds each took to be kept."""
    page.evaluate("(path) => { location.hash = path }", f"#/visit/{visit}/section/S0")
    questions = page.locator(".t-question")
    questions.first.wait_for()
    verdicts = page.locator(".t-question:has(.t-verdicts)")
    page.evaluate("performance.clearMeasures()")
    for number in range(answers):
        verdicts.nth(number % 40).locator(f"input[value={'fail' if number // 40 % 2 else 'pass'}]").check()
    page.wait_for_function(f"(count) => {KEPT}.length >= count", arg=answers)
    return list(page.evaluate(KEPT))


def photograph(page: Page, photos: int) -> None:
    """Take photographs in one question and wait until all of them are shown."""
    question = page.locator(".t-question").first
    question.locator("input[value=fail]").check()
    image = Image.effect_noise((1600, 1200), 40).convert("RGB")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=60)
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
        for number in range(photos)
    ]
    question.get_by_text("Không chụp được", exact=True).wait_for()
    for start in range(0, photos, 20):
        question.locator("input[type=file]").set_input_files(files[start : start + 20])
        page.wait_for_function(
            "(count) => document.querySelectorAll('[data-photo] canvas').length >= count",
            arg=min(photos, start + 20),
            timeout=PATIENCE_MS,
        )


def browser_of(page: Page) -> int:
    """Return the process that draws the page."""
    debugger = page.context.browser.new_browser_cdp_session()
    processes = debugger.send("SystemInfo.getProcessInfo")["processInfo"]
    return max((each for each in processes if each["type"] == "renderer"), key=lambda each: each["cpuTime"])[
        "id"
    ]


def resident_megabytes(process: int) -> float:
    """Return the resident memory of a process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


TABLET_PAGE = Measure(
    name="tablet_page",
    title="The tablet's page: a checklist of 500 items from its store, an answer kept, 200 photographs",
    units={
        "open p50": "ms",
        "open p95": "ms",
        "keep p50": "ms",
        "keep p95": "ms",
        "memory": "MB",
        "with photos": "MB",
    },
    sides=sides,
    limits={"open p95": 1_000, "keep p95": 50},
)
