"""What the house knows about the person who is signed in, where to change it, and all of it to take away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.selectors import valid_appointments
from documents.rendering.report import report_pdf
from dossiers.own_report import own_report
from dossiers.services import export_own
from inspections.errors import NotVisible
from inspections.selectors.visits import devices_of
from inspections.services.sync import revoke_own_device


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, contact, how well identified, appointments in force."""
    held = valid_appointments(timezone.now()).filter(person=request.user).select_related("role", "acts_for")
    context = {"appointments": held, "tablets": devices_of(request.user)}
    return render(request, "portal/account.html", context)


@login_required
@require_POST
def sign_out_tablet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign one of the person's own tablets out at its next contact."""
    try:
        tablet = revoke_own_device(request.user, public_id, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    messages.success(request, _("Máy “%(name)s” sẽ bị đăng xuất ở lần kết nối tới.") % {"name": tablet.name})
    return redirect("portal:account")


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
