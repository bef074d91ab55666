"""Pages about people: who they are, which roles they hold, and giving or taking them."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.localdays import local_day
from accounts.models import Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.policies import may_administer
from accounts.second_factor import lacks_second_factor
from accounts.selectors import people_administered_by
from accounts.services import (
    appoint,
    close_person,
    end_appointment,
    open_account,
    reset_second_factor,
    revoke_appointment,
)
from desk.administration.acting import carry_out, form_page, reason_page
from desk.administration.forms import AppointForm, EndForm, SearchForm
from desk.administration.reach import needs
from inspections.selectors.visits import devices_of
from inspections.services.sync import revoke_device
from workflows.selectors import held_by

PEOPLE_A_PAGE = 25


@needs(ADMINISTER_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the reader's agencies, narrowed by words."""
    now = timezone.now()
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = people_administered_by(request.user, now, words)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    roles = _roles_of([person.pk for person in page], request.reach, now)
    rows = [{"person": person, "appointments": roles.get(person.pk, [])} for person in page]
    return render(
        request, "desk/administration/people.html", {"rows": rows, "page": page, "form": form, "q": words}
    )


def _roles_of(people: list[int], reach: set[int], now: datetime) -> dict[int, list[Appointment]]:
    held = Appointment.objects.valid_on(local_day(now)).filter(person__in=people, acts_for__in=reach)
    by_person: dict[int, list[Appointment]] = {}
    for appointment in held.select_related("role", "acts_for"):
        by_person.setdefault(appointment.person_id, []).append(appointment)
    return by_person


def _person_in_reach(request: HttpRequest, public_id: UUID, now: datetime) -> Person:
    return get_object_or_404(people_administered_by(request.user, now), public_id=public_id)


@needs(ADMINISTER_PEOPLE)
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a person and his appointments at the reader's agencies."""
    now = timezone.now()
    shown = _person_in_reach(request, public_id, now)
    every = shown.appointments.filter(acts_for__in=request.reach).select_related(
        "role", "acts_for", "sits_at", "on_behalf_of__person"
    )
    valid = set(
        Appointment.objects.valid_on(local_day(now)).filter(person=shown).values_list("pk", flat=True)
    )
    context = {
        "shown": shown,
        "appointments": [{"it": a, "holds": a.pk in valid, "ended": _is_over(a, now)} for a in every],
        "may_administer": shown.is_active and may_administer(request.user, shown, now),
        "may_sign_out": may_administer(request.user, shown, now),
        "lacks_second_factor": lacks_second_factor(shown, now),
        "tablets": devices_of(shown),
    }
    return render(request, "desk/administration/person.html", context)


def _is_over(appointment: Appointment, now: datetime) -> bool:
    last = appointment.ends_on
    return appointment.revoked_at is not None or (last is not None and last < local_day(now))


@needs(ADMINISTER_PEOPLE)
def appoint_person(request: HttpRequest) -> HttpResponse:
    """Appoint somebody, opening an account for who has none."""
    now = timezone.now()
    today = local_day(now)
    initial = {"starts_on": today, "email": request.GET.get("email", "")}
    form = AppointForm(request.POST or None, initial=initial, reach=request.reach, today=today)
    if (
        request.method == "POST"
        and form.is_valid()
        and carry_out(request, form, partial(_appoint, request, form, now), _("Đã phân công."))
    ):
        found = Person.objects.get(email=form.cleaned_data["email"].lower())
        return redirect("administration:person", public_id=found.public_id)
    return form_page(
        request,
        form,
        title=_("Phân công"),
        back=reverse("administration:people"),
        button=_("Phân công"),
        lead=_(
            "Người được phân công sẽ phải đăng nhập lại để nhận vai trò mới. "
            "Người chưa có tài khoản đặt mật khẩu bằng mục “Quên mật khẩu?” ở trang đăng nhập."
        ),
    )


