"""Keeps officers and administrators without a second factor at its set-up page; ends sessions of lost tablets."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.second_factor import lacks_second_factor
from accounts.session_store import TABLET_SIGNED_OUT

_SET_UP_VIEW = "mfa_activate_totp"
_TABLET_PAGES = "/tablet/"
_OPEN_NAMES = ("account_", "mfa_", "set_language", "javascript_catalog", "health", "ready")


class SecondFactorMiddleware:
    """Sends them there from every page but those of the account itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer with the set-up page, or let the view go on."""
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if name.startswith(_OPEN_NAMES) or _came_with_second_factor(request):
            return None
        if not lacks_second_factor(request.user, timezone.now()):
            return None
        if "X-Device" in request.headers:
            return JsonResponse({"detail": "second_factor"}, status=401)  # a tablet cannot follow to a page
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": reverse(_SET_UP_VIEW)})
        return redirect(_SET_UP_VIEW)


class SignedOutTabletMiddleware:
    """Ends the session of a tablet that was signed out from afar, whatever page it asks for.

    Its own application is told so by its own door (tablet.api.access), and locks itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_TABLET_PAGES) and TABLET_SIGNED_OUT in request.session:
            logout(request)
        return self.get_response(request)


def _came_with_second_factor(request: HttpRequest) -> bool:
    methods = request.session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)
