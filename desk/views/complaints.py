"""Complaints on the desk, for the leaders who answer them; for anyone else there are none."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.services import note_access
from desk.access import officers_only
from dossiers import services
from dossiers.complaint_models import Complaint
from dossiers.complaints import ANSWER_FORM
from dossiers.errors import CannotComplain, NotVisible
from dossiers.selectors.complaints import complaints_for, handles_complaints, visible_complaint
from dossiers.sight import sight_of
from forms.errors import Invalid
from forms.rendering import BoundForm

PAGE_SIZE = 30
INVALID, CONFLICT = 422, 409


@officers_only
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """The open ones, those due first in front, then the answered ones."""
    at = timezone.now()
    if not handles_complaints(request.user, at):
        raise Http404
    page = Paginator(complaints_for(request.user, at), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/complaints.html", {"page": page})


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One complaint with its dossier's state; a POST answers it."""
    at = timezone.now()
    found = complaint_or_404(request, public_id, at)
    if request.method == "POST":
        return answer(request, found, at)
    note_access(
        person_id=request.user.pk, what="dossiers.Complaint", target_id=found.pk, at=at,
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
    return show(request, found)


def complaint_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> Complaint:
    """Return a complaint the person may read, or 404."""
    try:
        return visible_complaint(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


def show(
    request: HttpRequest, found: Complaint, *, form: BoundForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of one complaint."""
    context = {
        "complaint": found,
        "dossier": found.dossier,
        "form": form or BoundForm(ANSWER_FORM),
        "mine": found.handler_id == request.user.pk,
        "typed": request.POST.get("answer", ""),
        "opens": sight_of(request.user, found.dossier, timezone.now()).listed,
    }
    return render(request, "desk/complaint.html", context, status=status)


def answer(request: HttpRequest, found: Complaint, at: datetime) -> HttpResponse:
    """Answer it, or show what was typed with what stands in the way."""
    try:
        services.answer_complaint(request.user, found.public_id, data=request.POST, at=at)
    except NotVisible as error:
        raise Http404(str(found.public_id)) from error
    except Invalid as refusal:
        form = BoundForm(ANSWER_FORM, values=refusal.values, errors=refusal.errors)
        return show(request, found, form=form, status=INVALID)
    except CannotComplain as refusal:
        form = BoundForm(
            ANSWER_FORM, values=dict(request.POST.items()), errors={"": [why_not(refusal.reason)]}
        )
        return show(request, complaint_or_404(request, found.public_id, at), form=form, status=CONFLICT)
    messages.success(request, _("Đã trả lời phản ánh."))
    return redirect("desk:complaint", found.public_id)


def why_not(reason: str) -> str:
    """Return why it cannot be handled so, and what to do."""
    return {
        "closed": _("Phản ánh này đã được trả lời hoặc người gửi đã rút."),
        "not_handler": _("Nhận xem xét phản ánh này trước khi trả lời."),
    }[reason]


@officers_only
@require_POST
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a complaint up."""
    try:
        services.take_complaint(request.user, public_id, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotComplain as refusal:
        messages.error(request, why_not(refusal.reason))
    return redirect("desk:complaint", public_id)
