"""A real Chromium and the running product."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dossiers.demo.accounts import DEMO_PASSWORD
from tests.journeys.product import Product, running_product
from tests.journeys.tablet_fixtures import tablet, visit  # noqa: F401

PATIENCE_MILLISECONDS = 20_000
# Two pages of the browser's own for its address bar cost each window more of a processor than the page under test does.
NEVER_SHOWN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# Of two such flags the last one holds, so what Playwright turns off for its own sake is turned off here again.
OFF_FOR_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
FLAGS = [
    f"--disable-features={','.join(NEVER_SHOWN + OFF_FOR_PLAYWRIGHT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The product on SQLite, or on the services of the environment."""
    with running_product() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of this process; what is expected may be late where another's take the processors."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, product: Product, context: BrowserContext) -> None:
        self.product, self.context = product, context
        self.page: Page = context.new_page()

    def go(self, path: str) -> Page:
        """Open an address of the product."""
        self.page.goto(f"{self.product.url}{path}")
        return self.page

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> "Person":
        """Sign in, by default with the password of the demonstration accounts."""
        page = self.enter(email, password)
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self

    def enter(self, email: str, password: str) -> Page:
        """Fill in and send the form of the sign-in page."""
        page = self.go("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.click("main form button[type=submit]")
        return page

    def another_tab(self) -> "Person":
        """The same browser and session, a second page."""
        return Person(self.product, self.context)

    def fetch(self, path: str, **options: Any) -> Any:
        """Ask without showing a page, with the browser's own cookies; return the answer."""
        return self.context.request.fetch(f"{self.product.url}{path}", **options)


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Sessions of people who have signed in once: signing in again costs a second and proves nothing new."""
    return {}


@pytest.fixture
def somebody(product: Product, browser: Browser, sessions: dict[str, Any]) -> Iterator[Callable[..., Person]]:
    """Give people, each with a browser context of their own; a context takes Playwright's options."""
    contexts: list[BrowserContext] = []

    def arrive(email: str = "", **options: Any) -> Person:
        options.setdefault("locale", "vi-VN")
        contexts.append(browser.new_context(storage_state=sessions.get(email), **options))
        person = Person(product, contexts[-1])
        if email and email not in sessions:
            person.sign_in(email)
            sessions[email] = person.context.storage_state()
        return person

    yield arrive
    for context in contexts:
        context.close()
