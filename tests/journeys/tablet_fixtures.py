"""A visit and tablets for the journeys of inspectors."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.product import Product
from tests.journeys.tablet import TABLET, Arrive, Tablet
from tests.journeys.tablet_world import Visit, new_visit


@pytest.fixture
def visit(product: Product) -> Visit:
    """A visit under way."""
    return new_visit(product)


@pytest.fixture
def tablet(product: Product, browser: Browser) -> Iterator[Arrive]:
    """Give tablets, each with a browser of its own."""
    contexts: list[BrowserContext] = []

    def arrive(who: str, **options: Any) -> Tablet:
        contexts.append(browser.new_context(**{**TABLET, **options}))
        return Tablet(product, contexts[-1]).begin(who)

    yield arrive
    for context in contexts:
        context.close()
