"""A step: take it, answer it, give it back. Whoever comes second learns who was first and what changed."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.access import officers_only
from desk.presenting import CaseView
from desk.views.dossiers import note_look
from desk.views.refusing import ALONE, page_or_404, refuse, version_seen
from dossiers import selectors, services
from dossiers.errors import NotVisible, SupplementNotReady
from dossiers.models import StepDraft
from dossiers.preview import drafts_offered
from dossiers.selectors import WorkItemPage
from dossiers.selectors.conversation import conversation_state
from dossiers.selectors.supplement import supplement_desk
from dossiers.services.step_drafts import step_draft_of
from dossiers.topics import dossier_topic
from forms.actions import requested
from forms.errors import Invalid
from forms.http import workbook_asked_for
from forms.rendering import BoundForm
from forms.selectors import attachments_of
from forms.services import Collected, collect, papers_named
from workflows.errors import NotHolder, WorkflowError
from workflows.model import Outcome


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def work_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The dossier beside the step's form; a POST sends the step on one of its ways out."""
    at = timezone.now()
    page = page_or_404(request, public_id, at)
    if request.method == "POST":
        return answer(request, page, at)
    note_look(request, page.page)
    draft = step_draft_of(page.item, request.user)
    return show(request, page, begun(page, draft), at, draft=draft)


def begun(page: WorkItemPage, draft: StepDraft | None) -> BoundForm | None:
    """Return the step's form with what its holder has typed so far, else with what the step answered before."""
    if page.form is None:
        return None
    values, papers = page.values or None, papers_of(page)
    if draft is not None:
        values = draft.values
        papers |= attachments_of(draft.person_id, papers_named(values))
    return BoundForm(page.form, values=values, attachments=papers)


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
    draft: StepDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the step's page; `draft` is what stands in the form."""
    case = CaseView(page.page, at)
    context = {
        "dossier": page.page.dossier,
        "case": case,
        "topic": dossier_topic(page.page.dossier),
        "conversation": conversation_state(request.user, page.page.dossier, page.page.sight, at),
        "work": page,
        "remaining": case.clock.of_item(page.item, page.page.dossier),
        "drafts": drafts_offered(page, at),
        "form": form,
        "supplement": supplement_desk(page.item, request.user, page.page.procedure.supplement),
        "reason": draft.reason if draft else request.POST.get("reason", ""),
        "saved_at": draft.updated_at if draft else None,
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
    if request.POST.get("action") in DRAFTING:
        return DRAFTING[request.POST["action"]](request, page, at)
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


def keep_draft(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Keep what was typed and uploaded; nothing is judged but an upload that was refused."""
    sent = (
        collect(page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
        if page.form
        else None
    )
    try:
        services.save_step_draft(
            request.user, page.item.public_id, values=sent.values if sent else {},
            reason=request.POST.get("reason", ""), at=at,
        )  # fmt: skip
    except NotVisible:
        return refuse(
            request,
            page.item.public_id,
            NotHolder(page.item.pk, person_id=request.user.pk, holder_id=page.item.owner_id),
        )
    if sent and sent.told:
        return show(request, page, bound(page, sent), at, status=422)
    return redirect("desk:work_item", page.item.public_id)  # whose page says when the draft was saved


def drop_draft(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Throw the draft away and begin with the form as it was."""
    try:
        services.drop_step_draft(request.user, page.item.public_id, at=at)
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("desk:work_item", page.item.public_id)


DRAFTING = {"draft": keep_draft, "drop": drop_draft}


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
    return redirect(onwards(request, page, at))


def onwards(request: HttpRequest, page: WorkItemPage, at: datetime) -> str:
    """Return the inbox with the next step of the same queue open in it, or the plain inbox where none waits."""
    inbox, following = reverse("desk:inbox"), selectors.next_in_queue(request.user, page.item, at)
    if following is None:
        return inbox
    return f"{inbox}?queue={following.role}.{following.agency_id}&item={following.public_id}"


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
