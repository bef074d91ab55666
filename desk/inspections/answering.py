"""The checklist typed in at the desk, from what the team wrote on paper: a section a page, a page each repeated unit."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.access import officers_only
from desk.inspections.acting import form_deed, only, seen_target, told
from desk.inspections.answering_page import Shown
from desk.inspections.deed_forms import DrawForm
from desk.inspections.finding import address_of
from desk.inspections.preparing import either
from forms.actions import requested
from forms.services import Collected, collect
from inspections.checklists import evaluate
from inspections.errors import AnsweredMeanwhile, MayNot, NotVisible, WrongMoment
from inspections.found_form import Part, found_from, found_values
from inspections.protocol import Faults
from inspections.selectors.checklists import pinned
from inspections.selectors.evaluation import facts_of
from inspections.services.answer_at_desk import answer_at_desk
from inspections.services.draw_at_desk import draw_at_desk

INVALID, OVER = 422, 409
LONGEST_SEEN = 20_000


@officers_only
@either
def section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """What of a section is asked once, to be typed in by a member of the team, with the way to what is repeated."""
    return typed_in(request, public_id, code, "", None)


@officers_only
@either
def unit(request: HttpRequest, public_id: UUID, code: str, number: int, over: str) -> HttpResponse:
    """One unit of what is repeated in a section: a diploma that was drawn, a class, a room."""
    return typed_in(request, public_id, code, over, number)


def typed_in(request: HttpRequest, public_id: UUID, code: str, over: str, number: int | None) -> HttpResponse:
    """Show a page of the checklist, or keep what was typed into it."""
    at = timezone.now()
    shown = shown_part(request, public_id, code, over, number)
    if not shown.target.takes_answers and request.method != "POST":
        reason = WrongMoment("closed" if shown.target.announced_at else "not_announced")
        messages.info(request, str(told(reason)[1]))
        return redirect(address_of(shown.target, "#checklist"))
    if request.method != "POST":
        return shown.page(found_values(shown.part, shown.standing), {}, seen=shown.versions)
    if shown.form is None:
        return redirect(shown.after(request.POST.get("then", "")))
    sent = collect(shown.form, data=request.POST, owner_id=request.user.pk, at=at, context=shown.around)
    if requested(request.POST):
        return shown.page(sent.values, sent.told, seen=seen_in(request))
    if sent.errors:
        return shown.page(sent.values, sent.errors, seen=seen_in(request), status=INVALID)
    return keep(shown, sent, at)


def shown_part(request: HttpRequest, public_id: UUID, code: str, over: str, number: int | None) -> Shown:
    """Return the page of a part that a member of the team may type in. Raises Http404."""
    page = seen_target(request, public_id, timezone.now())
    only(page.sight.team and page.target is not None)
    assert page.target is not None
    checklist = pinned(page.target)
    if checklist is None or code not in {each.code for each in checklist.sections}:
        raise Http404(code)
    rows = list(page.target.answers.all())
    standing, facts = {each.item_key: each.values for each in rows}, facts_of(page.target)
    part = Part(checklist, code, over, number)
    shown = Shown(
        request, page.target, part, standing, facts, evaluate(checklist, standing, facts),
        versions={each.item_key: each.version for each in rows},
    )  # fmt: skip
    only(shown.exists)
    return shown


def keep(shown: Shown, sent: Collected, at: datetime) -> HttpResponse:
    """Write what was typed and go where the button leads, or say what stands in the way.

    What is shown again has seen what it saw when it was typed, and beyond that only what it now names as answered meanwhile.
    """
    request, target = shown.request, shown.target
    answers = found_from(shown.part, sent.answers, sent.asked)
    try:
        changed = answer_at_desk(
            request.user, target.public_id, section=shown.part.section, answers=answers, seen=seen_in(request), at=at
        )  # fmt: skip
    except (MayNot, NotVisible) as error:
        raise Http404(str(target.public_id)) from error
    except (AnsweredMeanwhile, Faults, WrongMoment) as refusal:
        status = INVALID if isinstance(refusal, Faults) else OVER
        named = refusal.keys if isinstance(refusal, AnsweredMeanwhile) else ()
        seen = {**seen_in(request), **{key: shown.versions.get(key, 0) for key in named}}
        return shown.page(sent.values, {"": [why_not(refusal)]}, seen=seen, status=status)
    messages.success(request, _("Đã lưu %(n)d câu trả lời.") % {"n": changed})
    return redirect(shown.after(request.POST.get("then", "")))


def why_not(refusal: AnsweredMeanwhile | Faults | WrongMoment) -> str:
    """Return why nothing was written, and what to do."""
    if isinstance(refusal, AnsweredMeanwhile):
        words = _("Người khác đã trả lời trong lúc bạn nhập: %(items)s. Xem lại rồi lưu lần nữa để thay.")
        return words % {"items": ", ".join(refusal.keys)}
    if isinstance(refusal, WrongMoment):
        return str(told(refusal)[1])
    return _("Có một giá trị quá dài. Hãy rút ngắn rồi lưu lại.")


def seen_in(request: HttpRequest) -> Mapping[str, int]:
    """Return which versions the page had seen; none where that cannot be read."""
    try:
        seen: Any = json.loads(request.POST.get("seen", "")[:LONGEST_SEEN])
    except ValueError:
        return {}
    pairs = seen.items() if isinstance(seen, dict) else ()
    return {key: version for key, version in pairs if isinstance(version, int)}


@officers_only
@either
def sample(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Draw a random sample for a visit without a tablet; its seed stands in the minutes."""
    page = seen_target(request, public_id, timezone.now())
    only(page.sight.team and page.target is not None)
    target = page.target
    checklist = pinned(target) if target else None
    known = {each.code: each for each in checklist.samples} if checklist else {}
    only(code in known)
    label = known[code].label.in_language(request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    lead = _("Máy rút %(size)d đơn vị, ít hơn thì lấy hết. Hạt giống của lần rút được ghi vào biên bản.")
    return form_deed(
        request, DrawForm(request.POST or None),
        lambda population: draw_at_desk(request.user, public_id, sample=code, population=population, at=timezone.now()),
        title=_("Rút mẫu ngẫu nhiên: %(what)s") % {"what": label}, button=_("Rút mẫu"), done=_("Đã rút mẫu."),
        back=address_of(target, "#checklist"), lead=lead % {"size": known[code].size},
    )  # fmt: skip
