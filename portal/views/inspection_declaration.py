"""The institution declares itself on the team's own checklist, section by section; every part that is saved is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forms.actions import requested, view_of
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.messages import Words
from forms.rendering import BoundForm
from forms.services import accept, collect
from inspections import services
from inspections.checklists import Checklist, Item, names_at
from inspections.declaration_form import (
    answers_from,
    declared_items,
    left_to_the_visit,
    section_form,
    values_from,
    was_asked,
)
from inspections.errors import MayNot, WrongMoment
from inspections.models import Target
from inspections.selectors.evaluation import checklist_of, facts_of
from inspections.selectors.own_part import OwnPart
from inspections.status import TargetStatus
from portal.views.inspections import part_or_404, why_not

INVALID, OVER = 422, 409


@dataclass(frozen=True)
class SectionLine:
    """One section in the contents: how much of it is declared."""

    code: str
    title: Words
    said: int
    asked: int


def progress_of(target: Target) -> list[SectionLine]:
    """Return the sections that can be declared, each with how much of it is; none without a checklist."""
    checklist = checklist_for(target)
    if checklist is None:
        return []
    said = set(target.declared.values_list("item_key", flat=True))
    asked = {each.code: declared_items(checklist, each.code) for each in checklist.sections}
    return [
        SectionLine(
            each.code, each.title, sum(item.key in said for item in asked[each.code]), len(asked[each.code])
        )
        for each in checklist.sections
        if asked[each.code]
    ]


def checklist_for(target: Target) -> Checklist | None:
    """Return the checklist of a part's inspection, None where none was chosen."""
    version = target.inspection.checklist_version
    return None if version is None else checklist_of(version.version_hash)


def is_being_declared(target: Target) -> bool:
    """Whether the institution may still fill in its self-declaration."""
    return OwnPart(target).may_declare


@login_required
@require_safe
def contents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sections with how much of each is declared, and where to go on."""
    target = part_or_404(request, public_id, timezone.now())
    lines = progress_of(target)
    if not lines or target.status == TargetStatus.WAITING:
        raise Http404(str(public_id))
    context = {"target": target, "lines": lines, "may_declare": is_being_declared(target)}
    return render(request, "portal/inspections/declaration.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """One section to fill in; once the declaration is sent it can only be read in the contents."""
    at = timezone.now()
    target = part_or_404(request, public_id, at)
    checklist = checklist_for(target)
    if checklist is None or code not in {each.code for each in checklist.sections}:
        raise Http404(code)
    form = section_form(checklist, code)
    if form is None:
        raise Http404(code)
    if not is_being_declared(target):
        messages.info(request, _("Bản tự kê khai đã gửi hoặc đã hết hạn nên không sửa được nữa."))
        return redirect("portal:declaration", public_id)
    if request.method == "POST":
        return save(request, target, checklist, code, form, at)
    return show(request, target, code, form, declared_values(target, checklist, code), {})


def declared_values(target: Target, checklist: Checklist, code: str) -> dict[str, object]:
    """Return what the form of a section starts with."""
    declared = {each.item_key: each.values for each in target.declared.all()}
    return values_from(checklist, code, declared)


def names_around(target: Target) -> dict[str, object]:
    """Return what conditions of a section may read of the rest."""
    checklist, facts = checklist_for(target), facts_of(target)
    if checklist is None:
        return {}
    declared = {each.item_key: each.values for each in target.declared.all()}
    return names_at(checklist, declared, facts)


def save(
    request: HttpRequest, target: Target, checklist: Checklist, code: str, form: FormDefinition, at: datetime
) -> HttpResponse:
    """Keep what was entered, or show it again with what cannot be read; nothing typed is lost."""
    around = names_around(target)
    if request.POST.get("action") == "draft":
        return keep(request, target, checklist, code, form, at)
    if requested(request.POST):
        sent = collect(form, data=request.POST, owner_id=request.user.pk, at=at, context=around)
        return show(request, target, code, form, sent.values, sent.told)
    try:
        accepted = accept(form, data=request.POST, owner_id=request.user.pk, at=at, context=around)
        answers = answers_from(checklist, code, accepted.answers)
        services.declare_answers(request.user, target, answers=answers, at=at)
    except Invalid as refusal:
        return show(request, target, code, form, refusal.values, refusal.errors, status=INVALID)
    except (MayNot, WrongMoment) as refusal:
        sent = collect(form, data=request.POST, owner_id=request.user.pk, at=at, context=around)
        return show(request, target, code, form, sent.values, {"": [why_not(refusal)]}, status=OVER)
    messages.success(request, _("Đã lưu."))
    following = next_section(target, code) if "next" in request.POST else ""
    if following:
        return redirect("portal:declare", target.public_id, following)
    return redirect("portal:declaration", target.public_id)


def keep(
    request: HttpRequest, target: Target, checklist: Checklist, code: str, form: FormDefinition, at: datetime
) -> HttpResponse:
    """Keep, while somebody types, every item that can be read; one that cannot, or that is not asked, stays as it was."""
    around, sent = names_around(target), request.POST.copy()
    read = collect(form, data=sent, owner_id=request.user.pk, at=at, context=around)
    items = declared_items(checklist, code)
    wrong = [each for each in items if any(is_about(name, each) for name in read.errors)]
    if wrong:
        for name in [name for name in sent if any(is_about(name, each) for each in wrong)]:
            del sent[name]
        read = collect(form, data=sent, owner_id=request.user.pk, at=at, context=around)
    if read.errors:
        return HttpResponse(status=INVALID)
    answers = answers_from(checklist, code, read.answers)
    kept = [each for each in items if each not in wrong and was_asked(each, read.asked)]
    try:
        services.declare_answers(
            request.user, target, answers={each.key: answers[each.key] for each in kept}, at=at, is_draft=True
        )
    except (MayNot, WrongMoment):
        return HttpResponse(status=OVER)
    return redirect("portal:declare", target.public_id, code)


def is_about(name: str, item: Item) -> bool:
    """Say whether a field's name, or a mistake's, belongs to an item or to a part of it."""
    return name == item.name or name.startswith((f"{item.name}__", f"{item.name}-", f"{item.name}."))


def next_section(target: Target, code: str) -> str:
    """Return the code of the section after this one, "" after the last."""
    codes = [line.code for line in progress_of(target)]
    place = codes.index(code) + 1
    return codes[place] if place < len(codes) else ""


def show(
    request: HttpRequest,
    target: Target,
    code: str,
    form: FormDefinition,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a section."""
    checklist = checklist_for(target)
    assert checklist is not None
    view = view_of(form, request.POST, requested(request.POST))
    bound = BoundForm(
        form, values=values, errors=errors, owner_id=request.user.pk, view=view, context=names_around(target)
    )
    context = {
        "target": target,
        "form": bound,
        "code": code,
        "title": form.title,
        "is_last": not next_section(target, code),
        "left": left_to_the_visit(checklist, code),
    }
    return render(request, "portal/inspections/section.html", context, status=status)
