"""What an institution sends beside its steps: proof of a remedy, a paper that was asked for or why not, a complaint."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.rendering import BoundForm
from forms.services import Accepted, accept
from inspections import services
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.institution_forms import COMPLAINT_FORM, PAPER_FORM, REMEDY_FORM
from inspections.models import PaperRequest, Remedy, Target
from inspections.selectors.own_part import complaints_of, own_paper_request, own_remedy
from inspections.topics import target_topic
from portal.views.conversation import INVALID, OVER, TOO_MANY, read_key, sent_again
from portal.views.inspections import found_or_404, part_or_404, why_not

Send = Callable[[Accepted], Any]
Show = Callable[..., HttpResponse]
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def carry_out(
    request: HttpRequest,
    target: Target,
    form: FormDefinition,
    at: datetime,
    *,
    send: Send,
    show: Show,
    done: str,
) -> HttpResponse:
    """Send what was entered by one service, or show it again with what stands in the way; nothing typed is lost."""
    try:
        send(accept(form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at))
    except Invalid as refusal:
        bound = BoundForm(form, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk)
        return show(form=bound, status=INVALID)
    except (MayNot, NotFit, WrongMoment) as refusal:
        is_too_many = isinstance(refusal, WrongMoment) and refusal.what == "too_many"
        again = sent_again(request, form, at, why_not(refusal))
        return show(form=again, status=TOO_MANY if is_too_many else OVER)
    messages.success(request, done)
    return redirect("portal:inspection", target.public_id)


@login_required
@READ_OR_SEND
def remedy(request: HttpRequest, public_id: UUID, remedy_id: UUID) -> HttpResponse:
    """One thing to be remedied: what, by when, what was sent and said of it, and a form while it is open."""
    at = timezone.now()
    target = part_or_404(request, public_id, at)
    found: Remedy = found_or_404(lambda: own_remedy(target, remedy_id))

    def show(form: BoundForm | None = None, status: int = 200) -> HttpResponse:
        context = {
            "target": target,
            "topic": target_topic(target),
            "remedy": found,
            "form": form or BoundForm(REMEDY_FORM),
            "idempotency_key": read_key(request),
        }
        return render(request, "portal/inspections/remedy.html", context, status=status)

    def send(accepted: Accepted) -> None:
        services.submit_remedy(
            request.user, found, text=str(accepted.answers["text"]), attachments=accepted.attachments,
            idempotency_key=read_key(request), at=at,
        )  # fmt: skip

    if request.method != "POST":
        return show()
    done = _("Đã nộp minh chứng. Cơ quan sẽ thẩm tra và báo cho cơ sở.")
    return carry_out(request, target, REMEDY_FORM, at, send=send, show=show, done=done)


@login_required
@READ_OR_SEND
def paper(request: HttpRequest, public_id: UUID, paper_id: UUID) -> HttpResponse:
    """A paper the team asked for: provide it, or refuse one that is not related and say why (NĐ 217/2025 Đ9.1c)."""
    at = timezone.now()
    target = part_or_404(request, public_id, at)
    asked: PaperRequest = found_or_404(lambda: own_paper_request(target, paper_id))

    def show(form: BoundForm | None = None, status: int = 200) -> HttpResponse:
        context = {"target": target, "asked": asked, "form": form or BoundForm(PAPER_FORM)}
        return render(request, "portal/inspections/paper.html", context, status=status)

    def send(accepted: Accepted) -> None:
        services.answer_paper(
            request.user, asked, attachments=accepted.attachments,
            refusal=str(accepted.answers.get("refusal") or ""), at=at,
        )  # fmt: skip

    if request.method != "POST":
        return show()
    done = _("Đã gửi trả lời cho đoàn kiểm tra.")
    return carry_out(request, target, PAPER_FORM, at, send=send, show=show, done=done)


@login_required
@READ_OR_SEND
def complaints(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the institution complained of and what was answered, and a form to complain (k18)."""
    at = timezone.now()
    target = part_or_404(request, public_id, at)

    def show(form: BoundForm | None = None, status: int = 200) -> HttpResponse:
        context = {
            "target": target,
            "topic": target_topic(target),
            "complaints": complaints_of(target),
            "form": form or BoundForm(COMPLAINT_FORM),
            "idempotency_key": read_key(request),
        }
        return render(request, "portal/inspections/complaints.html", context, status=status)

    def send(accepted: Accepted) -> None:
        services.complain(
            request.user, target, text=str(accepted.answers["text"]), attachments=accepted.attachments,
            idempotency_key=read_key(request), at=at,
        )  # fmt: skip

    if request.method != "POST":
        return show()
    done = _("Đã nhận khiếu nại, kiến nghị. Việc kiểm tra vẫn tiếp tục trừ khi có quyết định khác.")
    return carry_out(request, target, COMPLAINT_FORM, at, send=send, show=show, done=done)
