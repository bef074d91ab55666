"""For whom an application is sent: oneself, an organisation, or a person who gave a power of attorney."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Representation
from dossiers import selectors, services
from dossiers.errors import MayNotApply, RepresentationOver
from dossiers.models import ONESELF
from dossiers.parties import may_act_for
from dossiers.policies import party_reaches
from portal.views.applying import may_not_apply
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def for_whom(request: HttpRequest, name: str) -> HttpResponse:
    """Show for whom one may apply for this procedure; a POST chooses."""
    at = timezone.now()
    try:
        procedure = selectors.application_package(name, at).definition
    except NotInForce as error:
        raise Http404(name) from error
    if request.method == "POST":
        return choose(request, procedure, at)
    return show(request, procedure, at)


def choose(request: HttpRequest, procedure: ProcedureDefinition, at: datetime) -> HttpResponse:
    """Keep the choice, or say why it cannot be kept."""
    wanted = request.POST.get("party", "")
    offered = {str(each.public_id): each for each in parties(request, procedure, at)}
    if wanted != ONESELF and wanted not in offered:
        return show(request, procedure, at, error=_("Chọn bạn nộp cho ai."))
    try:
        services.choose_party(request.user, procedure.name, offered.get(wanted), at=at)
    except MayNotApply as refusal:
        return may_not_apply(request, refusal)
    except RepresentationOver:
        return show(request, procedure, at, error=_("Chọn bạn nộp cho ai."))
    return redirect("portal:apply", procedure.name)


def parties(request: HttpRequest, procedure: ProcedureDefinition, at: datetime) -> list[Representation]:
    """Return by which representations the person may apply for a procedure."""
    return [each for each in may_act_for(request.user, at) if party_reaches(procedure, each)]


def show(
    request: HttpRequest, procedure: ProcedureDefinition, at: datetime, *, error: str = ""
) -> HttpResponse:
    """Return the page; a draft of a party whose power is over says so, and shows nothing of itself."""
    drafts = [each for each in selectors.drafts_of_person(request.user) if each.procedure == procedure.name]
    asked = [each for each in drafts if each.party_key == request.POST.get("party")]
    draft = max(asked or drafts, key=lambda each: (each.chosen_at, each.pk), default=None)
    held = draft.representation if draft else None
    over = held if held is not None and not held.is_in_force(at) else None
    chosen = "" if over or draft is None else str(held.public_id) if held else ONESELF
    context = {
        "procedure": procedure,
        "for_oneself": party_reaches(procedure, None),
        "parties": parties(request, procedure, at),
        "chosen": chosen,
        "over": over,
        "over_key": draft.party_key if draft and over else "",
        "begun": {each.party_key for each in drafts},
        "errors": [{"href": "#party", "message": error}] if error else [],
        "error": error,
    }
    return render(request, "portal/for_whom.html", context, status=422 if error else 200)
