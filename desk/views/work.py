"""A step: take it, answer it, give it back. Whoever comes second learns who was first and what changed."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.access import officers_only
from desk.conflicts import Conflict, conflict_of
from desk.presenting import CaseView
from desk.views.dossiers import note_look
from dossiers import selectors, services
from dossiers.errors import NotVisible, SupplementNotReady
from dossiers.preview import drafts_offered
from dossiers.selectors import WorkItemPage
from dossiers.selectors.supplement import supplement_desk
from dossiers.topics import dossier_topic
from forms.actions import requested
from forms.errors import Invalid
from forms.http import workbook_asked_for
from forms.rendering import BoundForm
from forms.services import Collected, collect
from workflows.errors import WorkflowError
from workflows.model import Outcome

ALONE = "four_eyes_reason"


def page_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> WorkItemPage:
    """Return the step's page, or 404."""
    try:
        return selectors.work_item_page(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


def version_seen(request: HttpRequest) -> int:
    """Return the version of the step that the page showed; 0 never matches."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def work_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The dossier beside the step's form; a POST sends the step on one of its ways out."""
    at = timezone.now()
    page = page_or_404(request, public_id, at)
    if request.method == "POST":
        return answer(request, page, at)
    note_look(request, page.page)
    form = (
        BoundForm(page.form, values=page.values or None, attachments=papers_of(page)) if page.form else None
    )
    return show(request, page, form, at)


def papers_of(page: WorkItemPage) -> dict[str, object]:
    """Return the papers of the dossier the step may show, by public id."""
    return {str(file.attachment.public_id): file.attachment for file in page.page.files}


def show(
    request: HttpRequest,
    page: WorkItemPage,
    form: BoundForm | None,
    at: datetime,
    *,
    reason_error: str = "",
    alone_error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the step's page."""
    case = CaseView(page.page, at)
    context = {
        "dossier": page.page.dossier,
        "case": case,
        "topic": dossier_topic(page.page.dossier),
        "work": page,
        "remaining": case.clock.of_item(page.item, page.page.dossier),
        "drafts": drafts_offered(page, at),
        "form": form,
        "supplement": supplement_desk(page.item, request.user, page.page.procedure.supplement),
        "reason": request.POST.get("reason", ""),
        "reason_error": reason_error,
        "alone_reason": request.POST.get(ALONE, ""),
        "alone_error": alone_error,
        "needs_reason": ", ".join(label(each) for each in page.outcomes if each.needs_reason),
        "seen_at": at.isoformat(),
    }
    return render(request, "desk/work_item.html", context, status=status)


def label(outcome: Outcome) -> str:
    """Return an outcome's words in the reader's language."""
    language = (get_language() or "vi")[:2]
    return outcome.labels.get(language) or outcome.labels.get("vi") or outcome.key


def answer(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Check, ask once more where the way out is grave, then complete the step."""
    if page.form and requested(request.POST):
        sent = collect(page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
        workbook = workbook_asked_for(page.form, sent.values, sent.view.action)
        return workbook or show(request, page, bound(page, sent), at)
    outcome = next((each for each in page.outcomes if each.key == request.POST.get("outcome")), None)
    if outcome is None:
        return redirect("desk:work_item", page.item.public_id)
    missing = missing_reasons(request, page, outcome)
    if missing:
        sent = collected(request, page, outcome, at)
        return show(request, page, bound(page, sent), at, status=422, **missing)
    if outcome.kind == "negative" and "confirmed" not in request.POST:
        return ask_once_more(request, page, outcome, at)
    return complete(request, page, outcome, at)


def missing_reasons(request: HttpRequest, page: WorkItemPage, outcome: Outcome) -> dict[str, str]:
    """Return what must still be explained: the way out, and why one person does what two should."""
    asked = {"reason_error": ("reason", outcome.needs_reason), "alone_error": (ALONE, bool(page.checks_own))}
    return {
        error: _("Viết lý do.")
        for error, (name, needed) in asked.items()
        if needed and not request.POST.get(name, "").strip()
    }


def complete(request: HttpRequest, page: WorkItemPage, outcome: Outcome, at: datetime) -> HttpResponse:
    """Send the step on its way."""
    try:
        services.complete(
            request.user, page.item.public_id, outcome=outcome.key, version=version_seen(request), at=at,
            data=request.POST, files=request.FILES, reason=request.POST.get("reason", "").strip(),
            four_eyes_reason=request.POST.get(ALONE, "").strip(),
        )  # fmt: skip
    except Invalid as refusal:
        form = BoundForm(page.form, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk)
        return show(request, page, form, at, status=422)
    except SupplementNotReady as refusal:
        sent = collected(request, page, outcome, at)
        return show(request, page, bound(page, sent), at, reason_error=words_of(refusal), status=422)
    except WorkflowError as refusal:
        return refuse(request, page.item.public_id, refusal)
    messages.success(request, _("Đã ghi: %(outcome)s.") % {"outcome": label(outcome)})
    return redirect("desk:inbox")


def words_of(refusal: SupplementNotReady) -> str:
    """Return why a supplement cannot go on as chosen, and what to do."""
    return {
        "nothing_marked": _("Đánh dấu ít nhất một mục cần bổ sung, hoặc viết lý do."),
        "unknown_field": _("Mục đánh dấu không có trong tờ khai."),
        "not_judged": _("Mở phần bổ sung và chọn đạt hay còn thiếu cho từng mục."),
        "judged_otherwise": _("Kết quả bạn chọn không khớp với kết luận của từng mục bổ sung."),
    }[refusal.reason]


def collected(request: HttpRequest, page: WorkItemPage, outcome: Outcome, at: datetime) -> Collected | None:
    """Return what the step's form sent, checked and its uploads stored."""
    if page.form is None:
        return None
    return collect(
        page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at,
        context={"outcome": outcome.key},
    )  # fmt: skip


def bound(page: WorkItemPage, sent: Collected | None, *, with_errors: bool = False) -> BoundForm | None:
    """Return the form with what was sent in it."""
    if sent is None or page.form is None:
        return None
    papers = {str(each.public_id): each for each in sent.attachments}
    return BoundForm(
        page.form, values=sent.values, errors=sent.errors if with_errors else sent.told, attachments=papers,
        view=sent.view,
    )  # fmt: skip


def ask_once_more(request: HttpRequest, page: WorkItemPage, outcome: Outcome, at: datetime) -> HttpResponse:
    """Show what a grave outcome leads to; everything typed and uploaded goes along."""
    sent = collected(request, page, outcome, at)
    if sent and sent.errors:
        return show(request, page, bound(page, sent, with_errors=True), at, status=422)
    context = {
        "dossier": page.page.dossier,
        "case": CaseView(page.page, at),
        "work": page,
        "outcome": outcome,
        "sent": carried(request, page, sent),
    }
    return render(request, "desk/confirm.html", context)


def carried(request: HttpRequest, page: WorkItemPage, sent: Collected | None) -> list[tuple[str, str]]:
    """Return what was sent as hidden fields; uploads as the ids under which they were kept."""
    files = [each.key for each in page.form if each.kind.type == "file"] if page.form else []
    left_out = {
        "csrfmiddlewaretoken",
        "confirmed",
        *(f"{key}-{end}" for key in files for end in ("kept", "remove")),
    }
    pairs = [
        (name, value) for name, values in request.POST.lists() if name not in left_out for value in values
    ]
    kept = [(f"{key}-kept", str(public_id)) for key in files for public_id in (sent.values.get(key) or [])]
    return pairs + kept


@officers_only
@require_POST
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a step."""
    try:
        services.claim(request.user, public_id, version=version_seen(request), at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except WorkflowError as refusal:
        return refuse(request, public_id, refusal)
    return redirect("desk:work_item", public_id)


@officers_only
@require_POST
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a step back to its queue."""
    try:
        services.release(request.user, public_id, version=version_seen(request), at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except WorkflowError as refusal:
        return refuse(request, public_id, refusal)
    messages.success(request, _("Đã trả việc lại hàng chung."))
    return redirect("desk:inbox")


def refuse(request: HttpRequest, public_id: UUID, refusal: WorkflowError) -> HttpResponse:
    """Say who was faster or what stands in the way, what changed, and keep what was typed in sight."""
    at = timezone.now()
    page = page_or_404(request, public_id, at)
    case = CaseView(page.page, at)
    conflict: Conflict = conflict_of(refusal, page, case)
    context = {
        "conflict": conflict,
        "dossier": page.page.dossier,
        "changes": case.changes_since(seen_at(request)) if conflict.shows_changes else [],
        "kept": typed(request, page),
        "item": page.item,
        "help_number": getattr(request, "request_id", ""),
    }
    return render(request, "desk/conflict.html", context, status=409)


def seen_at(request: HttpRequest) -> datetime | None:
    """Return when the page was shown, as it says itself."""
    try:
        return parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:
        return None


def typed(request: HttpRequest, page: WorkItemPage) -> list[tuple[object, str]]:
    """Return what was typed, by question, so that it can be copied."""
    asked = [(each.label, request.POST.get(each.key, "")) for each in page.form] if page.form else []
    return [
        (words, text)
        for words, text in [
            *asked,
            (_("Lý do"), request.POST.get("reason", "")),
            (_("Lý do một người làm cả hai bước"), request.POST.get(ALONE, "")),
        ]
        if text.strip()
    ]
