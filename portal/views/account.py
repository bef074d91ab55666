"""What the house knows about the person who is signed in, where to change it, and all of it to take away."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.selectors import valid_appointments
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
    """Hand the person everything that is kept about them, as a file of plain data."""
    at = timezone.now()
    response = JsonResponse(
        export_own(request.user, at=at), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = (
        f'attachment; filename="du-lieu-cua-toi-{timezone.localdate(at):%Y%m%d}.json"'
    )
    response["Cache-Control"] = "no-store"
    return response
