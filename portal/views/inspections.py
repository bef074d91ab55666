"""An institution's own inspections: where each stands, what it asks of the institution, what came out."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from inspections import services
from inspections.errors import InspectionError, MayNot, NotFit, NotReady, NotVisible, WrongMoment
from inspections.models import Target
from inspections.selectors.own_part import draft_record, own_inspections, own_part, own_part_page
from inspections.status import TargetStatus
from inspections.topics import target_topic
from portal.inspection_record import parts_of

Found = TypeVar("Found")
BEHIND_CLOSED_DOORS = frozenset(
    {
        TargetStatus.CLASSIFYING,
        TargetStatus.HANDED_TO_INSPECTORATE,
        TargetStatus.HANDED_TO_POLICE,
        TargetStatus.INSPECTED,
    }
)
"""Where the results go is told with the results, not by a status."""


def standing(target: Target) -> str:
    """Return where an inspection stands, in words an institution may read."""
    if target.status in BEHIND_CLOSED_DOORS:
        return _("Đang xử lý kết quả kiểm tra")
    return target.get_status_display()


def found_or_404(find: Callable[[], Found]) -> Found:
    """Return what is found; what may not be seen does not exist."""
    try:
        return find()
    except NotVisible as error:
        raise Http404 from error


def part_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> Target:
    """Return the part of an institution the person acts for, or 404."""
    return found_or_404(lambda: own_part(request.user, public_id, at))


def why_not(refusal: InspectionError) -> str:
    """Return why something cannot be done, and what to do."""
    if isinstance(refusal, WrongMoment):
        return {
            "closed": _("Việc này đã kết thúc nên không ghi thêm được."),
            "answered": _("Việc này đã được trả lời rồi."),
            "too_many": _("Bạn đã gửi nhiều khiếu nại, kiến nghị trong một ngày. Hãy gửi tiếp vào ngày mai."),
            "not_announced": _("Quyết định kiểm tra chưa được công bố; hãy gửi sau khi công bố."),
        }.get(refusal.what, _("Việc này không còn làm được nữa. Hãy tải lại trang."))
    if isinstance(refusal, NotReady):
        return _("Bước này chưa gửi đi được. Hãy tải lại trang và xem còn thiếu gì.")
    if isinstance(refusal, MayNot):
        return _("Bạn không còn đại diện cho cơ sở này.")
    assert isinstance(refusal, NotFit)
    return _("Hãy xem lại những gì bạn đã nhập.")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The inspections of the institutions one acts for, newest first."""
    at = timezone.now()
    lines = [(each, standing(each)) for each in own_inspections(request.user, at)]
    topics = " ".join(target_topic(each) for each, _standing in lines if not each.is_over)
    return render(request, "portal/inspections/list.html", {"lines": lines, "topics": topics or "person"})


@login_required
@require_safe
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the minutes are going to say, while the institution may still speak to it."""
    target = part_or_404(request, public_id, timezone.now())
    record = draft_record(target)
    if record is None:
        raise Http404(str(public_id))
    context = {
        "target": target,
        "topic": target_topic(target),
        "draft": parts_of(record),
        "totals": record["totals"],
    }
    return render(request, "portal/inspections/draft.html", context)


@login_required
@require_safe
def inspection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the inspection is about, what the institution has to do, what came out; reading it opens the notice."""
    at = timezone.now()
    page = found_or_404(lambda: own_part_page(request.user, public_id, at))
    if request.method == "GET" and page.target.notified_at and page.target.notice_opened_at is None:
        services.open_notice(request.user, page.target, at=at)
    context = {
        "page": page,
        "target": page.target,
        "topic": target_topic(page.target),
        "inspection": page.target.inspection,
        "standing": standing(page.target),
    }
    return render(request, "portal/inspections/inspection.html", context)
