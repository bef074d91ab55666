"""A signed-in administrator, a local one and a leader, over the small administration."""

import pytest
from django.test import Client

from accounts.models import Person
from tests.integration.accounts.people import Administration, make_administration, make_officer


@pytest.fixture(autouse=True)
def without_second_factor(settings) -> None:
    settings.MOTCUA_REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def administration(db: None) -> Administration:
    """Return the small administration."""
    return make_administration()


@pytest.fixture
def local(administration: Administration) -> Person:
    """Return the administrator of the school alone."""
    return make_officer("qt-truong@example.vn", "quan_tri", administration.school)


@pytest.fixture
def leader(administration: Administration) -> Person:
    """Return the head of the department."""
    return make_officer("gd@example.vn", "lanh_dao_so", administration.department, title="Giám đốc")


@pytest.fixture
def as_administrator(administration: Administration) -> Client:
    """Return a browser of the first administrator."""
    return browser_of(administration.administrator)


def browser_of(person: Person) -> Client:
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
