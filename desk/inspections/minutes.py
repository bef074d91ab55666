"""What is done with minutes at the desk: the lead signs them by certificate, the clerk seals, the team hands a copy over."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import SEAL_DOCUMENT
from accounts.selectors import agencies_where
from desk.access import officers_only
from desk.administration.acting import form_page
from desk.inspections.acting import only
from desk.inspections.forms import NothingForm
from desk.inspections.preparing import either
from documents.errors import NoUsableCertificate
from inspections.errors import MayNot, NotVisible
from inspections.minutes.errors import MinutesRefused
from inspections.models import Minutes
from inspections.parties import member_in
from inspections.selectors.minutes import minutes_to_certify, minutes_to_seal, visible_minutes
from inspections.services.issue_minutes import issue_minutes, leads, seal_minutes
from inspections.services.sign_minutes import hand_over_copy

MINUTES: dict[str, Promise] = {
    "not_complete": _("Biên bản chưa đủ chữ ký của hai bên, hoặc trưởng đoàn chưa ký số."),
    "differs": _(
        "Biên bản không khớp với biên bản máy chủ lập lại từ cùng dữ liệu. Xem chỗ khác nhau ở trang của cơ sở; "
        "chờ máy tính bảng gửi hết dữ liệu rồi thử lại, hoặc lập biên bản mới."
    ),
    "pictures_missing": _(
        "Hình chữ ký trên biên bản chưa về hết máy chủ. Mở máy tính bảng khi có mạng, chờ gửi xong rồi ký."
    ),
    "not_readable": _("Nội dung biên bản không đọc được: hãy lập biên bản mới."),
    "signed_already": _("Đã có chữ ký này, hoặc biên bản loại này đã được ký: không lập lại được."),
    "voided_minutes": _("Biên bản này đã được lập lại và bản sau đã ký."),
    "not_of_the_team": _("Người ký cho đoàn phải là thành viên của đoàn."),
    "nothing_refused": _("Chỉ cần người xác nhận khi cơ sở không ký."),
    "of_the_house": _("Người xác nhận không được là người của Sở hay của đoàn (NĐ 217/2025, Điều 15)."),
}
PAGE_SIZE = 30
NO_CERTIFICATE = _("Không có chứng thư số còn hiệu lực để ký. Báo quản trị viên.")


class HandOverForm(forms.Form):
    """How the institution got its copy."""

    way = forms.ChoiceField(
        label=_("Cách trao"),
        choices=[("print", _("Bản in")), ("file", _("Tệp PDF")), ("code", _("Mã QR trên màn hình"))],
        widget=forms.RadioSelect,
    )


def minutes_or_404(request: HttpRequest, public_id: UUID) -> Minutes:
    """Return minutes the reader may see, or 404."""
    try:
        return visible_minutes(request.user, public_id, timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it says nothing; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def deed(
    request: HttpRequest,
    minutes: Minutes,
    form: forms.Form,
    act: Callable[..., object],
    *,
    button: Promise,
    done: Promise,
    back: str,
) -> HttpResponse:
    """Ask once more, do it, and go back; what stands against it is said in words. Raises Http404 for who may not."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except (MayNot, NotVisible) as error:
            raise Http404 from error
        except MinutesRefused as refused:
            form.add_error(None, MINUTES.get(refused.word) or _("Không thực hiện được."))
        except NoUsableCertificate:
            form.add_error(None, NO_CERTIFICATE)
        else:
            messages.success(request, str(done))
            return redirect(back)
    title = f"{button}: {minutes.get_kind_display()}, {minutes.target.institution.name}"
    return form_page(request, form, title=title, back=back, button=str(button), lead="", grave=False)


def page_of(minutes: Minutes) -> str:
    """Return the address of the institution's page, at its minutes."""
    return reverse("desk:inspections:target", args=[minutes.target.public_id]) + "#minutes"


@officers_only
@either
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign complete minutes with the lead's certificate."""
    minutes = minutes_or_404(request, public_id)
    only(leads(request.user, minutes))
    return deed(
        request, minutes, NothingForm(sent(request)),
        lambda: issue_minutes(request.user, public_id, at=timezone.now()),
        button=_("Ký số biên bản"), done=_("Đã lấy số; tệp đang được dựng và ký."), back=page_of(minutes),
    )  # fmt: skip


@officers_only
@either
def seal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the agency's seal on minutes that the lead has signed."""
    minutes = minutes_or_404(request, public_id)
    only(minutes_to_seal(request.user, timezone.now()).filter(pk=minutes.pk).exists())
    return deed(
        request, minutes, NothingForm(sent(request)),
        lambda: seal_minutes(request.user, public_id, at=timezone.now()),
        button=_("Đóng dấu biên bản"), done=_("Đang đóng dấu và phát hành."),
        back=reverse("desk:inspections:minutes_to_seal"),
    )  # fmt: skip


@officers_only
@either
def hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that the institution got its copy."""
    minutes = minutes_or_404(request, public_id)
    only(member_in(request.user, minutes.target.inspection) is not None)
    return deed(
        request, minutes, HandOverForm(sent(request)),
        lambda way: hand_over_copy(request.user, public_id, way=way, at=timezone.now()),
        button=_("Ghi đã trao bản"), done=_("Đã ghi việc trao bản cho cơ sở."), back=page_of(minutes),
    )  # fmt: skip


@officers_only
@require_safe
def to_seal(request: HttpRequest) -> HttpResponse:
    """The minutes that wait for the seal of the reader's agency."""
    at = timezone.now()
    only(bool(agencies_where(request.user, SEAL_DOCUMENT, at)))
    return waiting_page(request, minutes_to_seal(request.user, at), is_for_seal=True)


@officers_only
@require_safe
def to_certify(request: HttpRequest) -> HttpResponse:
    """The minutes that wait for the reader's certificate; an empty list for who leads no team."""
    return waiting_page(request, minutes_to_certify(request.user, timezone.now()), is_for_seal=False)


def waiting_page(request: HttpRequest, waiting: "QuerySet[Minutes]", *, is_for_seal: bool) -> HttpResponse:
    """Show a page of minutes that wait, for a seal or for a certificate."""
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "is_for_seal": is_for_seal}
    return render(request, "desk/inspections/minutes_waiting.html", context)
