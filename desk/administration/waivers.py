"""Pages by which an agency too small for four eyes may let one person do both steps, and no longer."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.localdays import local_day
from accounts.models import FourEyesWaiver
from accounts.permissions import ADMINISTER_AGENCIES
from accounts.services import restore_four_eyes, waive_four_eyes
from desk.administration.acting import carry_out, form_page, reason_page
from desk.administration.forms import WaiverForm
from desk.administration.reach import agency_in_reach, needs


@needs(ADMINISTER_AGENCIES)
def waive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Allow one pair of eyes at an agency for some days."""
    now = timezone.now()
    shown = agency_in_reach(request, public_id)
    form = WaiverForm(request.POST or None, initial={"starts_on": local_day(now)})
    back = reverse("administration:agency", args=[public_id])
    if request.method == "POST" and form.is_valid():
        act = partial(waive_four_eyes, shown, **form.cleaned_data, actor=request.user, at=now)
        if carry_out(request, form, act, _("Đã cho phép một người làm cả hai bước.")):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Cho phép một người làm cả hai bước"),
        lead=_(
            "%(agency)s. Trong những ngày này một người được làm bước của mình và bước kiểm tra bước đó, mỗi lần kèm lý do. "
            "Chỉ dùng khi cơ quan không đủ người."
        )
        % {"agency": shown},
        back=back,
        button=_("Cho phép"),
        grave=True,
    )


@needs(ADMINISTER_AGENCIES)
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for four eyes again at once."""
    standing = FourEyesWaiver.objects.filter(agency__in=request.reach, revoked_at__isnull=True)
    waiver = get_object_or_404(standing.select_related("agency"), public_id=public_id)
    return reason_page(
        request,
        act=partial(restore_four_eyes, waiver),
        title=_("Thu hồi cho phép"),
        lead=_("%(waiver)s. Từ lúc này mỗi bước kiểm tra lại cần một người khác.") % {"waiver": waiver},
        back=reverse("administration:agency", args=[waiver.agency.public_id]),
        done=_("Đã thu hồi cho phép."),
    )
