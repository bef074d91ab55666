"""The shell of the tablet application and what makes it installable; none of it knows who is asking, but `me`.

The service worker keeps shell, scripts, styles, fonts and texts. It is served from /tablet/, so that its
scope is the application and nothing else, and is never cached, so that a new version is seen at once.
"""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET
from django.views.i18n import JSONCatalog

from tablet.precache import LANGUAGES_TRANSLATED, application

MAY_USE = "camera=(self), geolocation=(self), microphone=()"
"""A visit is photographed, never recorded: nothing in the application can open the microphone."""


@require_GET
@never_cache
def shell(request: HttpRequest) -> HttpResponse:
    """Answer with the empty page that the application fills in, the same for everybody."""
    with translation.override("vi"):
        answer = render(request, "tablet/shell.html", {"version": application().version})
    answer["Permissions-Policy"] = MAY_USE
    return answer


@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker: the list of files of this version, then its code."""
    made = application()
    listed = json.dumps({"version": made.version, "addresses": made.addresses})
    return HttpResponse(
        f"self.SHELL = {listed};\n{made.worker}", content_type="text/javascript; charset=utf-8"
    )


@require_GET
@never_cache
def manifest(request: HttpRequest) -> JsonResponse:
    """Answer with what the browser needs to install the application."""
    start = reverse("tablet:shell")
    icon = {"src": "/static/icons/motcua.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    return JsonResponse(
        {
            "id": start,
            "name": _("Mộtcửa – Kiểm tra"),
            "short_name": pgettext("inspections", "Kiểm tra"),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": "#0B5CAD",
            "lang": "vi",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )


@require_GET
@never_cache
@ensure_csrf_cookie
def me(request: HttpRequest) -> JsonResponse:
    """Answer who is signed in, null for nobody, and the server's moment; the tablet compares its clock with it."""
    person = request.user if request.user.is_authenticated else None
    known = {"id": str(person.public_id), "name": person.full_name or person.email} if person else None
    return JsonResponse({"person": known, "now": timezone.now().isoformat()})


@require_GET
@never_cache
def texts(request: HttpRequest, language: str) -> HttpResponse:
    """Answer with the application's texts in a language; Vietnamese is in the application itself."""
    if language not in LANGUAGES_TRANSLATED:
        raise Http404
    with translation.override(language):
        return JSONCatalog.as_view(domain="djangojs")(request)
