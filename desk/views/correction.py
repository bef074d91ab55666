"""The way in to đính chính, thay thế, thu hồi: an officer of the agency that decided says which document is wrong."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from dossiers.models import Dossier
from portal.correcting import Face, correct


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose among the issued documents of a finished dossier and describe the fault."""
    return correct(request, public_id, FACE)


def address_of(work: Dossier) -> str:
    """Return the page of a work."""
    return reverse("desk:dossier", args=[work.public_id])


def begun(request: HttpRequest, work: Dossier) -> HttpResponse:
    """Lead to the page of the work that was begun."""
    messages.success(request, _("Đã mở hồ sơ xử lý sai sót. Bước đầu tiên chờ trong hộp việc."))
    return redirect(address_of(work))


FACE = Face("desk/correction.html", by_office=True, address_of=address_of, begun=begun)
