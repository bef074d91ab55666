"""Applying: fill in, read once more, send. A draft keeps whatever was typed; nothing is sent before the review."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import selectors, services
from dossiers.errors import MayNotApply
from dossiers.models import Draft
from dossiers.policies import check_may_apply
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.rendering import BoundForm, review
from forms.services import Collected, collect
from portal.views.errors import help_number
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce


def form_of(request: HttpRequest, name: str) -> tuple[ProcedureDefinition, FormDefinition]:
    """Return the procedure in force and its form. Raises Http404, MayNotApply."""
    at = timezone.now()
    try:
        package = selectors.application_package(name, at)
    except NotInForce as error:
        raise Http404(name) from error
    check_may_apply(request.user, package.definition, at)
    return package.definition, package.forms[package.definition.form]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form with the draft in it; a POST keeps the draft, then goes to the review if nothing is wrong."""
    try:
        procedure, definition = form_of(request, name)
    except MayNotApply as refusal:
        return may_not_apply(request, refusal)
    if request.method == "POST":
        return keep(request, procedure, definition)
    draft = selectors.draft_of(request.user, name)
    errors = collect_draft(request, definition, draft).errors if draft and "check" in request.GET else None
    form = BoundForm(
        definition, values=draft.values if draft else None, errors=errors, owner_id=request.user.pk
    )
    return show(request, procedure, form, draft)


def keep(request: HttpRequest, procedure: ProcedureDefinition, definition: FormDefinition) -> HttpResponse:
    """Store what was typed and uploaded as the draft; show mistakes only to who wants to go on."""
    at = timezone.now()
    sent = collect(definition, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
    draft = services.save_draft(request.user, procedure.name, sent.values, at=at)
    wants_review = request.POST.get("action") != "draft"
    refused = sent.errors if wants_review else refused_uploads(definition, sent, request.FILES)
    if refused:
        form = BoundForm(
            definition, values=sent.values, errors=refused, warnings=sent.warnings, owner_id=request.user.pk
        )
        return show(request, procedure, form, draft, status=422)
    return redirect("portal:review" if wants_review else "portal:apply", procedure.name)


def refused_uploads(
    definition: FormDefinition, sent: Collected, files: Mapping[str, object]
) -> dict[str, list[str]]:
    """Return the faults of files just sent: a draft forgives everything else, but a lost upload must be told."""
    return {key: faults for key, faults in sent.errors.items() if key in files and key in definition.keys}


def show(
    request: HttpRequest,
    procedure: ProcedureDefinition,
    form: BoundForm,
    draft: Draft | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page of the form."""
    context = {"procedure": procedure, "form": form, "saved_at": draft.updated_at if draft else None}
    return render(request, "portal/apply.html", context, status=status)


def collect_draft(request: HttpRequest, definition: FormDefinition, draft: Draft) -> Collected:
    """Return the draft checked against the form in force."""
    return collect(definition, data=draft.values, owner_id=request.user.pk, at=timezone.now())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_and_send(request: HttpRequest, name: str) -> HttpResponse:
    """Show every answer with a way back to it; a POST sends the dossier."""
    try:
        procedure, definition = form_of(request, name)
    except MayNotApply as refusal:
        return may_not_apply(request, refusal)
    draft = selectors.draft_of(request.user, name)
    if request.method == "POST":
        return send(request, procedure, draft)
    if draft is None:
        return redirect("portal:apply", name)
    checked = collect_draft(request, definition, draft)
    if checked.errors:
        return redirect(f"{reverse('portal:apply', args=[name])}?check=1")
    return render(
        request, "portal/review.html", review_context(request, procedure, definition, draft, checked)
    )


def review_context(
    request: HttpRequest,
    procedure: ProcedureDefinition,
    definition: FormDefinition,
    draft: Draft,
    checked: Collected,
) -> dict[str, object]:
    """Return what the review page shows."""
    papers = {str(each.public_id): each for each in checked.attachments}
    return {
        "procedure": procedure,
        "sections": review(definition, checked.answers, attachments=papers, warnings=checked.warnings),
        "idempotency_key": draft.idempotency_key,
        "edit_url": reverse("portal:apply", args=[procedure.name]),
    }


def send(request: HttpRequest, procedure: ProcedureDefinition, draft: Draft | None) -> HttpResponse:
    """Send the draft; the key of the page makes a second press find the first dossier."""
    try:
        key = uuid.UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return redirect("portal:review", procedure.name)
    try:
        dossier = services.submit(
            request.user, procedure.name, data=draft.values if draft else {}, files={},
            idempotency_key=key, at=timezone.now(),
        )  # fmt: skip
    except Invalid:
        return redirect(f"{reverse('portal:apply', args=[procedure.name])}?check=1")
    return redirect(f"{reverse('portal:dossier', args=[dossier.public_id])}?sent=1")


@login_required
@require_POST
def discard(request: HttpRequest, name: str) -> HttpResponse:
    """Throw the draft away."""
    services.discard_draft(request.user, name, at=timezone.now())
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("portal:dossiers")


def may_not_apply(request: HttpRequest, refusal: MayNotApply) -> HttpResponse:
    """Say what stands in the way and what to do about it."""
    context = {"reason": refusal.reason, "needed": refusal.needed, "help_number": help_number(request)}
    return render(request, "portal/may_not_apply.html", context, status=403)
