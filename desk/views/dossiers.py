"""Dossiers on the desk: find one, read it whole, see where it stands on its drawing."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.selectors import standings
from desk.access import officers_only
from desk.administration.acting import reason_page
from desk.looking import note_look
from desk.presenting import CaseView
from dossiers import selectors, services
from dossiers.errors import NotVisible
from dossiers.policies import may_correct, may_hold
from dossiers.search import MOST_FOUND, find_dossiers
from dossiers.selectors import DossierPage
from dossiers.selectors.conversation import conversation_state
from dossiers.selectors.reassigning import steps_to_reassign
from dossiers.topics import dossier_topic

PAGE_SIZE = 30
ORDERS = {
    "": ("-pk",),
    "due": (F("due_at").asc(nulls_last=True), "pk"),
    "received": (F("received_at").asc(nulls_last=True), "pk"),
    "code": (F("code").asc(nulls_last=True), "pk"),
}


@officers_only
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """Find by code, receipt, number or name, among what the person may see; `?sort=` orders what was found."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    asked = request.GET.get("sort", "")
    sort = asked if asked in ORDERS else ""
    if not query:
        return render(request, "desk/dossiers.html", {"query": query, "sort": sort})
    found = find_dossiers(request.user, query, timezone.now())
    page = Paginator(found.dossiers.order_by(*ORDERS[sort]), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"query": query, "sort": sort, "page": page, "most": MOST_FOUND if found.is_cut else None}
    return render(request, "desk/dossiers.html", context)


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
    note_look(request, "dossiers.Dossier", page.dossier.pk)
    at = timezone.now()
    held = {(each.role, each.agency_id) for each in standings(request.user, at)}
    context = {
        "dossier": page.dossier,
        "case": CaseView(page, at),
        "topic": dossier_topic(page.dossier),
        "conversation": conversation_state(request.user, page.dossier, page.sight, at),
        "may_correct": may_correct(request.user, page.dossier, at) and bool(page.issued),
        "may_hold": not page.dossier.is_over and may_hold(request.user, page.dossier, at),
        "reassignable": steps_to_reassign(request.user, page.dossier, page.open_items, at),
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


@officers_only
def hold(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hold the dossier's run, with a reason."""
    return brake(
        request, public_id, services.hold,
        title=_("Tạm dừng quy trình"),
        lead=_("Các bước đang mở sẽ rời khỏi hộp việc và không gì đi tiếp cho đến khi bạn cho chạy lại. Hạn trả không đổi."),
        done=_("Đã tạm dừng quy trình."),
    )  # fmt: skip


@officers_only
def let_go(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the dossier's held run go on, with a reason."""
    return brake(
        request, public_id, services.let_go,
        title=_("Cho quy trình chạy tiếp"),
        lead=_("Các bước đang mở sẽ trở lại hộp việc và hẹn giờ sẽ chạy tiếp."),
        done=_("Quy trình chạy tiếp."),
    )  # fmt: skip


def brake(
    request: HttpRequest, public_id: UUID, service: Callable[..., object], *, title: str, lead: str, done: str
) -> HttpResponse:
    """Show the page that asks for a reason; 404 for who may not hold this dossier."""
    page = visible_page(request, public_id)
    if not may_hold(request.user, page.dossier, timezone.now()):
        raise Http404(str(public_id))

    def act(*, reason: str, actor: Person, at: datetime) -> object:
        return service(actor, public_id, reason=reason, at=at)

    back = reverse("desk:dossier", args=[public_id])
    return reason_page(request, act=act, title=title, lead=lead, back=back, done=done)
