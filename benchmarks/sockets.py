"""From a commit to five hundred open sockets, and to the line seen in an open Chromium.

Another process than the web server sends a dossier. Its commit is the beginning. The sockets belong
to 25 officers of the queue it falls into, so every one of them is woken by every commit; the page is
the same queue's inbox. The sockets only listen: what five hundred browsers would then fetch at once
is no part of this. Client, browser, server and worker share the machine.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from functools import partial

from playwright.async_api import Page, async_playwright

from benchmarks.child import Child
from benchmarks.listeners import Listener, all_woken, forget, open_all
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import POSTGRESQL, SQLITE, Stand, Store, product

SOCKETS, OFFICERS, COMMITS, WARM_UP, IN_THE_LIST = 500, 25, 50, 2, 10
NAMES = {SQLITE: "SQLite, polled", POSTGRESQL: "PostgreSQL, Redis"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE_MS = 30_000
# Notes when a line was first in the page and the frame after it drawn.
OBSERVE = """() => {
  window.seen = {};
  const note = () => document.querySelectorAll("[data-row] .mc-inbox__code").forEach((code) => {
    const receipt = code.textContent.trim();
    if (receipt in window.seen) return;
    window.seen[receipt] = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.seen[receipt] = Date.now(); }));
  });
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
  note();
}"""
SEEN = "(receipt) => window.seen[receipt]"
GONE = "(receipt) => ![...document.querySelectorAll('[data-row]')].some((row) => row.textContent.includes(receipt))"


def sides(stand: Stand) -> Sequence[Side]:
    """Give the embedded product and the distributed one."""
    sockets, commits = stand.amount(SOCKETS), stand.amount(COMMITS)
    return [
        Side(name, partial(taken, stand.store("sockets", database, dossiers=0), sockets, commits))
        for database, name in NAMES.items()
    ]


def taken(store: Store, sockets: int, commits: int) -> Rows:
    """Return p50 and p95 at the sockets and in the page."""
    with ExitStack() as stack:
        people = stack.enter_context(Child("benchmarks.people", store.environment))
        sender = stack.enter_context(Child("benchmarks.sender", store.environment))
        sessions = people.ask("officers", count=OFFICERS, sessions=sockets + 1)
        fill_the_list(sender)
        running = stack.enter_context(product(store))
        at_sockets, in_page = asyncio.run(listened(running.url, sessions, sender, commits))
    return {
        "at the sockets": {"p50": percentile(at_sockets, 50), "p95": percentile(at_sockets, 95)},
        "seen in the page": {"p50": percentile(in_page, 50), "p95": percentile(in_page, 95)},
    }


def fill_the_list(sender: Child) -> None:
    """Have some lines in the inbox, the first time; the list stays shorter than a page."""
    for _ in range(IN_THE_LIST - sender.ask("waiting")):
        sender.ask("send")


async def listened(
    url: str, sessions: Sequence[str], sender: Child, commits: int
) -> tuple[list[float], list[float]]:
    """Open the page and the sockets; return the milliseconds of every commit there."""
    async with AsyncExitStack() as stack:
        page = await open_inbox(url, sessions[0], stack)
        listeners = await open_all(url, sessions[1:], stack)
        at_sockets: list[float] = []
        in_page: list[float] = []
        for number in range(WARM_UP + commits):
            sockets, shown = await one_commit(page, listeners, sender)
            if number >= WARM_UP:
                at_sockets += sockets
                in_page.append(shown)
        return at_sockets, in_page


async def open_inbox(url: str, session: str, stack: AsyncExitStack) -> Page:
    """Open the inbox in a Chromium, wait until its socket listens, and watch its list."""
    playwright = await stack.enter_async_context(async_playwright())
    browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    stack.push_async_callback(browser.close)
    context = await browser.new_context(locale="vi-VN")
    await context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = await context.new_page()
    await page.goto(f"{url}/desk/")
    await page.wait_for_selector("html[data-live-state=open]", state="attached")
    await page.evaluate(OBSERVE)
    return page


async def one_commit(page: Page, listeners: Sequence[Listener], sender: Child) -> tuple[list[float], float]:
    """Send a dossier and withdraw it again; return how long its news took to each socket and to the page."""
    await asyncio.sleep(random.uniform(0.3, 0.6))  # whatever the poller's quarter of a second begins with
    forget(listeners)
    sent = await asyncio.to_thread(sender.ask, "send")
    heard = await all_woken(listeners, sent["at"])
    await page.wait_for_function(SEEN, arg=sent["receipt"], timeout=PATIENCE_MS)
    shown = await page.evaluate(SEEN, sent["receipt"])
    gone_at = await asyncio.to_thread(sender.ask, "take_back", public_id=sent["public_id"])
    await all_woken(listeners, gone_at)
    await page.wait_for_function(GONE, arg=sent["receipt"], timeout=PATIENCE_MS)
    return [each - sent["at"] for each in heard], shown - sent["at"]


LIVE = Measure(
    name="sockets",
    title="From a commit to those who wait, with 500 open sockets",
    units={"p50": "ms", "p95": "ms"},
    sides=sides,
)
