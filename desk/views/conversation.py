"""The conversation about a dossier on the desk: answer, hand over, pass on; and the list of what waits for an answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.access import officers_only
from dossiers import services
from dossiers.conversation import Part
from dossiers.errors import CannotWrite, NotVisible
from dossiers.selectors.conversation import waiting_conversations
from portal.views.conversation import page_for, show, why_not, write

PAGE_SIZE = 30
TEMPLATE = "desk/messages.html"
OFFICE = (Part.ONE_STOP, Part.DECIDING)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was written; the one-stop answers the applicant, the deciding office hands its words to the one-stop."""
    at = timezone.now()
    page = page_for(request, public_id, at, parts=OFFICE)
    if request.method == "POST":
        return write(request, page, at, template=TEMPLATE, home="desk:messages")
    return show(request, page, at, template=TEMPLATE)


@officers_only
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The conversations that wait for an answer of the person's one-stop office, the longest first."""
    found = waiting_conversations(request.user, timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/messages_waiting.html", {"page": page})


@officers_only
@require_POST
def pass_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the applicant what the deciding office wrote, as it is."""
    try:
        passed = services.pass_on(request.user, public_id, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotWrite as refusal:
        messages.error(request, why_not(refusal.reason))
        return redirect("desk:waiting_messages")
    messages.success(request, _("Đã chuyển cho người nộp."))
    return redirect("desk:messages", passed.dossier.public_id)


@officers_only
@require_POST
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the conversation off the list: what was written last needs no answer."""
    text = request.POST.get("written", "")
    written = int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0
    try:
        is_settled = services.settle(request.user, public_id, written=written, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    if is_settled:
        messages.success(request, _("Đã ghi: không cần trả lời."))
    else:
        messages.warning(request, _("Có tin nhắn mới từ lúc bạn mở trang. Hãy đọc rồi chọn lại."))
    return redirect("desk:messages", public_id)
