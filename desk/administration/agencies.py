"""Pages about agencies: the tree, one agency, its beginning, change and end."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.localdays import local_day
from accounts.models import Agency
from accounts.permissions import ADMINISTER_AGENCIES
from accounts.policies import may_everywhere
from accounts.selectors import descendants, valid_appointments
from accounts.services import change_agency, create_agency, retire_agency
from desk.administration.acting import carry_out, form_page
from desk.administration.forms import AgencyForm, NewAgencyForm, RetireForm, agencies_for_parent
from desk.administration.reach import agency_in_reach, needs

WAIVERS_SHOWN = 20
_FACTS = tuple(AgencyForm.base_fields)


@needs(ADMINISTER_AGENCIES)
def agencies(request: HttpRequest) -> HttpResponse:
    """Show the reader's agencies as a tree."""
    today = local_day(timezone.now())
    within = list(Agency.objects.filter(pk__in=request.reach).order_by("code"))
    rows = [
        {"agency": agency, "depth": depth, "over": agency.valid_to is not None and agency.valid_to < today}
        for agency, depth in in_tree_order(within)
    ]
    return render(request, "desk/administration/agencies.html", {"rows": rows})


def in_tree_order(agencies: list[Agency]) -> list[tuple[Agency, int]]:
    """Return agencies each after its parent, with its depth below the topmost one given."""
    children: dict[int | None, list[Agency]] = {}
    known = {agency.pk for agency in agencies}
    for agency in agencies:
        parent_id = agency.parent_id if agency.parent_id in known else None
        children.setdefault(parent_id, []).append(agency)
    ordered: list[tuple[Agency, int]] = []
    waiting = [(agency, 0) for agency in reversed(children.get(None, []))]
    while waiting:
        agency, depth = waiting.pop()
        ordered.append((agency, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.get(agency.pk, [])))
    return ordered


@needs(ADMINISTER_AGENCIES)
def agency(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one agency with those who act for it today."""
    shown = agency_in_reach(request, public_id)
    held = valid_appointments(timezone.now()).filter(acts_for=shown)
    context = {
        "shown": shown,
        "appointments": held.select_related("person", "role", "sits_at", "on_behalf_of__person"),
        "waivers": shown.four_eyes_waivers.select_related("allowed_by")[:WAIVERS_SHOWN],
        "today": local_day(timezone.now()),
    }
    return render(request, "desk/administration/agency.html", context)


@needs(ADMINISTER_AGENCIES)
def new_agency(request: HttpRequest) -> HttpResponse:
    """Make an agency under one of the reader's."""
    now = timezone.now()
    form = NewAgencyForm(
        request.POST or None,
        initial={"valid_from": local_day(now)},
        parents=agencies_for_parent(request.reach),
    )
    form.fields["parent"].required = not may_everywhere(request.user, ADMINISTER_AGENCIES, now)
    if request.method == "POST" and form.is_valid():
        act = partial(create_agency, **form.cleaned_data, actor=request.user, at=now)
        if carry_out(request, form, act, _("Đã tạo cơ quan.")):
            return redirect("administration:agencies")
    return form_page(
        request,
        form,
        title=_("Tạo cơ quan"),
        back=reverse("administration:agencies"),
        button=_("Tạo cơ quan"),
    )


@needs(ADMINISTER_AGENCIES)
def edit_agency(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what is known of an agency."""
    now = timezone.now()
    shown = agency_in_reach(request, public_id)
    form = _edit_form(request, shown, now)
    back = reverse("administration:agency", args=[public_id])
    if request.method == "POST" and form.is_valid():
        act = partial(change_agency, shown, **form.cleaned_data, actor=request.user, at=now)
        if carry_out(request, form, act, _("Đã lưu.")):
            return redirect(back)
    return form_page(
        request, form, title=_("Sửa thông tin cơ quan"), lead=str(shown), back=back, button=_("Lưu")
    )


def _edit_form(request: HttpRequest, shown: Agency, now: datetime) -> AgencyForm:
    initial = {name: getattr(shown, name) for name in _FACTS}
    initial["parent"] = shown.parent.code if shown.parent else None
    parents = agencies_for_parent(request.reach, without=descendants(shown.pk))
    if shown.parent_id is not None:
        parents = parents | Agency.objects.filter(pk=shown.parent_id)
    form = AgencyForm(request.POST or None, initial=initial, parents=parents.distinct())
    form.fields["parent"].required = not may_everywhere(request.user, ADMINISTER_AGENCIES, now)
    return form


@needs(ADMINISTER_AGENCIES)
def retire(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End an agency and name its successor."""
    now = timezone.now()
    shown = agency_in_reach(request, public_id)
    form = RetireForm(request.POST or None, initial={"last_day": local_day(now)}, agency=shown)
    back = reverse("administration:agency", args=[public_id])
    if request.method == "POST" and form.is_valid():
        act = partial(retire_agency, shown, **form.cleaned_data, actor=request.user, at=now)
        if carry_out(request, form, act, _("Đã ghi ngày kết thúc của cơ quan.")):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Kết thúc cơ quan"),
        lead=_("Mọi phân công tại %(agency)s kết thúc cùng ngày.") % {"agency": shown},
        back=back,
        button=_("Kết thúc cơ quan"),
        grave=True,
    )
