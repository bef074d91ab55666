"""Pages for what went wrong: what happened, what was kept, what to do now, and a number for the help desk."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def help_number(request: HttpRequest) -> str:
    """Return the number of this request, which is in the logs too."""
    return getattr(request, "request_id", "")


def problem(request: HttpRequest, status: int, more: Mapping[str, object] | None = None) -> HttpResponse:
    """Return the page of one status."""
    return render(
        request, f"{status}.html", {"help_number": help_number(request), **(more or {})}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, for a failed CSRF check too."""
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what does not exist and what may not be seen look the same."""
    return problem(request, 404)


def conflict(request: HttpRequest, more: Mapping[str, object]) -> HttpResponse:
    """409: somebody was faster; the page says who and what changed."""
    return problem(request, 409, more)


def too_many(request: HttpRequest) -> HttpResponse:
    """429"""
    return problem(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without database, session or context processors: they may be what failed."""
    context = {"help_number": help_number(request), "face": "portal"}
    return HttpResponse(render_to_string("500.html", context), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old."""
    return problem(request, 403)
