"""Requests to act for somebody: an officer reads the paper, then confirms for its days, or says why not; ends one later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import BasisMissing, DatesInvalid, NotAllowed
from accounts.representing import may_verify
from audit.services import note_access
from desk.access import officers_only
from desk.days import day_of
from dossiers import services
from dossiers.errors import NotDecidable, NotVisible
from dossiers.models import RepresentationRequest
from dossiers.selectors.representation import request_to_decide, requests_decided, requests_waiting
from procedures.selectors import offered

LONGEST = 300


@officers_only
@require_safe
def representations(request: HttpRequest) -> HttpResponse:
    """List what waits, oldest first, and what was decided last."""
    at = timezone.now()
    if not may_verify(request.user, at):
        raise Http404
    context = {"waiting": list(requests_waiting()), "decided": list(requests_decided()), "at": at}
    return render(request, "desk/representations.html", context)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def representation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one request with its papers; a POST decides it, or ends what came of it."""
    at = timezone.now()
    try:
        asked = request_to_decide(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    if request.method == "POST":
        return decide(request, asked, at)
    if request.method == "GET":
        note_access(
            person_id=request.user.pk, what=asked._meta.label, target_id=asked.pk, at=at,
            request_id=getattr(request, "request_id", ""),
        )  # fmt: skip
    return show(request, asked, at)


def decide(request: HttpRequest, asked: RepresentationRequest, at: datetime) -> HttpResponse:
    """Carry out the officer's choice, or say what stands in the way, by field."""
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "").strip()[:LONGEST]
    faults = faults_of(request.POST, action, reason)
    if faults:
        return show(request, asked, at, faults)
    try:
        carry_out(request, asked, action, reason, at)
    except DatesInvalid:
        return show(request, asked, at, {"ends_on": _("Chọn ngày cuối không trước ngày đầu.")})
    except (NotDecidable, NotAllowed):
        messages.error(request, _("Đề nghị này đã được quyết định, hoặc không phải việc của bạn."))
        return redirect("desk:representation", asked.public_id)
    except BasisMissing:
        return show(request, asked, at, {"reason": _("Viết lý do.")})
    return redirect("desk:representations")


def faults_of(sent: Mapping[str, str], action: str, reason: str) -> dict[str, str]:
    """Return what is wrong with what was sent, by field."""
    if action in ("refuse", "end"):
        return {} if reason else {"reason": _("Viết lý do; người đề nghị đọc được lý do này.")}
    if action != "verify":
        return {"": _("Chọn xác nhận hoặc không xác nhận.")}
    faults = {} if day_of(sent.get("starts_on", "")) else {"starts_on": _("Chọn ngày đầu ghi trên giấy tờ.")}
    typed = sent.get("ends_on", "").strip()
    if typed and day_of(typed) is None:
        faults["ends_on"] = _("Chọn ngày cuối, hoặc để trống.")
    return faults


def carry_out(
    request: HttpRequest, asked: RepresentationRequest, action: str, reason: str, at: datetime
) -> None:
    """Call the one service of a choice, and say what was done."""
    officer = request.user
    if action == "verify":
        starts_on, ends_on = (day_of(request.POST.get(key, "")) for key in ("starts_on", "ends_on"))
        services.verify_request(officer, asked, starts_on=starts_on, ends_on=ends_on, at=at)
        messages.success(request, _("Đã xác nhận. Người đề nghị nộp thay được trong những ngày này."))
    elif action == "refuse":
        services.refuse_request(officer, asked, reason=reason, at=at)
        messages.success(request, _("Đã trả lời không xác nhận."))
    else:
        if asked.representation is None:
            raise NotDecidable
        services.take_back(asked.representation, reason=reason, actor=officer, at=at)
        messages.success(request, _("Đã thu hồi. Từ lúc này quyền nộp thay không còn."))


def show(
    request: HttpRequest,
    asked: RepresentationRequest,
    at: datetime,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the page with what was typed; faults by field, "" for what no field can mend."""
    faults = faults or {}
    sent = request.POST if request.method == "POST" else None
    held = asked.representation
    context: dict[str, Any] = {
        "asked": asked,
        "papers": list(asked.evidence.order_by("pk")),
        "titles": titles_of(asked, at),
        "held": held,
        "in_force": held is not None and held.is_in_force(at),
        "starts_on": sent.get("starts_on", "") if sent else asked.starts_on.isoformat(),
        "ends_on": sent.get("ends_on", "") if sent else asked.ends_on.isoformat() if asked.ends_on else "",
        "reason": sent.get("reason", "") if sent else "",
        "longest": LONGEST,
        "errors": [{"href": f"#{key}" if key else "", "message": text} for key, text in faults.items()],
        "starts_on_error": faults.get("starts_on", ""),
        "ends_on_error": faults.get("ends_on", ""),
        "reason_error": faults.get("reason", ""),
    }
    return render(request, "desk/representation.html", context, status=422 if faults else 200)


def titles_of(asked: RepresentationRequest, at: datetime) -> list[object]:
    """Return the titles of the procedures asked for; none where everything is."""
    if not asked.procedures:
        return []
    titles = {each.name: each.title for each in offered(at)}
    return [titles.get(name, name) for name in asked.procedures]
