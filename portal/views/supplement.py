"""The applicant's own step: answer what is asked, item by item, and nothing else; without JavaScript too.

What was typed is kept as a draft, of which papers are drawn to be signed; nothing is sent before the button that sends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import selectors, services
from dossiers.cells import cells_form, value_of
from dossiers.errors import NotVisible
from dossiers.models import Dossier, StepDraft, SupplementItem
from dossiers.narrowing import facts_of, narrowed
from dossiers.prefill import provided_again
from dossiers.selectors import WorkItemPage
from dossiers.services.answer_supplement import asked_of, cells_of, coming_up, open_round, typed_so_far
from dossiers.services.step_drafts import step_draft_of
from forms.actions import requested, view_of
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.http import workbook_asked_for
from forms.prefill import locking
from forms.rendering import BoundForm, SummaryLine
from forms.services import collect
from portal.views.errors import conflict
from workflows.errors import RunSuspended, WorkflowError


@dataclass(frozen=True)
class AskedItem:
    """One item on the page: what was asked, what the applicant chose so far, what is wrong with it."""

    item: SupplementItem
    answer: str
    explanation: str
    errors: Sequence[str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, public_id: UUID, item_id: UUID) -> HttpResponse:
    """Change what was asked for and send it again; a step that is over leads back to the dossier."""
    at = timezone.now()
    page = step_or_404(request, public_id, item_id, at)
    is_draft = request.POST.get("action") == "draft"
    if not page.item.is_open:
        return conflict(request, {}) if is_draft else say_it_is_over(request, public_id)
    if request.method == "POST":
        return keep(request, page, at) if is_draft else send(request, page, at)
    draft = step_draft_of(page.item, request.user)
    return show(request, page, {**page.values, **(draft.values if draft else {})}, {}, draft=draft)


def keep(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Keep what was typed and uploaded; nothing is judged, and nothing is sent. 409 where the step is over meanwhile."""
    sent = open_round(page.page.dossier)
    if sent is None or page.form is None:
        raise Http404(str(page.item.public_id))
    values = typed_so_far(sent, page.form, request.POST, request.FILES, at=at)
    try:
        services.save_step_draft(request.user, page.item.public_id, values=values, reason="", at=at)
    except NotVisible:
        return conflict(request, {})
    return redirect("portal:supplement", page.page.dossier.public_id, page.item.public_id)


def step_or_404(request: HttpRequest, public_id: UUID, item_id: UUID, at: datetime) -> WorkItemPage:
    """Return the applicant's own step of the dossier as it is now, or 404."""
    try:
        page = selectors.work_item_page(request.user, item_id, at)
    except NotVisible as error:
        raise Http404(str(item_id)) from error
    if page.page.dossier.public_id != public_id or not page.page.sight.is_applicant:
        raise Http404(str(item_id))
    return page


def say_it_is_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead back to the dossier from a step that is done or over."""
    messages.info(request, _("Bước này đã xong hoặc đã quá hạn; chưa có gì được ghi thêm."))
    return redirect("portal:dossier", public_id)


def send(request: HttpRequest, page: WorkItemPage, at: datetime) -> HttpResponse:
    """Send the applicant's step on its way; a button inside the form only shows the page again."""
    if page.form and requested(request.POST):
        sent = collect(
            page.form, data=request.POST, files=request.FILES, owner_id=sender_of(page), at=at,
            provided=provided_again(locking(page.form), page.page.dossier, at),
        )  # fmt: skip
        workbook = workbook_asked_for(page.form, sent.values, sent.view.action)
        return workbook or show(request, page, sent.values, sent.told)
    text = request.POST.get("version", "")
    version = int(text) if text.isdecimal() and len(text) < 9 else 0
    try:
        services.complete(
            request.user, page.item.public_id, outcome=request.POST.get("outcome", ""), version=version, at=at,
            data=request.POST, files=request.FILES, reason=request.POST.get("reason", "").strip(),
        )  # fmt: skip
    except (Invalid, WorkflowError) as refusal:
        return refuse(request, refusal, page, at)
    messages.success(request, _("Đã gửi. Chúng tôi sẽ báo khi có bước tiếp theo."))
    return redirect("portal:dossier", page.page.dossier.public_id)


def refuse(
    request: HttpRequest, refusal: Invalid | WorkflowError, before: WorkItemPage, at: datetime
) -> HttpResponse:
    """Show the step again as it is now, with all that was sent; say so where it is over meanwhile."""
    page = step_or_404(request, before.page.dossier.public_id, before.item.public_id, at)
    if not page.item.is_open:
        return say_it_is_over(request, page.page.dossier.public_id)
    if isinstance(refusal, Invalid):
        return show(request, page, refusal.values, refusal.errors, status=422)
    if isinstance(refusal, RunSuspended):
        words = _("Quản trị viên đang tạm giữ quy trình này. Chưa có gì được ghi; hãy thử lại sau.")
    else:
        words = _("Hồ sơ đã thay đổi từ lúc bạn mở trang. Chưa có gì được ghi; hãy xem lại.")
    messages.error(request, words)
    return show(request, page, sent_again(request, page, at), {}, status=409)


