"""Minutes without a tablet: made at the desk, printed, signed in ink, the scan brought back as the original (§0.8 ii)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from desk.access import officers_only
from desk.administration.acting import form_page
from desk.inspections.acting import Seen, only, seen_target, too_early
from desk.inspections.ink_form import InkForm
from desk.inspections.minutes import MINUTES, minutes_or_404, page_of
from desk.inspections.preparing import either
from forms.actions import requested, view_of
from forms.definition import FormDefinition
from forms.errors import Invalid, Refused
from forms.rendering import BoundForm
from forms.services import accept, collect
from inspections.errors import MayNot, NotFit, NotVisible, WrongMoment
from inspections.minutes.errors import MinutesRefused
from inspections.minutes_form import FAULTS, TITLES, minutes_form, spot_from, start_of
from inspections.models import Minutes, Target, TeamMember
from inspections.parties import member_in, team_now
from inspections.protocol import Faults
from inspections.selectors.minutes import findings_to_tell, kinds_to_make
from inspections.services.make_minutes import make_minutes
from inspections.services.sign_on_paper import Scan, sign_on_paper
from portal.views.conversation import read_key

INVALID, OVER = 422, 409


@officers_only
@either
def make(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Write down what minutes say, and make them."""
    at = timezone.now()
    page = seen_target(request, public_id, at)
    only(page.sight.team and kind in TITLES)
    target = part_of(page)
    team = team_of(page)
    form = minutes_form(
        kind, [(key, ", ".join(named)) for key, named in team.items()], sessions_of(target, kind)
    )
    if kind not in kinds_to_make(target):
        return not_now(request, target, form, at)
    if request.method != "POST":
        found = [as_row(each) for each in findings_to_tell(target)] if kind == Minutes.Kind.INSPECTION else []
        return show(request, target, form, start_of(found, team, target.place or target.address), {})
    if requested(request.POST):
        sent = collect(form, data=request.POST, owner_id=request.user.pk, at=at)
        return show(request, target, form, sent.values, sent.told)
    return keep(request, target, kind, form, team, at)


def not_now(request: HttpRequest, target: Target, form: FormDefinition, at: datetime) -> HttpResponse:
    """Say that minutes of this kind cannot be made now; what was typed already stays on the page."""
    words = _(
        "Lúc này không lập được biên bản loại này: đã ký, hoặc phần kiểm tra chưa đến hay đã qua bước ấy."
    )
    if request.method != "POST":
        messages.info(request, words)
        return redirect(home(target))
    sent = collect(form, data=request.POST, owner_id=request.user.pk, at=at)
    return show(request, target, form, sent.values, {"": [words]}, status=OVER)


def keep(
    request: HttpRequest,
    target: Target,
    kind: str,
    form: FormDefinition,
    team: Mapping[str, tuple[str, str]],
    at: datetime,
) -> HttpResponse:
    """Make the minutes, or show again what was typed with what stands in the way."""
    try:
        accepted = accept(form, data=request.POST, owner_id=request.user.pk, at=at)
    except Invalid as refusal:
        return show(request, target, form, refusal.values, refusal.errors, status=INVALID)
    try:
        minutes = make_minutes(
            request.user, target.public_id, kind=kind, spot=spot_from(accepted.answers, team),
            number=read_key(request), session=accepted.answers.get("buoi"), at=at,
        )  # fmt: skip
    except (MayNot, NotVisible) as error:
        raise Http404(str(target.public_id)) from error
    except (Faults, MinutesRefused, NotFit, WrongMoment) as refusal:
        sent = collect(form, data=request.POST, owner_id=request.user.pk, at=at)
        status = INVALID if isinstance(refusal, Faults | NotFit) else OVER
        return show(request, target, form, sent.values, told(refusal, form), status=status)
    messages.success(
        request, _("Đã lập biên bản. In, ký mực hai bên, rồi tải bản chụp lên bằng “Ghi chữ ký trên giấy”.")
    )
    return redirect(page_of(minutes))


def told(refusal: Exception, form: FormDefinition) -> dict[str, list[str]]:
    """Return why minutes cannot be made, by question."""
    if isinstance(refusal, Faults):
        found: dict[str, list[str]] = {}
        for place in refusal.faults:
            key = FAULTS.get(place.partition(".")[0], "")
            found.setdefault(key if key in form.keys else "", []).append(fault_words(place))
        return found
    if isinstance(refusal, NotFit):
        return {"ket_thuc": [told_of_days(refusal)]}
    if isinstance(refusal, MinutesRefused):
        return {"": [str(MINUTES.get(refusal.word) or _("Không thực hiện được."))]}
    return {"": [_("Phần kiểm tra này đã kết thúc.")]}


