"""The list of inspections, and how a new one begins: proposed in the system, or written down from paper."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Agency
from accounts.permissions import PROPOSE_INSPECTIONS
from accounts.selectors import agencies_where
from desk.access import officers_only
from desk.inspections.acting import form_deed
from desk.inspections.forms import PaperCheckForm, ProposeForm
from inspections.models import Ground, Inspection, Origin, Variant
from inspections.parties import declarations_awaited
from inspections.selectors.lists import inspection_filter, inspections_listed, with_counts
from inspections.services.begin import propose_for
from inspections.services.record_paper import CheckedOnPaper, record_paper_check
from inspections.status import InspectionStatus

PAGE_SIZE = 30


@officers_only
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """The inspections a person may see, narrowed by what the address asks."""
    at = timezone.now()
    narrowed = inspection_filter(request.GET)
    found = inspections_listed(request.user, narrowed, at)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = with_counts(page.object_list, at)
    context = {
        "page": page,
        "narrowed": narrowed,
        "query": narrowed.as_query(),
        "statuses": InspectionStatus.choices,
        "grounds": Ground.choices,
        "variants": Variant.choices,
        "origins": Origin.choices,
        "awaited": declarations_awaited(request.user).select_related("inspection"),
        "may_propose": bool(agencies_where(request.user, PROPOSE_INSPECTIONS, at)),
    }
    return render(request, "desk/inspections/list.html", context)


def agencies_or_404(request: HttpRequest, at: datetime) -> list[Agency]:
    """Return the agencies for which a person organises inspections, or 404."""
    agencies = list(Agency.objects.filter(pk__in=agencies_where(request.user, PROPOSE_INSPECTIONS, at)))
    if not agencies:
        raise Http404
    return agencies


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Write down a ground and what the decision will fix; the first step then waits for the office."""
    at = timezone.now()
    agencies = agencies_or_404(request, at)
    form = ProposeForm(request.POST or None, agencies=agencies, initial=chosen_before(request))

    def act(agency: Agency, institutions: Any, key: UUID, **said: Any) -> Inspection:
        return propose_for(request.user, agency, institutions, idempotency_key=key, at=at, **said)

    return form_deed(
        request, form, act, title=_("Cuộc kiểm tra mới"), button=_("Ghi đề xuất"),
        done=_("Đã ghi đề xuất kiểm tra."), back=reverse("desk:inspections:inspections"), go=address_of,
    )  # fmt: skip


def address_of(inspection: Inspection) -> str:
    """Return its page."""
    return reverse("desk:inspections:inspection", args=[inspection.public_id])


def chosen_before(request: HttpRequest) -> dict[str, object]:
    """Return what another page chose: the institutions of a proposal list."""
    return {"institutions": request.GET.getlist("institution")}


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_paper(request: HttpRequest) -> HttpResponse:
    """Write down a check that was done wholly on paper."""
    at = timezone.now()
    form = PaperCheckForm(request.POST or None, agencies=agencies_or_404(request, at))

    def act(
        agency: Agency, institutions: Any, key: UUID, announced_on: date, ended_on: date | None, **said: Any
    ) -> Inspection:
        checked = [CheckedOnPaper(each, announced_on, ended_on) for each in institutions]
        return record_paper_check(request.user, agency, checked=checked, idempotency_key=key, at=at, **said)

    return form_deed(
        request, form, act, title=_("Ghi sổ cuộc kiểm tra trên giấy"), button=_("Ghi sổ"),
        done=_("Đã ghi sổ cuộc kiểm tra giấy."), back=reverse("desk:inspections:inspections"), go=address_of,
        lead=_("Cuộc kiểm tra đã làm hoàn toàn trên giấy. Ghi lại để tỷ lệ kiểm tra qua môi trường số được tính đúng."),
    )  # fmt: skip