def sent_again(request: HttpRequest, page: WorkItemPage, at: datetime) -> Mapping[str, object]:
    """Return what was sent, its papers kept, after the service has read them once."""
    if page.form is None:
        return {}
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    provided = provided_again(locking(page.form), page.page.dossier, at)
    take = partial(
        collect, data=request.POST, files=request.FILES, owner_id=sender_of(page), at=at, provided=provided
    )
    sent = open_round(page.page.dossier)
    cells = cells_of(asked_of(sent)) if sent else {}
    return {**take(page.form).values, **(take(cells_form(page.form, cells)).values if cells else {})}


def sender_of(page: WorkItemPage) -> int:
    """Return whose the dossier's papers are: who sent it, whoever of the party answers."""
    return page.page.dossier.applicant_id


def show(
    request: HttpRequest,
    page: WorkItemPage,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    draft: StepDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page: what was asked and why, then the questions that are asked again; `draft` is what stands in it."""
    sent = open_round(page.page.dossier)
    items = asked_of(sent) if sent else []
    own = {key: texts for key, texts in errors.items() if key.startswith(("answer-", "explanation-"))}
    form = bound(request, page, items, values, {key: errors[key] for key in errors if key not in own})
    typed = {**(draft.values if draft else {}), **request.POST.dict()}
    context = {
        "item": page.item,
        "dossier": page.page.dossier,
        "procedure": page.page.procedure,
        "step_title": page.step_title,
        "outcomes": page.outcomes,
        "round": sent,
        "asked": [asked_item(typed, each, own) for each in items],
        "saved_at": draft.updated_at if draft else None,
        "item_errors": [SummaryLine(f"#{key}", text) for key, texts in own.items() for text in texts],
        "form": form,
    }
    return render(request, "portal/supplement.html", context, status=status)


def asked_item(
    typed: Mapping[str, object], item: SupplementItem, errors: Mapping[str, list[str]]
) -> AskedItem:
    """Return one item as the page shows it: what was just sent or kept, else what was answered before."""
    answer = str(typed.get(f"answer-{item.pk}", item.answer))
    explanation = str(typed.get(f"explanation-{item.pk}", item.explanation))
    found = [*errors.get(f"answer-{item.pk}", []), *errors.get(f"explanation-{item.pk}", [])]
    return AskedItem(item, answer, explanation, found)


def part_asked(
    form: FormDefinition,
    items: Sequence[SupplementItem],
    dossier: Dossier,
    errors: Mapping[str, list[str]],
) -> FormDefinition:
    """Return the questions that are asked and those with an error, then the cells that are asked, each on its own."""
    asked = frozenset(item.field for item in items if item.target != SupplementItem.Target.CELL)
    keys = asked | coming_up(form, asked, dossier) | (errors.keys() & form.keys)
    cells = cells_of(items)
    keys -= {cell.field for cell in cells.values()}
    parts = [narrowed(form, keys)] if keys else []
    parts += [cells_form(form, cells)] if cells else []
    sections = tuple(section for part in parts for section in part.sections)
    return replace(form, sections=sections)


def standing(items: Sequence[SupplementItem], dossier: Dossier) -> dict[str, object]:
    """Return what stands in the cells that are asked, by the keys under which they are."""
    found = {key: value_of(dossier.answers, cell) for key, cell in cells_of(items).items()}
    return {key: value for key, value in found.items() if value is not None}


def bound(
    request: HttpRequest,
    page: WorkItemPage,
    items: Sequence[SupplementItem],
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
) -> BoundForm | None:
    """Return the questions that are asked again, and those with an error; the whole form where all of it is asked."""
    if page.form is None:
        return None
    form, dossier = locking(page.form), page.page.dossier
    provided = provided_again(form, dossier, timezone.now())
    view = view_of(form, request.POST, requested(request.POST))
    if items and all(item.field for item in items):
        part, context = part_asked(form, items, dossier, errors), facts_of(form, dossier.answers)
        values = {**standing(items, dossier), **values}
        return BoundForm(
            part, values=values, errors=errors, owner_id=sender_of(page), context=context, view=view,
            provided=provided,
        )  # fmt: skip
    return BoundForm(
        form, values=values, errors=errors, owner_id=sender_of(page), view=view, provided=provided
    )
