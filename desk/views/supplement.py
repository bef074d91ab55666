"""What an officer marks for the applicant to supplement, and what the one-stop finds of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from desk.presenting import CaseView
from desk.views.dossiers import note_look
from desk.views.work import page_or_404
from dossiers import services
from dossiers.errors import NotVisible
from dossiers.models import SupplementItem
from dossiers.selectors import WorkItemPage
from dossiers.selectors.supplement import SupplementDesk, supplement_desk
from dossiers.services import Mark
from forms.fields.files import File

LONGEST = 2000


@dataclass(frozen=True)
class MarkRow:
    """One question an officer may mark, as the page shows it."""

    key: str
    label: str
    text: str
    is_file: bool
    marked: bool
    reason: str
    basis: str
    page: str
    error: str = ""


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark or judge, whichever the step is for; 404 for a step that does neither."""
    at = timezone.now()
    page = page_or_404(request, public_id, at)
    desk = supplement_desk(page.item, request.user, page.page.procedure.supplement)
    if desk is None:
        raise Http404(str(public_id))
    if request.method == "POST":
        return save_marks(request, page, desk, at) if desk.asks else save_findings(request, page, desk, at)
    note_look(request, page.page)
    return show_marks(request, page, desk, at) if desk.asks else show_findings(request, page, desk, at)


def save_marks(request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime) -> HttpResponse:
    """Keep what is marked, or show again what a mark still needs."""
    keys = page.page.package.forms[page.page.procedure.form].by_key
    marks = [mark_of(request, key) for key in keys if f"mark-{key}" in request.POST]
    if any(not each.reason for each in marks):
        return show_marks(request, page, desk, at, status=422)
    try:
        services.mark(request.user, page.item.public_id, marks, at=at)
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    messages.success(request, _("Đã lưu %(n)d mục cần bổ sung.") % {"n": len(marks)})
    return redirect("desk:work_item", page.item.public_id)


def mark_of(request: HttpRequest, key: str) -> Mark:
    """Return one mark as it was sent."""
    page = request.POST.get(f"page-{key}", "").strip()
    return Mark(
        field=key,
        reason=request.POST.get(f"reason-{key}", "").strip()[:LONGEST],
        basis=request.POST.get(f"basis-{key}", "").strip()[:300],
        page=int(page) if page.isdecimal() and 0 < int(page[:5]) < 10_000 else None,
    )


def show_marks(
    request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime, *, status: int = 200
) -> HttpResponse:
    """Show every question of the application with its answer and room for a mark."""
    kept = {item.field: item for item in desk.items}
    sent = request.POST if request.method == "POST" else None
    case = CaseView(page.page, at)
    kinds = page.page.package.forms[page.page.procedure.form].by_key
    sections = [
        (section.title, [mark_row(row, kinds[row.key].kind, kept, sent) for row in section.rows])
        for section in case.sections
    ]
    return answer(request, "desk/supplement_marks.html", page, case, {"sections": sections}, status=status)


def mark_row(row: Any, kind: object, kept: Mapping[str, SupplementItem], sent: Any) -> MarkRow:
    """Return one question with what is marked so far, or what was just sent."""
    item = kept.get(row.key)
    shown = row.text or ", ".join(each.original_name for each in row.attachments)
    if sent is None:
        return MarkRow(
            row.key, row.label, shown, isinstance(kind, File), item is not None,
            item.reason if item else "", item.basis if item else "", str(item.page or "") if item else "",
        )  # fmt: skip
    marked, reason = f"mark-{row.key}" in sent, sent.get(f"reason-{row.key}", "")
    error = _("Viết lý do.") if marked and not reason.strip() else ""
    return MarkRow(
        row.key, row.label, shown, isinstance(kind, File), marked, reason,
        sent.get(f"basis-{row.key}", ""), sent.get(f"page-{row.key}", ""), error,
    )  # fmt: skip


def save_findings(
    request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime
) -> HttpResponse:
    """Keep what is found of each item; every item needs a finding."""
    found = {item.pk: request.POST.get(f"met-{item.pk}", "") for item in desk.items}
    if not all(each in ("yes", "no") for each in found.values()):
        return show_findings(
            request, page, desk, at, error=_("Chọn đạt hay còn thiếu cho từng mục đã bổ sung."), status=422
        )
    try:
        services.judge(
            request.user, page.item.public_id, {pk: each == "yes" for pk, each in found.items()}, at=at
        )
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    messages.success(request, _("Đã lưu kết luận cho từng mục bổ sung."))
    return redirect("desk:work_item", page.item.public_id)


def show_findings(
    request: HttpRequest,
    page: WorkItemPage,
    desk: SupplementDesk,
    at: datetime,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show each item with what the applicant answered."""
    case = CaseView(page.page, at)
    rows = {row.key: row for section in case.sections for row in section.rows}
    items = [(item, rows.get(item.field)) for item in desk.items]
    context = {"items": items, "round": desk.round, "error": error}
    return answer(request, "desk/supplement_check.html", page, case, context, status=status)


def answer(
    request: HttpRequest,
    template: str,
    page: WorkItemPage,
    case: CaseView,
    context: Mapping[str, object],
    *,
    status: int,
) -> HttpResponse:
    """Return a page about a step."""
    common = {"item": page.item, "work": page, "dossier": page.page.dossier, "case": case}
    return render(request, template, {**common, **context}, status=status)
