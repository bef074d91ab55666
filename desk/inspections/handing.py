"""What became of a file that was handed to another office, at the desk."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.access import officers_only
from desk.administration.forms import day
from desk.inspections.acting import form_deed, only, seen_target
from desk.inspections.forms import paragraph
from desk.inspections.preparing import either
from inspections.models import HandOver
from inspections.services.hand_over_result import note_hand_over_result


class ResultForm(forms.Form):
    """What the receiver told, and when."""

    result = paragraph(
        gettext_lazy("Kết quả được thông báo"),
        help_text=gettext_lazy("Số, ngày quyết định xử phạt hoặc khởi tố; lý do nếu không xử lý."),
    )
    result_on = day(gettext_lazy("Ngày có kết quả"))


@officers_only
@either
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down what became of a file that was handed over."""
    found = get_object_or_404(HandOver.objects.select_related("target"), public_id=public_id)
    at = timezone.now()
    page = seen_target(request, found.target.public_id, at)
    only(page.sight.lead or page.sight.proposes)
    return form_deed(
        request, ResultForm(request.POST or None, initial={"result": found.result, "result_on": found.result_on}),
        lambda **said: note_hand_over_result(request.user, found, at=at, **said),
        title=_("Kết quả xử lý của %(receiver)s") % {"receiver": found.receiver}, button=_("Lưu kết quả"),
        done=_("Đã ghi kết quả."), back=reverse("desk:inspections:target", args=[page.target.public_id]) + "#documents",
    )  # fmt: skip