def _appoint(request: HttpRequest, form: AppointForm, now: datetime) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        person = form.person or open_account(
            email=data["email"], full_name=data["full_name"], actor=request.user, at=now
        )
        appoint(
            person=person,
            role=data["role"].code,
            acts_for=data["acts_for"],
            sits_at=data["sits_at"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            basis=data["basis"],
            title=data["title"],
            signing_form=data["signing_form"],
            document_kinds=data["document_kinds"],
            actor=request.user,
            at=now,
        )


@needs(ADMINISTER_PEOPLE)
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End an appointment on a day."""
    now = timezone.now()
    appointment = _appointment_in_reach(request, public_id)
    form = EndForm(request.POST or None, initial={"ends_on": local_day(now)})
    if request.method == "POST" and form.is_valid():
        act = partial(
            end_appointment,
            appointment,
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now,
        )
        if carry_out(request, form, act, _("Đã ghi ngày kết thúc phân công.")):
            return redirect("administration:person", public_id=appointment.person.public_id)
    return form_page(
        request,
        form,
        title=_("Kết thúc phân công"),
        lead=f"{appointment}.{_what_becomes_of_the_work(appointment)}",
        back=reverse("administration:person", args=[appointment.person.public_id]),
        button=_("Kết thúc"),
    )


@needs(ADMINISTER_PEOPLE)
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an appointment away at once."""
    appointment = _appointment_in_reach(request, public_id)
    back = reverse("administration:person", args=[appointment.person.public_id])
    return reason_page(
        request,
        act=partial(revoke_appointment, appointment),
        title=_("Thu hồi phân công ngay"),
        lead=_("%(what)s. Quyền mất ngay lúc này, phiên đăng nhập của người đó kết thúc.")
        % {"what": appointment}
        + _what_becomes_of_the_work(appointment),
        back=back,
        done=_("Đã thu hồi phân công."),
    )


def _what_becomes_of_the_work(appointment: Appointment) -> str:
    """Return how much work the person holds by the role, and that it goes back to the queue; nothing for none."""
    held = held_by(appointment.person_id).filter(role=appointment.role.code, agency=appointment.acts_for)
    number = held.count()
    if not number:
        return ""
    words = ngettext(
        "Người này đang giữ %(number)d việc; khi phân công hết hiệu lực, việc ấy trở về hàng việc chung.",
        "Người này đang giữ %(number)d việc; khi phân công hết hiệu lực, các việc ấy trở về hàng việc chung.",
        number,
    )
    return " " + words % {"number": number}


def _appointment_in_reach(request: HttpRequest, public_id: UUID) -> Appointment:
    open_ones = Appointment.objects.filter(acts_for__in=request.reach, revoked_at__isnull=True)
    related = open_ones.select_related("person", "role", "acts_for", "sits_at", "on_behalf_of")
    return get_object_or_404(related, public_id=public_id)


@needs(ADMINISTER_PEOPLE)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close a person's account."""
    shown = _person_in_full_reach(request, public_id)
    return reason_page(
        request,
        act=partial(close_person, shown),
        title=_("Đóng tài khoản"),
        lead=_("%(name)s sẽ không đăng nhập được nữa. Việc đã làm vẫn được giữ.") % {"name": shown},
        back=reverse("administration:person", args=[public_id]),
        done=_("Đã đóng tài khoản."),
    )


@needs(ADMINISTER_PEOPLE)
def reset_factor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take away a person's lost second factor."""
    shown = _person_in_full_reach(request, public_id)
    return reason_page(
        request,
        act=partial(reset_second_factor, shown),
        title=_("Đặt lại xác thực hai lớp"),
        lead=_("%(name)s sẽ phải bật lại xác thực hai lớp khi đăng nhập.") % {"name": shown},
        back=reverse("administration:person", args=[public_id]),
        done=_("Đã đặt lại xác thực hai lớp."),
    )


@needs(ADMINISTER_PEOPLE)
def revoke_tablet(request: HttpRequest, public_id: UUID, device: UUID) -> HttpResponse:
    """Sign a person's tablet out at its next contact: lost, stolen, or the person has left."""
    shown = _person_in_reach(request, public_id, timezone.now())
    if not may_administer(request.user, shown, timezone.now()):
        raise Http404
    tablet = get_object_or_404(devices_of(shown), public_id=device, revoked_at=None)
    return reason_page(
        request,
        act=partial(revoke_device, tablet),
        title=_("Đăng xuất máy tính bảng"),
        lead=_(
            "Máy “%(name)s” sẽ bị đăng xuất và khóa ở lần kết nối tới. Việc chưa gửi vẫn nằm trong máy, đã mã hóa."
        )
        % {"name": tablet.name},
        back=reverse("administration:person", args=[public_id]),
        done=_("Máy sẽ bị đăng xuất ở lần kết nối tới."),
    )


def _person_in_full_reach(request: HttpRequest, public_id: UUID) -> Person:
    now = timezone.now()
    shown = _person_in_reach(request, public_id, now)
    if not shown.is_active or not may_administer(request.user, shown, now):
        raise Http404
    return shown
