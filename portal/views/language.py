"""The switch of languages in the header: the page at once, and for who is signed in every message from now on."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as remember_in_browser

from accounts.errors import UnknownLanguage
from accounts.services import choose_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Switch the browser, and the person where there is one; a language nobody offers changes nothing."""
    if request.user.is_authenticated:
        with suppress(UnknownLanguage):
            choose_language(request.user, request.POST.get("language", ""), at=timezone.now())
    return remember_in_browser(request)
