"""The draft of the document a step is about, for whoever may open the step."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from audit.services import note_access
from desk.access import officers_only
from desk.dossier_steps import DossierSteps
from documents.errors import TemplateError
from dossiers.errors import NotVisible
from dossiers.preview import draw_draft, label_of_missing
from portal.views.files import sealed_off

NAME = "du-thao.pdf"


@officers_only
@require_safe
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Draw it anew, reserve nothing; `?kind=` chooses where the step's ways out lead to several documents."""
    at = timezone.now()
    work = DossierSteps().page(request.user, public_id, at)
    try:
        pdf = draw_draft(work, request.user, at, kind=request.GET.get("kind", ""))
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except TemplateError as error:
        name = getattr(error, "name", "")
        label = label_of_missing(work, name, get_language() or "vi")
        return render(request, "desk/draft_missing.html", {"missing": name, "label": label}, status=409)
    if request.method == "GET":
        note_access(
            person_id=request.user.pk, what="workflows.WorkItem", target_id=work.item.pk, at=at,
            request_id=getattr(request, "request_id", ""),
        )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, NAME)
    return sealed_off(response)
