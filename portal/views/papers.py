"""A statutory paper as a file: receipt, request for more, refusal, apology, stop, control slip."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from audit.services import note_access
from documents.selectors import file_of
from dossiers.errors import NotVisible
from dossiers.selectors.papers import visible_paper
from portal.views.errors import help_number
from portal.views.files import sealed_off


@login_required
@require_safe
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the paper; what may not be read, or is not drawn yet, does not exist."""
    at = timezone.now()
    try:
        found = visible_paper(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    if request.method == "GET":
        note_access(
            person_id=request.user.pk, what=found._meta.label, target_id=found.pk, at=at,
            request_id=help_number(request),
        )  # fmt: skip
    response = HttpResponse(file_of(found), content_type="application/pdf")
    code = found.dossier.code or found.dossier.receipt_no
    response["Content-Disposition"] = content_disposition_header(False, f"{code}-{found.form}.pdf")
    return sealed_off(response)
