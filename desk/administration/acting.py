"""Carries out one use case for a page and says in the reader's language what came of it."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import (
    AccountError,
    AgencyCodeTaken,
    AgencyLoop,
    BasisMissing,
    CalendarDayInvalid,
    DatesInvalid,
    DelegationInvalid,
    EmailNotVerified,
    EmailTaken,
    NotAllowed,
    PersonClosed,
    WaiverOver,
)
from desk.administration.forms import ReasonForm
from documents.errors import DocumentError, NumberAlreadyClosed, ReasonMissing
from jobs.errors import IncidentClosed, JobError
from workflows.errors import (
    AgencyUnknown,
    FlowCannotGoOn,
    FourEyes,
    NotEntitled,
    RunEndedAlready,
    RunSuspended,
    StaleWorkItem,
    TokenUnknown,
    WorkflowError,
)

WORDS: dict[type[Exception], Promise] = {
    AgencyCodeTaken: _("Mã này đã có cơ quan khác dùng."),
    AgencyLoop: _("Cơ quan không thể nằm dưới chính mình hoặc dưới cơ quan trực thuộc mình."),
    BasisMissing: _("Hãy ghi căn cứ hoặc lý do."),
    CalendarDayInvalid: _("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật."),
    DatesInvalid: _(
        "Ngày không hợp lệ: ngày cuối phải sau ngày đầu và nằm trong thời gian của phân công gốc."
    ),
    DelegationInvalid: _(
        "Không ủy quyền lại được: chỉ ủy quyền vai trò của chính mình, cho người khác, trong phạm vi được ký."
    ),
    EmailNotVerified: _(
        "Người này chưa xác nhận địa chỉ thư điện tử. Hãy bảo người đó đăng nhập và mở thư xác nhận trước."
    ),
    EmailTaken: _("Đã có tài khoản dùng địa chỉ này."),
    WaiverOver: _("Cho phép này đã được thu hồi."),
    PersonClosed: _("Tài khoản này đã đóng."),
    NumberAlreadyClosed: _("Số này đã phát hành hoặc đã hủy."),
    ReasonMissing: _("Hãy ghi căn cứ hoặc lý do."),
    IncidentClosed: _("Người khác đã xử lý sự cố này."),
    AgencyUnknown: _(
        "Quy trình không đi tiếp được: việc này chưa cho biết cơ quan nào làm bước sau. Hãy thử lại việc đó."
    ),
    FlowCannotGoOn: _("Quy trình không đi tiếp được khi việc này không có kết quả."),
    RunEndedAlready: _("Quy trình của hồ sơ này đã kết thúc."),
    RunSuspended: _("Quy trình đang tạm dừng. Hãy cho chạy tiếp trước."),
    FourEyes: _("Người này đã làm bước mà bước này phải kiểm tra. Chọn người khác."),
    NotEntitled: _(
        "Người này không làm được bước này: vai trò, ủy quyền hoặc hồ sơ không cho phép. Chọn người khác."
    ),
    StaleWorkItem: _("Việc này vừa thay đổi. Xem lại người đang giữ rồi giao lần nữa nếu vẫn cần."),
    TokenUnknown: _("Quy trình không còn chờ việc này. Hãy đóng sự cố."),
}


def carry_out(request: HttpRequest, form: forms.Form, act: Callable[[], object], done: str | Promise) -> bool:
    """Run a use case; on success leave the message `done`, else put the reason into the form.

    Raises Http404 where the reader may not do this at all.
    """
    try:
        act()
    except NotAllowed as error:
        raise Http404 from error
    except (AccountError, DocumentError, JobError, WorkflowError) as error:
        form.add_error(None, WORDS.get(type(error), _("Không thực hiện được.")))
        return False
    messages.success(request, str(done))
    return True


def reason_page(
    request: HttpRequest, *, act: Callable[..., object], title: str, lead: str, back: str, done: str
) -> HttpResponse:
    """Show a grave act that asks for a reason, and do it when one is given.

    act   the use case, still without reason, actor and moment
    back  where the reader comes from and goes after
    """
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call = partial(act, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        if carry_out(request, form, call, done):
            return redirect(back)
    return form_page(request, form, title=title, lead=lead, back=back, button=title, grave=True)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str | Promise,
    back: str,
    button: str,
    lead: str = "",
    grave: bool = False,
) -> HttpResponse:
    """Show a form alone on a page; 422 when it was sent with faults."""
    context = {"form": form, "title": title, "lead": lead, "back": back, "button": button, "grave": grave}
    status = 422 if form.errors else 200
    return render(request, "desk/administration/form.html", context, status=status)
