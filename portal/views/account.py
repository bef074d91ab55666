"""What the house knows about the person who is signed in, and where to change it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.selectors import valid_appointments


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, contact, how well identified, appointments in force."""
    held = valid_appointments(timezone.now()).filter(person=request.user).select_related("role", "acts_for")
    return render(request, "portal/account.html", {"appointments": held})
