"""A real Chromium and the running product."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dossiers.demo.accounts import DEMO_PASSWORD
from tests.journeys.product import Product, running_product

FLAGS = [
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
    """One Chromium for all journeys."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
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

    def sign_in(self, email: str) -> "Person":
        """Sign in with a demonstration account."""
        page = self.go("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self


@pytest.fixture
def somebody(product: Product, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Give people, each with a browser context of their own; a context takes Playwright's options."""
    contexts: list[BrowserContext] = []

    def arrive(email: str = "", **options: object) -> Person:
        contexts.append(browser.new_context(locale="vi-VN", **options))
        person = Person(product, contexts[-1])
        return person.sign_in(email) if email else person

    yield arrive
    for context in contexts:
        context.close()
