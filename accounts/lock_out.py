"""Whose failed sign-ins are counted: the address that was typed, told to django-axes.

allauth hands the address over under the name of its login method, axes itself under the name of
the form's field. Without one rule for both, failures carried no name and five of anybody's locked
everybody behind the same address out, which for a one-stop centre is the whole centre.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

NAMES = ("email", "login", "username")


def name_of_attempt(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the address that was tried, in one spelling; "" when there is none."""
    typed = next((credentials[name] for name in NAMES if credentials.get(name)), "") if credentials else ""
    if not typed and request is not None:
        typed = request.POST.get(settings.AXES_USERNAME_FORM_FIELD, "")
    return str(typed).strip().casefold()
