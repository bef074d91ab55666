"""Papers drawn from answers, to be signed and brought back: of a draft for who fills it in, of a dossier for who reads it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from audit.services import note_access
from dossiers import selectors
from dossiers.drawn_papers import draw, drawn_field
from dossiers.errors import NotVisible
from dossiers.selectors.visible import visible_dossier
from portal.views.applying import STOPS, application_of, stopped
from portal.views.errors import help_number
from portal.views.files import sealed_off
from procedures.selectors import package_for


@login_required
@require_safe
def of_draft(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Draw a paper of what is saved so far."""
    try:
        application = application_of(request, name)
        drawn_field(application.form, key)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    except NotVisible as error:
        raise Http404(key) from error
    if application.draft is None:
        return redirect("portal:apply", name)
    at = timezone.now()
    package = selectors.application_package(name, at)
    pdf = draw(package, key, application.checked.answers, author=request.user.full_name, at=at)
    return as_file(pdf, f"{key}.pdf")


@login_required
@require_safe
def of_dossier(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """Draw a paper of a dossier's answers as they were sent, for the applicant and whoever reads the application."""
    try:
        dossier, sight = visible_dossier(request.user, public_id, timezone.now())
        if not sight.answers:
            raise NotVisible
        package = package_for(dossier.procedure, dossier.rules_hash)
        drawn_field(package.forms[package.definition.form], key)
    except NotVisible as error:
        raise Http404(key) from error
    pdf = draw(package, key, dossier.answers, author=dossier.applicant_name, at=dossier.submitted_at)
    if request.method == "GET":
        note_access(
            person_id=request.user.pk, what=dossier._meta.label, target_id=dossier.pk, at=timezone.now(),
            request_id=help_number(request),
        )  # fmt: skip
    return as_file(pdf, f"{dossier.code or dossier.receipt_no}-{key}.pdf")


def as_file(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF to be kept."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return sealed_off(response)
