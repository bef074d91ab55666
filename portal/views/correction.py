"""The applicant says that a result is wrong: “kết quả có sai sót”."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dossiers.models import Dossier
from portal.correcting import Face, correct


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose the document and describe the fault; reception receives it like an application."""
    return correct(request, public_id, FACE)


def address_of(work: Dossier) -> str:
    """Return the page of a work."""
    return reverse("portal:dossier", args=[work.public_id])


def begun(request: HttpRequest, work: Dossier) -> HttpResponse:
    """Lead to the page of the work that was begun, with its receipt."""
    return redirect(f"{address_of(work)}?sent=1")


FACE = Face("portal/correction.html", by_office=False, address_of=address_of, begun=begun)
