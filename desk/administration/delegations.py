"""Pages about delegations: an administrator sees those of his agencies, a holder his own."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.localdays import local_day
from accounts.models import Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.selectors import agencies_where
from accounts.services import delegate, revoke_appointment
from desk.administration.acting import carry_out, form_page, reason_page
from desk.administration.forms import DelegateForm


@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """List what is delegated, by the reader or at the reader's agencies, and to the reader."""
    now = timezone.now()
    delegable = _delegable(request.user, now)
    shown = _concerning(request.user, now)
    if not delegable.exists() and not shown.exists():
        raise Http404
    valid = set(
        Appointment.objects.valid_on(local_day(now)).filter(pk__in=shown).values_list("pk", flat=True)
    )
    endable = set(_endable(request.user, now).values_list("pk", flat=True))
    rows = [{"it": it, "holds": it.pk in valid, "endable": it.pk in endable} for it in shown]
    context = {"rows": rows, "may_delegate": delegable.exists()}
    return render(request, "desk/administration/delegations.html", context)


def _delegable(person: Person, now: datetime) -> "QuerySet[Appointment]":
    """Own appointments in force, and those of the agencies whose people one administers."""
    reach = agencies_where(person, ADMINISTER_PEOPLE, now)
    mine = Q(person=person) | Q(acts_for__in=reach)
    valid = Appointment.objects.valid_on(local_day(now)).filter(mine, on_behalf_of__isnull=True)
    return valid.select_related("person", "role", "acts_for", "sits_at").order_by("acts_for", "person")


def _concerning(person: Person, now: datetime) -> "QuerySet[Appointment]":
    reach = agencies_where(person, ADMINISTER_PEOPLE, now)
    concerned = Q(acts_for__in=reach) | Q(on_behalf_of__person=person) | Q(person=person)
    found = Appointment.objects.filter(concerned, on_behalf_of__isnull=False)
    related = found.select_related("person", "role", "acts_for", "sits_at", "on_behalf_of__person")
    return related.order_by("-starts_on", "pk")


def _endable(person: Person, now: datetime) -> "QuerySet[Appointment]":
    reach = agencies_where(person, ADMINISTER_PEOPLE, now)
    mine = Q(acts_for__in=reach) | Q(on_behalf_of__person=person)
    still = Q(ends_on__gte=local_day(now), revoked_at__isnull=True)
    return Appointment.objects.filter(mine, still, on_behalf_of__isnull=False)


@login_required
def delegate_role(request: HttpRequest) -> HttpResponse:
    """Delegate a role for some days."""
    now = timezone.now()
    delegable = _delegable(request.user, now)
    if not delegable.exists():
        raise Http404
    form = DelegateForm(request.POST or None, initial={"starts_on": local_day(now)}, delegable=delegable)
    if (
        request.method == "POST"
        and form.is_valid()
        and carry_out(request, form, partial(_delegate, request, form, now), _("Đã ủy quyền."))
    ):
        return redirect("administration:delegations")
    return form_page(
        request,
        form,
        title=_("Ủy quyền"),
        lead=_(
            "Người làm thay có mọi quyền của vai trò trong những ngày này, trừ khi giới hạn loại văn bản được ký."
        ),
        back=reverse("administration:delegations"),
        button=_("Ủy quyền"),
    )


def _delegate(request: HttpRequest, form: DelegateForm, now: datetime) -> Appointment:
    data = form.cleaned_data
    return delegate(
        appointment=data["appointment"],
        to=form.to,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        basis=data["basis"],
        document_kinds=data["document_kinds"],
        title=data["title"],
        signing_form=data["signing_form"],
        actor=request.user,
        at=now,
    )


@login_required
def end_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a delegation back at once."""
    related = _endable(request.user, timezone.now()).select_related(
        "person", "role", "acts_for", "sits_at", "on_behalf_of"
    )
    delegation = get_object_or_404(related, public_id=public_id)
    return reason_page(
        request,
        act=partial(revoke_appointment, delegation),
        title=_("Rút ủy quyền"),
        lead=str(delegation),
        back=reverse("administration:delegations"),
        done=_("Đã rút ủy quyền."),
    )
