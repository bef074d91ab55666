"""The applicant and the one-stop office write to each other about a dossier; the desk's page is made of the same parts."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import services
from dossiers.conversation import FORM, Part
from dossiers.errors import CannotWrite, NotVisible
from dossiers.selectors.conversation import ConversationPage, conversation_page
from dossiers.topics import dossier_topic
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.rendering import BoundForm
from forms.services import collect

LONGEST_KEY = 18
TOO_MANY, OVER, INVALID = 429, 409, 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was written so far, and a form to write; a dossier that is over is read only."""
    at = timezone.now()
    page = page_for(request, public_id, at, parts=[Part.APPLICANT])
    if request.method == "POST":
        return write(request, page, at, template="portal/messages.html", home="portal:messages")
    return show(request, page, at, template="portal/messages.html")


def page_for(
    request: HttpRequest, public_id: UUID, at: datetime, *, parts: Sequence[Part]
) -> ConversationPage:
    """Return the conversation for who has one of the parts, or 404."""
    try:
        page = conversation_page(request.user, public_id, at, before=read_before(request))
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    if page.part not in parts:
        raise Http404(str(public_id))
    return page


def read_before(request: HttpRequest) -> int | None:
    """Return the id before which messages are asked for, None for anything else."""
    text = request.GET.get("before", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= LONGEST_KEY else None


def write(
    request: HttpRequest, page: ConversationPage, at: datetime, *, template: str, home: str
) -> HttpResponse:
    """Write the message, or show it again with what stands in the way; nothing typed or uploaded is lost."""
    public_id = page.dossier.public_id
    try:
        services.write_message(
            request.user, public_id, data=request.POST, files=request.FILES,
            idempotency_key=read_key(request), at=at,
        )  # fmt: skip
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except Invalid as refusal:
        form = BoundForm(FORM, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk)
        return show(request, page, at, template=template, form=form, status=INVALID)
    except CannotWrite as refusal:
        status = OVER if refusal.reason == "over" else TOO_MANY
        form = sent_again(request, FORM, at, why_not(refusal.reason))
        return show(request, page, at, template=template, form=form, status=status)
    messages.success(request, _("Đã gửi tin nhắn."))
    return redirect(home, public_id)


def read_key(request: HttpRequest) -> UUID:
    """Return the key of the page that was sent, a new one for a page that was not; without one it sends every time anew."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return uuid.uuid4()


def why_not(reason: str) -> str:
    """Return why nothing can be written now, and what to do."""
    return {
        "over": _(
            "Hồ sơ đã kết thúc nên không nhắn thêm được. Nếu chưa đồng ý, người nộp gửi phản ánh, kiến nghị."
        ),
        "too_many": _("Bạn đã gửi nhiều tin nhắn liền nhau. Hãy đợi một giờ rồi gửi tiếp."),
    }[reason]


def sent_again(request: HttpRequest, form: FormDefinition, at: datetime, why: str) -> BoundForm:
    """Return the form as it was sent, with a fault that no field can mend."""
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    sent = collect(form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
    papers = {str(each.public_id): each for each in sent.attachments}
    return BoundForm(form, values=sent.values, errors={"": [why]}, attachments=papers)


def show(
    request: HttpRequest,
    page: ConversationPage,
    at: datetime,
    *,
    template: str,
    form: BoundForm | None = None,
    status: int = 200,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Return the page; the reader has read what it shows."""
    if request.method == "GET":
        services.mark_conversation_read(request.user, page.dossier, at=at)
    context = {
        "dossier": page.dossier,
        "page": page,
        "topic": dossier_topic(page.dossier),
        "form": form or BoundForm(FORM),
        "idempotency_key": read_key(request),
        **(more or {}),
    }
    return render(request, template, context, status=status)
