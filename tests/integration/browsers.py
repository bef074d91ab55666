"""Browsers in which somebody is signed in."""

from django.conf import settings
from django.test import Client

from accounts.models import Person
from tests.integration.ways import remembered

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser_of(person: Person | None) -> Client:
    """Return a browser of a person, or of a stranger."""
    client = Client()
    if person is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
    return client


@remembered
def session_of(person: Person) -> str:
    """Sign somebody in; return the key of the session."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
