"""What the house knows about the person who is signed in, where to change it, and all of it to take away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.selectors import valid_appointments
from documents.rendering.report import report_pdf
from dossiers.own_report import own_report
from dossiers.services import export_own


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, contact, how well identified, appointments in force."""
    held = valid_appointments(timezone.now()).filter(person=request.user).select_related("role", "acts_for")
    return render(request, "portal/account.html", {"appointments": held})


@login_required
@require_POST
def own_data(request: HttpRequest) -> HttpResponse:
    """Hand the person everything that is kept about them: as a file of plain data, or in words to read and print."""
    at = timezone.now()
    data = export_own(request.user, at=at)
    in_words = request.POST.get("as") == "pdf"
    response = as_pdf(data, request.user.pk, at) if in_words else as_json(data)
    name = f"du-lieu-cua-toi-{timezone.localdate(at):%Y%m%d}.{'pdf' if in_words else 'json'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def as_json(data: Mapping[str, Any]) -> HttpResponse:
    """Return the data as it is."""
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


def as_pdf(data: Mapping[str, Any], person_id: int, at: datetime) -> HttpResponse:
    """Return the data in words, in the language being spoken."""
    report = own_report(data, person_id, language=(get_language() or "vi")[:2], at=at)
    return HttpResponse(report_pdf(report, created_at=at), content_type="application/pdf")
