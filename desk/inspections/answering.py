"""A section of the checklist typed in at the desk, from what the team wrote on paper; nothing typed is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.access import officers_only
from desk.inspections.acting import only, seen_target, told
from desk.inspections.finding import address_of
from desk.inspections.preparing import either
from forms.actions import requested, view_of
from forms.definition import FormDefinition
from forms.rendering import BoundForm
from forms.services import Collected, collect
from inspections.checklists import Checklist, evaluate
from inspections.declaration_form import found_from, left_to_the_visit, names_of, section_form, values_from
from inspections.errors import AnsweredMeanwhile, MayNot, NotVisible, WrongMoment
from inspections.models import Target
from inspections.protocol import Faults
from inspections.selectors.checklists import pinned
from inspections.selectors.evaluation import facts_of
from inspections.services.answer_at_desk import answer_at_desk

INVALID, OVER = 422, 409
LONGEST_SEEN = 20_000
Errors = Mapping[str, list[str]]


@officers_only
@either
def section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """One section of the checklist, to be typed in by a member of the team."""
    at = timezone.now()
    shown = shown_section(request, public_id, code, at)
    if not shown.target.takes_answers and request.method != "POST":
        reason = WrongMoment("closed" if shown.target.announced_at else "not_announced")
        messages.info(request, str(told(reason)[1]))
        return redirect(shown.back)
    if request.method != "POST":
        return shown.page(values_from(shown.checklist, code, shown.standing), {})
    sent = collect(shown.form, data=request.POST, owner_id=request.user.pk, at=at, context=shown.around)
    if requested(request.POST):
        return shown.page(sent.values, sent.told)
    if sent.errors:
        return shown.page(sent.values, sent.errors, status=INVALID)
    return keep(shown, sent, at)


@dataclass(frozen=True)
class Shown:
    """The page of a section, for one reader.

    standing  item → its answer as it stands; versions  item → its version
    """

    request: HttpRequest
    target: Target
    checklist: Checklist
    code: str
    form: FormDefinition
    standing: Mapping[str, Mapping[str, Any]]
    versions: Mapping[str, int]

    @property
    def back(self) -> str:
        """The institution's page, at its checklist."""
        return address_of(self.target, "#checklist")

    @property
    def around(self) -> dict[str, object]:
        """What conditions of the section may read of the rest of the checklist."""
        facts = facts_of(self.target)
        evaluation = evaluate(self.checklist, self.standing, facts)
        return names_of(evaluation, facts.visit_on, facts.kind_of_institution, facts.institution)

    def page(self, values: Mapping[str, object], errors: Errors, *, status: int = 200) -> HttpResponse:
        """Return the page; it says the versions that stand now, but for a button inside the form those seen before."""
        action = requested(self.request.POST)
        view = view_of(self.form, self.request.POST, action)
        owner_id = self.request.user.pk
        context = {
            "target": self.target,
            "form": BoundForm(
                self.form, values=values, errors=errors, owner_id=owner_id, view=view, context=self.around
            ),
            "title": self.form.title,
            "seen": json.dumps(seen_in(self.request) if action else self.versions),
            "back": self.back,
            "left": left_to_the_visit(self.checklist, self.code),
        }
        return render(self.request, "desk/inspections/answering.html", context, status=status)


def shown_section(request: HttpRequest, public_id: UUID, code: str, at: datetime) -> Shown:
    """Return the page of a section that a member of the team may type in. Raises Http404."""
    page = seen_target(request, public_id, at)
    checklist = pinned(page.target) if page.target else None
    only(page.sight.team)
    if page.target is None or checklist is None or code not in {each.code for each in checklist.sections}:
        raise Http404(code)
    form = section_form(checklist, code, is_teams=True)
    if form is None:
        raise Http404(code)
    rows = list(page.target.answers.all())
    own = {item.key for item in checklist.items_of(code)}
    versions = {each.item_key: each.version for each in rows if each.item_key in own}
    standing = {each.item_key: each.values for each in rows}
    return Shown(request, page.target, checklist, code, form, standing, versions)


def keep(shown: Shown, sent: Collected, at: datetime) -> HttpResponse:
    """Write what was typed, or say what stands in the way."""
    request, target = shown.request, shown.target
    answers = found_from(shown.checklist, shown.code, sent.answers, sent.asked)
    try:
        changed = answer_at_desk(
            request.user, target.public_id, section=shown.code, answers=answers, seen=seen_in(request), at=at
        )
    except (MayNot, NotVisible) as error:
        raise Http404(str(target.public_id)) from error
    except (AnsweredMeanwhile, Faults, WrongMoment) as refusal:
        status = INVALID if isinstance(refusal, Faults) else OVER
        return shown.page(sent.values, {"": [why_not(refusal)]}, status=status)
    messages.success(request, _("Đã lưu %(n)d câu trả lời.") % {"n": changed})
    return redirect(shown.back)


def why_not(refusal: AnsweredMeanwhile | Faults | WrongMoment) -> str:
    """Return why nothing was written, and what to do."""
    if isinstance(refusal, AnsweredMeanwhile):
        words = _("Người khác đã trả lời trong lúc bạn nhập: %(items)s. Xem lại rồi lưu lần nữa để thay.")
        return words % {"items": ", ".join(refusal.keys)}
    if isinstance(refusal, WrongMoment):
        return str(told(refusal)[1])
    return _("Có một giá trị quá dài. Hãy rút ngắn rồi lưu lại.")


def seen_in(request: HttpRequest) -> dict[str, int]:
    """Return which versions the page had seen; none where that cannot be read."""
    try:
        seen: Any = json.loads(request.POST.get("seen", "")[:LONGEST_SEEN])
    except ValueError:
        return {}
    pairs = seen.items() if isinstance(seen, dict) else ()
    return {key: version for key, version in pairs if isinstance(version, int)}
