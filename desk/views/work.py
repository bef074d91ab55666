"""A step: take it, answer it, give it back. Whoever comes second learns who was first and what changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from desk.step_kinds import NOT_VISIBLE, kind_of
from desk.steps import StepKind, StepPage, not_found
from desk.views.refusing import ALONE, refuse, version_seen
from dossiers.models import StepDraft
from forms.actions import requested
from forms.errors import Invalid
from forms.http import workbook_asked_for
from forms.models import Attachment
from forms.rendering import BoundForm
from forms.selectors import attachments_of
from forms.services import Collected, collect, papers_named
from workflows.errors import NotHolder, WorkflowError
from workflows.model import Outcome


@dataclass(frozen=True)
class Asked:
    """One request about a step: who asks is in the request, what the step belongs to in its kind."""

    request: HttpRequest
    kind: StepKind
    page: StepPage
    at: datetime

    @property
    def public_id(self) -> UUID:
        """The step's."""
        return self.page.item.public_id

    @property
    def reason(self) -> str:
        """What was typed as the reason."""
        return self.request.POST.get("reason", "")


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def work_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The case beside the step's form; a POST sends the step on one of its ways out."""
    at, kind = timezone.now(), kind_of(public_id)
    asked = Asked(request, kind, kind.page(request.user, public_id, at), at)
    if request.method == "POST":
        return answer(asked)
    kind.look(request, asked.page)
    draft = kind.draft(asked.page, request.user)
    return show(asked, begun(asked.page, draft, kind.papers(asked.page)), draft=draft)


def begun(page: StepPage, draft: StepDraft | None, papers: Mapping[str, Attachment]) -> BoundForm | None:
    """Return the step's form with what its holder has typed so far, else with what the step answered before."""
    if page.form is None:
        return None
    values, shown = page.values or None, dict(papers)
    if draft is not None:
        values = draft.values
        shown |= attachments_of(draft.person_id, papers_named(values))
    return BoundForm(page.form, values=values, attachments=shown)


