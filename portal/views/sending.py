"""The review before sending: every answer with a way back to it, what is still missing by section, then the sending."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import selectors, services
from dossiers.models import Dossier
from dossiers.register_checks import public_warnings
from forms.errors import Invalid
from forms.pages import lacking
from forms.rendering import review
from portal.views.applying import STOPS, Application, application_of, stopped


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_and_send(request: HttpRequest, name: str) -> HttpResponse:
    """Show every answer with a way back to it; a POST sends the dossier."""
    sent = already_sent(request) if request.method == "POST" else None
    if sent is not None:
        return sent_page(sent)
    try:
        application = application_of(request, name)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    if request.method == "POST":
        return send(request, application)
    if application.draft is None:
        return redirect("portal:apply", name)
    if application.checked.errors and application.is_one_page:
        return redirect(f"{reverse('portal:apply', args=[name])}?check=1")
    return render(request, "portal/review.html", review_context(request, application))


def review_context(request: HttpRequest, application: Application) -> dict[str, object]:
    """Return what the review page shows."""
    checked = application.checked
    papers = {str(each.public_id): each for each in checked.attachments}
    return {
        "party_key": application.party_key,
        "procedure": application.procedure,
        "party": application.party,
        "sections": review(
            application.form,
            checked.answers,
            attachments=papers,
            warnings=checked.warnings,
            also=public_warnings(application.form, checked.answers, timezone.now()),
        ),
        "lacking": lacking(application.form, checked, application.values.keys(), owner_id=request.user.pk),
        "idempotency_key": application.draft.idempotency_key,
        "edit_url": reverse("portal:apply", args=[application.procedure.name]),
        "is_in_sections": not application.is_one_page,
    }


def send(request: HttpRequest, application: Application) -> HttpResponse:
    """Send the draft the page showed; its key makes a second press find the first dossier."""
    name, draft, key = application.procedure.name, application.draft, key_of(request)
    if key is None:
        return redirect("portal:review", name)
    if draft is None or draft.idempotency_key != key:
        messages.warning(request, _("Các câu trả lời đã đổi từ lúc trang này được mở. Xem lại rồi gửi."))
        return redirect("portal:review", name)
    try:
        dossier = services.submit(
            request.user, name, data=draft.values, files={}, idempotency_key=key, at=timezone.now(),
            representation=draft.representation,
        )  # fmt: skip
    except Invalid:
        return redirect("portal:review", name)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    return sent_page(dossier)


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the key of the page that was sent, None for what is none."""
    try:
        return uuid.UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def already_sent(request: HttpRequest) -> Dossier | None:
    """Return the dossier that this very page sent before: a second press."""
    key = key_of(request)
    return selectors.dossier_sent_with(request.user, key) if key else None


def sent_page(dossier: Dossier) -> HttpResponse:
    """Lead to the page of a dossier that was just sent."""
    return redirect(f"{reverse('portal:dossier', args=[dossier.public_id])}?sent=1")
