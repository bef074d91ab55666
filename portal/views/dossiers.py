"""One's own dossiers: where they are, what they ask of the applicant, what came out, how to take them back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import selectors, services
from dossiers.errors import CannotWithdraw, NotVisible
from dossiers.selectors import DossierPage, WorkItemPage
from dossiers.status import Status
from dossiers.topics import dossier_topic
from forms.errors import Invalid
from forms.rendering import BoundForm
from portal.presenting import ApplicantView, answers_of, listed_all
from workflows.errors import WorkflowError


def own_page(request: HttpRequest, public_id: UUID, at: datetime) -> DossierPage:
    """Return the applicant's page, or 404."""
    try:
        return selectors.dossier_for_applicant(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts and dossiers of the person, newest first."""
    dossiers = list(selectors.dossiers_of(request.user)[:100])
    context = {
        "dossiers": listed_all(dossiers),
        "drafts": listed_all(selectors.drafts_of_person(request.user)),
        "topics": " ".join(dossier_topic(dossier) for dossier in dossiers if not dossier.is_over),
    }
    return render(request, "portal/dossiers.html", context)


@login_required
@require_safe
def dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer to “where is it?” first, then what the applicant must do."""
    page = own_page(request, public_id, timezone.now())
    context = {
        "dossier": page.dossier,
        "view": ApplicantView(page),
        "topic": dossier_topic(page.dossier),
        "sections": answers_of(page),
        "just_sent": "sent" in request.GET and page.dossier.status == Status.NEW,
    }
    return render(request, "portal/dossier.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, public_id: UUID, item_id: UUID) -> HttpResponse:
    """The applicant's own step of the flow: change what was asked for and send it again."""
    at = timezone.now()
    own_page(request, public_id, at)
    try:
        page = selectors.work_item_page(request.user, item_id, at)
    except NotVisible as error:
        raise Http404(str(item_id)) from error
    if not page.item.is_open or page.page.dossier.public_id != public_id:
        return redirect("portal:dossier", public_id)
    if request.method == "POST":
        return answer(request, page, at)
    form = BoundForm(page.form, values=page.values, owner_id=request.user.pk) if page.form else None
    return show_step(request, page, form)


def answer(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Send the applicant's step on its way."""
    version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else 0
    try:
        if page.item.holder_id is None:
            version = services.claim(request.user, page.item.public_id, version=version, at=at).version
        services.complete(
            request.user, page.item.public_id, outcome=request.POST.get("outcome", ""), version=version, at=at,
            data=request.POST, files=request.FILES, reason=request.POST.get("reason", "").strip(),
        )  # fmt: skip
    except Invalid as refusal:
        form = BoundForm(page.form, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk)
        return show_step(request, page, form, status=422)
    except WorkflowError:
        messages.error(request, _("Hồ sơ đã thay đổi từ lúc bạn mở trang. Chưa có gì được ghi; hãy xem lại."))
        return redirect("portal:dossier", page.page.dossier.public_id)
    messages.success(request, _("Đã gửi. Chúng tôi sẽ báo khi có bước tiếp theo."))
    return redirect("portal:dossier", page.page.dossier.public_id)


def show_step(
    request: HttpRequest, page: WorkItemPage, form: BoundForm | None, *, status: int = 200
) -> HttpResponse:
    """Return the page of the applicant's step."""
    context = {
        "item": page.item,
        "dossier": page.page.dossier,
        "procedure": page.page.procedure,
        "step_title": page.step_title,
        "outcomes": page.outcomes,
        "form": form,
    }
    return render(request, "portal/supplement.html", context, status=status)


@login_required
@require_POST
def withdraw_dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an application back."""
    reason = request.POST.get("reason", "").strip()[:200]
    try:
        services.withdraw(request.user, str(public_id), reason=reason, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotWithdraw:
        messages.error(request, _("Không rút được nữa: hồ sơ đã kết thúc hoặc kết quả đã được ký."))
    else:
        messages.success(request, _("Đã rút hồ sơ. Mọi bước xử lý đã dừng."))
    return redirect("portal:dossier", public_id)
