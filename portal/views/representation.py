"""For whom one may apply, and who may apply for oneself: asked with a paper, granted here, taken back at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import IdentityNotProven, PersonUnknown
from accounts.models import Representation
from accounts.models.people import IdentityLevel
from accounts.representing import representations_of
from dossiers import services
from dossiers.representation_forms import KINDS, representation_form
from dossiers.selectors.representation import requests_of
from dossiers.services import Wish
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.rendering import BoundForm
from forms.services import Accepted, accept
from portal.throttle import is_guessing, note_miss
from portal.views.errors import help_number, too_many
from procedures.selectors import offered

GRANT, WHAT, MOST_SHOWN = "grant", "attorney", 100


@dataclass(frozen=True)
class Line:
    """One representation as the page lists it: what it reaches, and whether it holds now."""

    representation: Representation
    titles: list[object]
    in_force: bool
    state: str


@login_required
@require_safe
def representation(request: HttpRequest) -> HttpResponse:
    """List for whom one acts, who acts for one, and what is still asked."""
    at, person = timezone.now(), request.user
    every = list(representations_of(person)[:MOST_SHOWN])
    context = {
        "acting": lines((each for each in every if each.person_id == person.pk), at),
        "given": lines((each for each in every if each.principal_id == person.pk), at),
        "requests": list(requests_of(person)),
        "may_grant": is_proven(request),
    }
    return render(request, "portal/representation.html", context)


def lines(representations: Iterable[Representation], at: datetime) -> list[Line]:
    """Return the lines of a list."""
    found = list(representations)
    titles = {each.name: each.title for each in offered(at)} if any(each.procedures for each in found) else {}
    return [
        Line(
            each, [titles.get(name, name) for name in each.procedures], each.is_in_force(at), state(each, at)
        )
        for each in found
    ]


def state(representation: Representation, at: datetime) -> str:
    """Return whether it holds, in words."""
    if representation.is_in_force(at):
        return _("Đang có hiệu lực")
    if representation.revoked_at is not None:
        return _("Đã thu hồi")
    return _("Chưa đến ngày") if representation.starts_on > timezone.localdate(at) else _("Đã hết hạn")


def is_proven(request: HttpRequest) -> bool:
    """Say whether the person has shown who they are, as a power of attorney given here needs."""
    person = request.user
    return person.identity_level != IdentityLevel.SELF_ASSERTED and bool(person.national_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask to act for an organisation or by a paper, or let somebody act for oneself."""
    if kind not in KINDS:
        raise Http404(kind)
    if kind == GRANT and not is_proven(request):
        return identity_needed(request)
    at = timezone.now()
    form = representation_form(kind, at)
    return take(request, kind, form, at) if request.method == "POST" else show(request, kind, form, {}, {})


def identity_needed(request: HttpRequest) -> HttpResponse:
    """Say that who grants a power must first show who they are."""
    context = {
        "reason": "identity_level",
        "needed": IdentityLevel.COUNTER,
        "help_number": help_number(request),
    }
    return render(request, "portal/may_not_apply.html", context, status=403)


def take(request: HttpRequest, kind: str, form: FormDefinition, at: datetime) -> HttpResponse:
    """Carry out what was sent, or show it again with what is wrong."""
    if is_guessing(request, WHAT):
        return too_many(request)
    try:
        accepted = accept(form, data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at)
    except Invalid as refusal:
        return show(request, kind, form, refusal.values, refusal.errors, status=422)
    try:
        done = carry_out(request, kind, accepted, at)
    except PersonUnknown:
        note_miss(request, WHAT)
        wrong = _("Không thấy ai khác đã xác thực danh tính với số và họ tên này. Xem lại cả hai.")
        return show(request, kind, form, accepted.answers, {"party_number": [wrong]}, status=422)
    except IdentityNotProven:
        return identity_needed(request)
    messages.success(request, done)
    return redirect("portal:representation")


def carry_out(request: HttpRequest, kind: str, accepted: Accepted, at: datetime) -> str:
    """Call the one service this form is for; return what to say then. Raises what it raises."""
    answers = accepted.answers
    starts_on, ends_on = (day(answers.get(key)) for key in ("starts_on", "ends_on"))
    procedures, number, name = answers.get("procedures", []), answers["party_number"], answers["party_name"]
    if kind == GRANT:
        services.name_attorney(
            request.user, national_id=number, full_name=name, procedures=procedures, starts_on=starts_on,
            ends_on=ends_on, at=at,
        )  # fmt: skip
        return _("Đã ủy quyền. Người được ủy quyền nộp thay bạn được từ ngày đã chọn.")
    wish = Wish(kind, name, number, answers["basis"], starts_on, ends_on, procedures)
    services.ask_to_represent(request.user, wish, accepted.attachments, at=at)
    return _("Đã gửi giấy tờ. Chúng tôi báo cho bạn khi cán bộ kiểm tra xong.")


def day(answer: object) -> date | None:
    """Return the day of an answer, None without one."""
    return date.fromisoformat(str(answer)) if answer else None


def show(
    request: HttpRequest,
    kind: str,
    form: FormDefinition,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a form."""
    bound = BoundForm(form, values=values or None, errors=errors, owner_id=request.user.pk)
    return render(request, "portal/representation_form.html", {"form": bound, "kind": kind}, status=status)


@login_required
@require_POST
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back a power one gave, or give up one's own; from this moment it lets nobody in."""
    found = get_object_or_404(representations_of(request.user), public_id=public_id)
    gave = found.principal_id == request.user.pk
    reason = request.POST.get("reason", "").strip() or (
        "Thu hồi theo ý người ủy quyền" if gave else "Người đại diện thôi đại diện"
    )
    services.take_back(found, reason=reason, actor=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi. Từ lúc này quyền nộp thay không còn."))
    return redirect("portal:representation")