def show(
    asked: Asked,
    form: BoundForm | None,
    *,
    reason_error: str = "",
    alone_error: str = "",
    late_error: str = "",
    draft: StepDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the step's page; `draft` is what stands in the form."""
    page, typed = asked.page, typed_beside(asked, draft)
    context = {
        "work": page,
        "form": form,
        "reason": draft.reason if draft else asked.reason,
        "saved_at": draft.updated_at if draft else None,
        "reason_error": reason_error,
        "alone_reason": typed.get(ALONE, ""),
        "alone_error": alone_error,
        "late_error": late_error,
        "needs_reason": ", ".join(label(each) for each in page.outcomes if each.needs_reason),
        "seen_at": asked.at.isoformat(),
        **asked.kind.context(asked.request, page, asked.at),
        **asked.kind.asked_beside(page, typed, asked.at),
    }
    return render(asked.request, asked.kind.template, context, status=status)


def typed_beside(asked: Asked, draft: StepDraft | None) -> dict[str, str]:
    """Return what was typed beside the form: in what was just sent, else in the draft that stands there."""
    if draft is not None:
        return dict(draft.beside)
    names = (ALONE, *asked.kind.beside)
    return {name: asked.request.POST[name] for name in names if name in asked.request.POST}


def label(outcome: Outcome) -> str:
    """Return an outcome's words in the reader's language."""
    language = (get_language() or "vi")[:2]
    return outcome.labels.get(language) or outcome.labels.get("vi") or outcome.key


def answer(asked: Asked) -> HttpResponse:
    """Check, ask once more where the way out is grave, then complete the step."""
    page, post = asked.page, asked.request.POST
    if page.form and requested(post):
        sent = sent_with(asked)
        workbook = workbook_asked_for(page.form, sent.values, sent.view.action)
        return workbook or show(asked, bound(page, sent))
    if post.get("action") in DRAFTING:
        return DRAFTING[post["action"]](asked)
    outcome = next((each for each in page.outcomes if each.key == post.get("outcome")), None)
    if outcome is None:
        return redirect("desk:work_item", asked.public_id)
    missing = missing_reasons(asked, outcome)
    if missing:
        return show(asked, bound(page, sent_with(asked, outcome)), status=422, **missing)
    if outcome.kind == "negative" and "confirmed" not in post:
        return ask_once_more(asked, outcome)
    return complete(asked, outcome)


def keep_draft(asked: Asked) -> HttpResponse:
    """Keep what was typed and uploaded; nothing is judged but an upload that was refused."""
    page, person = asked.page, asked.request.user
    sent = sent_with(asked)
    try:
        asked.kind.services.save_step_draft(
            person, asked.public_id, values=sent.values if sent else {}, reason=asked.reason, at=asked.at,
            beside=typed_beside(asked, None),
        )  # fmt: skip
    except NOT_VISIBLE:
        held_by_other = NotHolder(page.item.pk, person_id=person.pk, holder_id=page.item.owner_id)
        return refuse(asked.request, asked.kind, asked.public_id, held_by_other)
    if sent and sent.told:
        return show(asked, bound(page, sent), status=422)
    return redirect("desk:work_item", asked.public_id)  # whose page says when the draft was saved


def drop_draft(asked: Asked) -> HttpResponse:
    """Throw the draft away and begin with the form as it was."""
    try:
        asked.kind.services.drop_step_draft(asked.request.user, asked.public_id, at=asked.at)
    except NOT_VISIBLE as error:
        raise Http404(str(asked.public_id)) from error
    messages.success(asked.request, _("Đã bỏ bản nháp."))
    return redirect("desk:work_item", asked.public_id)


DRAFTING: Mapping[str, Callable[[Asked], HttpResponse]] = {"draft": keep_draft, "drop": drop_draft}


def missing_reasons(asked: Asked, outcome: Outcome) -> dict[str, str]:
    """Return what must still be explained: the way out, why one person does what two should, what the case asks."""
    needed = {
        "reason_error": ("reason", outcome.needs_reason),
        "alone_error": (ALONE, bool(asked.page.checks_own)),
    }
    missing = {
        error: _("Viết lý do.")
        for error, (name, is_needed) in needed.items()
        if is_needed and not asked.request.POST.get(name, "").strip()
    }
    return missing | asked.kind.missing(asked.request, asked.page, asked.at)


def complete(asked: Asked, outcome: Outcome) -> HttpResponse:
    """Send the step on its way."""
    request, page, kind = asked.request, asked.page, asked.kind
    try:
        kind.services.complete(
            request.user, asked.public_id, outcome=outcome.key, version=version_seen(request), at=asked.at,
            data=request.POST, files=request.FILES, reason=asked.reason.strip(),
            four_eyes_reason=request.POST.get(ALONE, "").strip(), **kind.completing(request),
        )  # fmt: skip
    except Invalid as refusal:
        form = BoundForm(page.form, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk)
        return show(asked, form, status=422)
    except kind.refusals as refusal:
        sent = sent_with(asked, outcome)
        return show(asked, bound(page, sent), reason_error=kind.refused(refusal), status=422)
    except WorkflowError as refusal:
        return refuse(request, kind, asked.public_id, refusal)
    messages.success(request, _("Đã ghi: %(outcome)s.") % {"outcome": label(outcome)})
    return redirect(onwards(asked))


def onwards(asked: Asked) -> str:
    """Return the inbox with the next step of the same queue open in it, or the plain inbox where none waits."""
    inbox = reverse("desk:inbox")
    following = asked.kind.onwards(asked.request.user, asked.page, asked.at)
    if following is None:
        return inbox
    return f"{inbox}?{asked.kind.queue_of(following)}&item={following.public_id}"


def sent_with(asked: Asked, outcome: Outcome | None = None) -> Collected | None:
    """Return what the step's form sent, checked and its uploads stored."""
    if asked.page.form is None:
        return None
    request = asked.request
    context = {"outcome": outcome.key} if outcome else None
    return collect(
        asked.page.form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=asked.at,
        context=context,
    )  # fmt: skip


def bound(page: StepPage, sent: Collected | None, *, with_errors: bool = False) -> BoundForm | None:
    """Return the form with what was sent in it."""
    if sent is None or page.form is None:
        return None
    papers = {str(each.public_id): each for each in sent.attachments}
    return BoundForm(
        page.form, values=sent.values, errors=sent.errors if with_errors else sent.told, attachments=papers,
        view=sent.view,
    )  # fmt: skip


def ask_once_more(asked: Asked, outcome: Outcome) -> HttpResponse:
    """Show what a grave outcome leads to; everything typed and uploaded goes along."""
    sent = sent_with(asked, outcome)
    if sent and sent.errors:
        return show(asked, bound(asked.page, sent, with_errors=True), status=422)
    context = {
        "shown": asked.kind.case(asked.page),
        "work": asked.page,
        "outcome": outcome,
        "warning": asked.kind.warning(outcome),
        "sent": carried(asked, sent),
    }
    return render(asked.request, "desk/confirm.html", context)


def carried(asked: Asked, sent: Collected | None) -> list[tuple[str, str]]:
    """Return what was sent as hidden fields; uploads as the ids under which they were kept."""
    form = asked.page.form
    files = [each.key for each in form if each.kind.type == "file"] if form else []
    left_out = {
        "csrfmiddlewaretoken",
        "confirmed",
        *(f"{key}-{end}" for key in files for end in ("kept", "remove")),
    }
    pairs = [
        (name, value)
        for name, values in asked.request.POST.lists()
        if name not in left_out
        for value in values
    ]
    kept = [(f"{key}-kept", str(public_id)) for key in files for public_id in (sent.values.get(key) or [])]
    return pairs + kept


@officers_only
@require_POST
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a step."""
    kind = kind_of(public_id)
    try:
        kind.services.claim(request.user, public_id, version=version_seen(request), at=timezone.now())
    except NOT_VISIBLE as error:
        raise not_found(public_id) from error
    except WorkflowError as refusal:
        return refuse(request, kind, public_id, refusal)
    return redirect("desk:work_item", public_id)


@officers_only
@require_POST
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a step back to its queue."""
    kind = kind_of(public_id)
    try:
        kind.services.release(request.user, public_id, version=version_seen(request), at=timezone.now())
    except NOT_VISIBLE as error:
        raise not_found(public_id) from error
    except WorkflowError as refusal:
        return refuse(request, kind, public_id, refusal)
    messages.success(request, _("Đã trả việc lại hàng chung."))
    return redirect("desk:inbox")
