"""The leader extends a term once, with an apology, or lets it stay."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from desk.days import day_of
from desk.presenting import CaseView
from desk.views.dossiers import visible_page
from dossiers import services
from dossiers.errors import CannotExtend, NotVisible
from dossiers.models import Extension
from dossiers.policies import may_extend
from dossiers.selectors import DossierPage


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
    """Carry out the leader's choice, or say what stands in the way."""
    reason, public_id = request.POST.get("reason", "").strip()[:2000], page.dossier.public_id
    try:
        if request.POST.get("action") == "decline":
            services.decline_extension(request.user, public_id, reason=reason, at=at)
            messages.success(request, _("Đã giữ nguyên hạn."))
        else:
            until = day_of(request.POST.get("until", ""))
            if until is None:
                return show(request, page, at, error=_("Chọn ngày hẹn lại."), status=422)
            services.sign_extension(request.user, public_id, until=until, reason=reason, at=at)
            messages.success(request, _("Đã gia hạn và gửi văn bản xin lỗi."))
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotExtend as refusal:
        return show(request, page, at, error=words_of(refusal), status=422)
    return redirect("desk:dossier", public_id)


def words_of(refusal: CannotExtend) -> str:
    """Return why the term cannot be extended so."""
    return {
        "once": _("Hồ sơ này đã được quyết định gia hạn một lần; không gia hạn lần nữa."),
        "not_running": _("Thời hạn của hồ sơ này không chạy; không cần gia hạn."),
        "not_later": _("Ngày hẹn lại phải sau hạn hiện tại."),
        "no_reason": _("Viết lý do; người nộp đọc được lý do này."),
    }[refusal.reason]


def show(
    request: HttpRequest, page: DossierPage, at: datetime, *, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page."""
    context = {
        "dossier": page.dossier,
        "case": CaseView(page, at),
        "decided": Extension.objects.filter(dossier=page.dossier).exclude(state="proposed").first(),
        "reason": request.POST.get("reason", ""),
        "until": request.POST.get("until", ""),
        "error": error,
    }
    return render(request, "desk/extension.html", context, status=status)
