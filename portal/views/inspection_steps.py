"""The institution's steps of an inspection: send the self-declaration, say what it thinks of the draft minutes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.models import StepDraft
from forms.actions import requested, view_of
from forms.errors import Invalid
from forms.rendering import BoundForm
from forms.services import collect
from inspections import selectors, services
from inspections.errors import NotFit, NotReady, NotVisible
from inspections.roles import INSTITUTION_ROLE
from inspections.selectors import WorkItemPage
from inspections.selectors.own_part import draft_record, typed_so_far
from portal.inspection_record import parts_of
from portal.views.inspection_declaration import progress_of
from portal.views.inspections import found_or_404, part_or_404, why_not
from workflows.errors import RunSuspended, WorkflowError

LONGEST_VERSION = 9
INVALID, OVER = 422, 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, public_id: UUID, item_id: UUID) -> HttpResponse:
    """Answer a step and send it on its way; a step that is over leads back to the inspection."""
    at = timezone.now()
    part_or_404(request, public_id, at)
    page = step_or_404(request, public_id, item_id, at)
    if not page.item.is_open:
        return say_it_is_over(request, public_id)
    if request.method == "POST":
        return keep(request, page, at) if request.POST.get("action") == "draft" else send(request, page, at)
    draft = typed_so_far(request.user, page.item)
    return show(request, page, {**page.values, **(draft.values if draft else {})}, {}, draft=draft)


def keep(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Keep what was typed and uploaded; nothing is judged, and nothing is sent."""
    if page.form is None or page.target is None:
        raise Http404(str(page.item.public_id))
    values = collect(
        page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at
    ).values
    try:
        services.save_step_draft(request.user, page.item.public_id, values=values, reason="", at=at)
    except NotVisible:
        return say_it_is_over(request, page.target.public_id)
    return redirect("portal:inspection_step", page.target.public_id, page.item.public_id)


def step_or_404(request: HttpRequest, public_id: UUID, item_id: UUID, at: datetime) -> WorkItemPage:
    """Return the institution's step of this part as it is now, or 404."""
    page = found_or_404(lambda: selectors.work_item_page(request.user, item_id, at))
    if page.item.role != INSTITUTION_ROLE or page.target is None or page.target.public_id != public_id:
        raise Http404(str(item_id))
    return page


def say_it_is_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead back to the inspection from a step that is done or over."""
    messages.info(request, _("Bước này đã xong hoặc đã quá hạn; chưa có gì được ghi thêm."))
    return redirect("portal:inspection", public_id)


def send(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Send the step; a button inside the form only shows the page again."""
    if page.form and requested(request.POST):
        sent = collect(page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
        return show(request, page, sent.values, sent.told)
    assert page.target is not None
    text = request.POST.get("version", "")
    version = int(text) if text.isdecimal() and text.isascii() and len(text) < LONGEST_VERSION else 0
    try:
        services.complete(
            request.user, page.item.public_id, outcome=request.POST.get("outcome", ""), version=version, at=at,
            data=request.POST, files=request.FILES, reason=request.POST.get("reason", "").strip(),
        )  # fmt: skip
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    except (Invalid, NotReady, NotFit, WorkflowError) as refusal:
        return refuse(request, refusal, page.target.public_id, page.item.public_id, at)
    messages.success(request, _("Đã gửi cho đoàn kiểm tra."))
    return redirect("portal:inspection", page.target.public_id)


def refuse(
    request: HttpRequest, refusal: Exception, public_id: UUID, item_id: UUID, at: datetime
) -> HttpResponse:
    """Show the step again as it is now, with all that was sent; say so where it is over meanwhile."""
    page = step_or_404(request, public_id, item_id, at)
    if not page.item.is_open:
        return say_it_is_over(request, public_id)
    if isinstance(refusal, Invalid):
        return show(request, page, refusal.values, refusal.errors, status=INVALID)
    if isinstance(refusal, NotReady | NotFit):
        words = why_not(refusal)
    elif isinstance(refusal, RunSuspended):
        words = _("Quản trị viên đang tạm giữ quy trình này. Chưa có gì được ghi; hãy thử lại sau.")
    else:
        words = _("Bước này đã thay đổi từ lúc bạn mở trang. Chưa có gì được ghi; hãy xem lại.")
    messages.error(request, words)
    return show(request, page, sent_again(request, page, at), {}, status=OVER)


def sent_again(request: HttpRequest, page: WorkItemPage, at: datetime) -> Mapping[str, object]:
    """Return what was sent, its papers kept, after the service has read them once."""
    if page.form is None:
        return {}
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    return collect(page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at).values


def show(
    request: HttpRequest,
    page: WorkItemPage,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    draft: StepDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page: what the step is about, then its form; `draft` is what stands in it."""
    assert page.target is not None
    form = None
    if page.form is not None:
        view = view_of(page.form, request.POST, requested(request.POST))
        form = BoundForm(page.form, values=values, errors=errors, owner_id=request.user.pk, view=view)
    record = draft_record(page.target)
    context = {
        "page": page,
        "target": page.target,
        "inspection": page.inspection,
        "item": page.item,
        "step_title": page.step_title,
        "outcomes": page.outcomes,
        "form": form,
        "saved_at": draft.updated_at if draft else None,
        "shows_draft": record is not None,
        "draft": parts_of(record),
        "progress": progress_of(page.target),
    }
    return render(request, "portal/inspections/step.html", context, status=status)
