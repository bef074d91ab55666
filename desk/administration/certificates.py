"""Pages about signing certificates: whose, until when, and stopping one."""

from functools import partial
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency, Person
from accounts.permissions import ADMINISTER_CERTIFICATES
from desk.administration.acting import carry_out, form_page
from desk.administration.forms import CertificateForm
from desk.administration.reach import needs
from documents.models import Certificate
from documents.selectors import certificates_of
from documents.services import change_certificate_state, register_certificate


@needs(ADMINISTER_CERTIFICATES)
def certificates(request: HttpRequest) -> HttpResponse:
    """List the certificates of the reader's agencies and of their people."""
    context = {"certificates": certificates_of(request.reach), "now": timezone.now()}
    return render(request, "desk/administration/certificates.html", context)


@needs(ADMINISTER_CERTIFICATES)
def new_certificate(request: HttpRequest) -> HttpResponse:
    """Register the public certificate of a token, of a person or an agency."""
    now = timezone.now()
    form = CertificateForm(
        request.POST or None,
        request.FILES or None,
        agencies=Agency.objects.filter(pk__in=request.reach).order_by("name"),
        people=Person.objects.filter(appointments__acts_for__in=request.reach).distinct(),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carry_out(request, form, partial(_register, request, form, now), _("Đã ghi chứng thư."))
    ):
        return redirect("administration:certificates")
    return form_page(
        request,
        form,
        title=_("Ghi chứng thư số"),
        lead=_("Chỉ nộp chứng thư công khai (tệp .pem, .crt, .cer). Khóa bí mật ở lại trong thiết bị ký."),
        back=reverse("administration:certificates"),
        button=_("Ghi chứng thư"),
    )


def _register(request: HttpRequest, form: CertificateForm, now: object) -> Certificate:
    person = form.person
    agency = None if person else form.cleaned_data["agency"]
    return register_certificate(
        certificate=form.cleaned_data["file"],
        person_id=person.pk if person else None,
        agency_id=agency.pk if agency else None,
        actor_id=request.user.pk,
        at=now,
    )


@needs(ADMINISTER_CERTIFICATES)
def change_state(request: HttpRequest, public_id: UUID, state: str) -> HttpResponse:
    """Suspend, revoke or take up again a certificate."""
    if state not in Certificate.State.values:
        raise Http404
    usable = certificates_of(request.reach).exclude(state=Certificate.State.REVOKED)
    shown = get_object_or_404(usable.exclude(state=state), public_id=public_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = partial(
            change_certificate_state,
            certificate_id=shown.pk,
            state=state,
            actor_id=request.user.pk,
            at=timezone.now(),
        )
        if form.is_valid() and carry_out(request, form, act, _("Đã đổi trạng thái chứng thư.")):
            return redirect("administration:certificates")
    title = {
        "active": _("Dùng lại chứng thư"),
        "suspended": _("Tạm dừng chứng thư"),
        "revoked": _("Thu hồi chứng thư"),
    }
    return form_page(
        request,
        form,
        title=title[state],
        lead=shown.subject,
        back=reverse("administration:certificates"),
        button=title[state],
        grave=state == Certificate.State.REVOKED,
    )
