"""Carries out one use case on an inspection for a page and says in words what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.administration.acting import form_page
from inspections.errors import InspectionError, MayNot, NotFit, NotVisible, RulesRefused, WrongMoment
from inspections.models import Inspection, Target
from inspections.selectors import visible_inspection, visible_target
from inspections.selectors.case_pages import InspectionPage, TargetPage, inspection_page, target_page
from inspections.sight import Sight
from procedures.errors import NotInForce

NOT_FIT: dict[tuple[str, str], Promise] = {
    ("days", "too_many"): _("Gia hạn nhiều nhất 5 ngày."),
    ("term_days", "too_many"): _("Thời hạn nhiều nhất 10 ngày (NĐ 217/2025, Điều 13)."),
    ("files", "too_many"): _("Một tiêu chí có nhiều nhất 500 tệp."),
    ("member", "twice"): _("Người này đã ở trong đoàn, hoặc đoàn đã có trưởng đoàn."),
    ("institutions", "twice"): _("Một cơ sở chỉ ghi một lần."),
    ("outcomes", "not_a_duty"): _("Chỉ nghĩa vụ pháp luật mới có thể là vi phạm."),
    ("announced_on", "before_decision"): _("Ngày công bố không được trước ngày quyết định."),
    ("announced_on", "future"): _("Ngày công bố không được sau hôm nay."),
    ("ended_on", "order"): _("Ngày ký biên bản phải từ ngày công bố đến hôm nay."),
    ("valid_from", "past"): _("Chọn từ hôm nay trở đi: số liệu đã công bố giữ quy tắc cũ."),
    ("coordinates", "unknown"): _("Ghi vĩ độ rồi kinh độ, ví dụ 22.3364, 103.8438."),
    ("is_online", "exempt"): _("Cơ sở được miễn kiểm tra thực tế: chỉ làm việc trực tuyến."),
    ("ends_at", "unknown"): _("Buổi làm việc phải kết thúc sau khi bắt đầu."),
}
WHY: dict[str, Promise] = {
    "required": _("Điền mục này."),
    "unknown": _("Giá trị này không có trong danh sách."),
    "twice": _("Đã có rồi."),
    "future": _("Không được sau bây giờ."),
}
MOMENT: dict[str, Promise] = {
    "decided": _("Quyết định đã trình hoặc đã ký: nội dung không sửa được nữa. Dùng quyết định thay đổi."),
    "over": _("Phần kiểm tra này đã kết thúc."),
    "closed": _("Việc này đã đóng."),
    "not_announced": _("Quyết định chưa được công bố với cơ sở này."),
    "announced": _("Quyết định đã được công bố."),
    "extended": _("Đã gia hạn một lần: pháp luật không cho gia hạn nữa."),
    "late": _("Đã hết hạn: phải gia hạn trước khi hết hạn."),
    "suspended": _("Phần kiểm tra này đang tạm dừng."),
    "not_suspended": _("Phần kiểm tra này không tạm dừng."),
    "answered": _("Đã trả lời rồi."),
    "not_late": _("Chưa hết hạn khắc phục: chỉ kết luận sau ngày hết hạn."),
    "held": _("Một máy tính bảng đang giữ phần này của phiếu: chờ máy ấy trả lại, hoặc nhập trên máy ấy."),
    "drawn": _("Mẫu này đã rút từ một tổng số khác: mẫu chỉ rút một lần, không rút lại."),
    "on_the_way": _("Đã có một đề nghị như vậy, đang chờ ký hoặc phát hành."),
}


def carry_out(request: HttpRequest, form: forms.Form, act: Callable[[], object], done: str | Promise) -> bool:
    """Run a use case; on success leave the message `done`, else put the reason into the form.

    Raises Http404 where the reader may not do this at all.
    """
    try:
        act()
    except (MayNot, NotVisible) as error:
        raise Http404 from error
    except (InspectionError, NotInForce) as error:
        field, words = told(error)
        form.add_error(field if field in form.fields else None, words)
        return False
    messages.success(request, str(done))
    return True


def form_deed(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    title: str | Promise,
    button: str | Promise,
    done: str | Promise,
    back: str,
    go: Callable[[Any], str] | None = None,
    lead: str | Promise = "",
    grave: bool = False,
) -> HttpResponse:
    """Show a form alone on a page and, when it is sent whole, do what it says and go on.

    act  the use case, called with what the form says by name
    go   where to go with what came of it; without it, back
    """
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if carry_out(request, form, lambda: made.append(act(**said)), done):
            return redirect(go(made[0]) if go else back)
    return form_page(request, form, title=title, back=back, button=str(button), lead=str(lead), grave=grave)


def told(error: Exception) -> tuple[str | None, str | Promise]:
    """Return the field a refusal is about, None for the whole form, and what to do, in words."""
    if isinstance(error, NotFit) and error.earliest:
        return error.field, too_early(error.earliest)
    if isinstance(error, NotFit):
        words = NOT_FIT.get((error.field, error.why)) or WHY.get(error.why)
        return error.field, words or _("Giá trị không hợp lệ.")
    if isinstance(error, WrongMoment):
        return None, MOMENT.get(error.what) or _("Lúc này không làm được việc này.")
    if isinstance(error, RulesRefused):
        return None, "\n".join(str(fault) for fault in error.faults)
    if isinstance(error, NotInForce):
        return None, _("Chưa có quy trình kiểm tra nào có hiệu lực. Báo quản trị viên.")
    return None, _("Không thực hiện được.")


def too_early(earliest: date) -> str:
    """Return why a visit cannot begin on a day, with the first that would do."""
    words = _("Sớm nhất là ngày %(day)s: cơ sở phải được báo trước ít nhất 3 ngày làm việc.")
    return words % {"day": f"{earliest:%d/%m/%Y}"}


def inspection_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> InspectionPage:
    """Return an inspection's page, or 404."""
    try:
        return inspection_page(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


def target_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> TargetPage:
    """Return the page of an institution's part, or 404."""
    try:
        return target_page(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


@dataclass(frozen=True)
class Seen:
    """An inspection, and perhaps one institution of it, with where the reader stands: what a single deed needs to know."""

    inspection: Inspection
    sight: Sight
    target: Target | None = None


def seen_inspection(request: HttpRequest, public_id: UUID, at: datetime) -> Seen:
    """Return an inspection that the reader sees from inside, or 404."""
    try:
        inspection, sight = visible_inspection(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    return Seen(inspection, sight)


def seen_target(request: HttpRequest, public_id: UUID, at: datetime) -> Seen:
    """Return an institution's part that the reader sees from inside, or 404."""
    try:
        target, sight = visible_target(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    only(sight.inside)
    return Seen(target.inspection, sight, target)


def only(may: bool) -> None:
    """Go on where the reader may; else the page does not exist. Raises Http404."""
    if not may:
        raise Http404
