"""The leader extends a term once, with an apology, or lets it stay."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from desk.days import day_of
from desk.lateness import REASON, reasons_offered, words_of_lateness
from desk.presenting import CaseView
from desk.views.dossiers import visible_page
from dossiers import services
from dossiers.errors import CannotExtend, NotVisible
from dossiers.late_reasons import why_late
from dossiers.models import Dossier, Extension, Lateness
from dossiers.policies import may_extend
from dossiers.selectors import DossierPage
from dossiers.services import Excuse
from dossiers.services.late import missing_of

LONGEST_REASON = 2000
FIELD_OF = {"not_later": "until", "no_reason": "late_reason"}
FIELD_OF_EXCUSE = {"reason": "late_reason", "words": "reason"}


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what is owed and what was decided; a POST signs or declines."""
    at = timezone.now()
    page = visible_page(request, public_id)
    if not may_extend(request.user, page.dossier, at):
        raise Http404(str(public_id))
    return decide(request, page, at) if request.method == "POST" else show(request, page, at)


def decide(request: HttpRequest, page: DossierPage, at: datetime) -> HttpResponse:
    """Carry out the leader's choice, or say what stands in the way, by field."""
    reason, public_id = typed_reason(request), page.dossier.public_id
    until, declines = day_of(request.POST.get("until", "")), request.POST.get("action") == "decline"
    excuse = Excuse(request.POST.get(REASON, ""), reason)
    faults = {"reason": words_of("no_reason")} if declines and not reason else {}
    if not declines and (missing := missing_of(excuse)):
        faults = {FIELD_OF_EXCUSE[missing]: words_of_lateness(missing)}
    if until is None and not declines:
        faults = {"until": _("Chọn ngày hẹn lại."), **faults}
    if faults:
        return show(request, page, at, faults=faults)
    try:
        if declines or until is None:
            services.decline_extension(request.user, public_id, reason=reason, at=at)
            messages.success(request, _("Đã giữ nguyên hạn."))
        else:
            services.sign_extension(request.user, public_id, until=until, excuse=excuse, at=at)
            messages.success(request, _("Đã gia hạn và gửi văn bản xin lỗi."))
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotExtend as refusal:
        field = FIELD_OF.get(refusal.reason, "")
        return show(request, page, at, faults={field: words_of(refusal.reason)})
    return redirect("desk:dossier", public_id)


def said_before(dossier: Dossier) -> str:
    """Return the reason that was given when a step of the dossier last ended late; "" where none did."""
    last = Lateness.objects.filter(dossier=dossier).order_by("ended_at", "pk").last()
    return last.reason if last else ""


def typed_reason(request: HttpRequest) -> str:
    """Return the reason as typed, without the space around it."""
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]


def words_of(reason: str) -> str:
    """Return why the term cannot be extended so."""
    return {
        "once": _("Hồ sơ này đã được quyết định gia hạn một lần; không gia hạn lần nữa."),
        "within_the_day": _("Thủ tục này trả kết quả trong ngày; pháp luật không cho gia hạn."),
        "not_running": _("Thời hạn của hồ sơ này không chạy; không cần gia hạn."),
        "not_later": _("Ngày hẹn lại phải sau hạn hiện tại."),
        "no_reason": _("Viết lý do; người nộp đọc được lý do này."),
    }[reason]


def show(
    request: HttpRequest, page: DossierPage, at: datetime, *, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the page with what was typed; faults by field, "" for what no field can mend."""
    faults = faults or {}
    decided = Extension.objects.filter(dossier=page.dossier).exclude(state="proposed").first()
    listed = [
        {"href": f"#{field}" if field and not decided else "", "message": message}
        for field, message in faults.items()
    ]
    context = {
        "dossier": page.dossier,
        "case": CaseView(page, at),
        "decided": decided,
        "decided_why": why_late(decided.late_reason, decided.reason, get_language() or "vi")
        if decided
        else "",
        "reason": request.POST.get("reason", ""),
        "late_reasons": reasons_offered(request.POST.get(REASON, said_before(page.dossier))),
        "late_error": faults.get("late_reason", ""),
        "longest_reason": LONGEST_REASON,
        "until": request.POST.get("until", ""),
        "errors": listed,
        "until_error": faults.get("until", ""),
        "reason_error": faults.get("reason", ""),
    }
    return render(request, "desk/extension.html", context, status=422 if faults else 200)
