"""The demonstration office seen through browsers without scripts."""

import pytest
from django.test import Client

from tests.integration import browsers
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401 fixtures by name


@pytest.fixture
def browser_of(people):  # noqa: F811
    """Return a maker of browsers in which somebody of the demonstration is signed in; "" is a stranger."""

    def browser(name: str = "") -> Client:
        return browsers.browser_of(people[name] if name else None)

    return browser


@pytest.fixture
def citizen(browser_of) -> Client:
    """The browser of the first citizen."""
    return browser_of("cong-dan")