def told_of_days(refusal: NotFit) -> str:
    """Return why an announcement cannot have been at a moment."""
    if refusal.earliest:
        return too_early(refusal.earliest)
    if refusal.why == "future":
        return _("Lúc công bố không được sau bây giờ.")
    return _("Lúc công bố không được trước ngày ra quyết định.")


def fault_words(place: str) -> str:
    """Return what to do about one place of what was written down."""
    return {
        "ended_at": _("Giờ kết thúc phải sau giờ bắt đầu."),
        "representatives": _("Ghi đại diện của cơ sở, hoặc vì sao cơ sở vắng mặt."),
        "rights_explained": _("Phải giải thích quyền và nghĩa vụ cho cơ sở trước khi lập biên bản công bố."),
    }.get(place, _("Xem lại mục này."))


def show(
    request: HttpRequest,
    target: Target,
    form: FormDefinition,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page of the form."""
    view = view_of(form, request.POST, requested(request.POST))
    bound = BoundForm(form, values=values, errors=errors, owner_id=request.user.pk, view=view)
    context = {
        "target": target,
        "form": bound,
        "title": form.title,
        "back": home(target),
        "key": read_key(request),
    }
    return render(request, "desk/inspections/minutes_form.html", context, status=status)


def part_of(page: Seen) -> Target:
    """Return the institution's part that a page is about. Raises Http404 where it is about the whole."""
    if page.target is None:
        raise Http404
    return page.target


def home(target: Target) -> str:
    """Return the institution's page, at its minutes."""
    return page_of(Minutes(target=target))


def team_of(page: Seen) -> dict[str, tuple[str, str]]:
    """Return the members of now: identifier → name and role, in the language of the minutes."""
    with translation.override("vi"):
        return {str(each.public_id): words_of(each) for each in team_now(page.inspection)}


def words_of(member: TeamMember) -> tuple[str, str]:
    """Return a member as minutes name them."""
    return member.person.full_name, str(member.get_role_display())


def sessions_of(target: Target, kind: str) -> list[tuple[str, str]]:
    """Return the working sessions that minutes may be of."""
    if kind != Minutes.Kind.SESSION:
        return []
    return [
        (str(each.public_id), f"{timezone.localtime(each.starts_at):%d/%m/%Y %H:%M} {each.place}")
        for each in target.sessions.all()
    ]


def as_row(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding as the form's table takes it."""
    names = {"muc": "key", "noi_dung": "text", "kien_nghi": "recommendation", "so_ngay": "days"}
    return {here: finding[there] for here, there in names.items() if finding[there] not in (None, "")}


@officers_only
@either
def ink(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring the signed paper back: who signed it, and its scan."""
    minutes = minutes_or_404(request, public_id)
    only(member_in(request.user, minutes.target.inspection) is not None and minutes.voided_at is None)
    sent = request.POST if request.method == "POST" else None
    form = InkForm(sent, request.FILES or None, spot=minutes.content.get("spot") or {})
    if request.method == "POST" and form.is_valid() and register(request, minutes, form):
        messages.success(request, _("Đã ghi chữ ký trên giấy; bản giấy là bản chính."))
        return redirect(page_of(minutes))
    title = _("Ghi chữ ký trên giấy: %(minutes)s") % {"minutes": minutes.get_kind_display()}
    lead = _("Tải lên bản chụp đủ mọi trang đã ký mực. Bản giấy là bản chính và được thống kê là bản giấy.")
    return form_page(request, form, title=title, back=page_of(minutes), button=_("Ghi chữ ký"), lead=lead)


def register(request: HttpRequest, minutes: Minutes, form: InkForm) -> bool:
    """Put the names under the minutes; on a refusal say it on the form. Raises Http404 for who may not."""
    said = form.cleaned_data
    scan = Scan(said["scan"].read(), said["scan"].name or "", said["idempotency_key"])
    try:
        sign_on_paper(request.user, minutes.public_id, scan=scan, names=form.names, at=timezone.now())
    except (MayNot, NotVisible) as error:
        raise Http404(str(minutes.public_id)) from error
    except Refused as refused:
        form.add_error("scan", refused.message.render(_, translation.get_language() or "vi"))
    except MinutesRefused as refused:
        form.add_error(None, MINUTES.get(refused.word) or _("Không thực hiện được."))
    return not form.errors
