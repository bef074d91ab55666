"""Dossiers on the desk: find one, read it whole, see where it stands on its drawing."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.selectors import standings
from audit.services import note_access
from desk.access import officers_only
from desk.presenting import CaseView
from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.search import find_dossiers
from dossiers.selectors import DossierPage
from dossiers.topics import dossier_topic

PAGE_SIZE = 30


@officers_only
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """Find by code, receipt or name, among what the person may see."""
    query = request.GET.get("q", "").strip()[:100]
    found = find_dossiers(request.user, query, timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")) if query else None
    return render(request, "desk/dossiers.html", {"query": query, "page": page})


def visible_page(request: HttpRequest, public_id: UUID) -> DossierPage:
    """Return the dossier's page, or 404."""
    try:
        return selectors.desk_dossier(request.user, public_id, timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error


@officers_only
@require_safe
def dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole dossier, as far as the person may see it, and the steps that wait for the person."""
    page = visible_page(request, public_id)
    note_look(request, page)
    at = timezone.now()
    held = {(each.role, each.agency_id) for each in standings(request.user, at)}
    context = {
        "dossier": page.dossier,
        "case": CaseView(page, at),
        "topic": dossier_topic(page.dossier),
        "mine": {item.pk for item in page.open_items if (item.role, item.agency_id) in held},
    }
    return render(request, "desk/dossier.html", context)


@officers_only
@require_safe
def flow(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The drawing of the dossier's own version of the flow."""
    page = visible_page(request, public_id)
    response = HttpResponse(page.flow_xml, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def note_look(request: HttpRequest, page: DossierPage) -> None:
    """Write the look into the access log."""
    note_access(
        person_id=request.user.pk, what="dossiers.Dossier", target_id=page.dossier.pk, at=timezone.now(),
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
