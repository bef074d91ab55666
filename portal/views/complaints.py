"""The applicant complains about a dossier or an officer, gets a code and a promised day, and reads the answer here."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import services
from dossiers.complaints import FORM
from dossiers.errors import CannotComplain, NotVisible
from dossiers.selectors.complaints import complaints_of
from forms.errors import Invalid
from forms.rendering import BoundForm
from portal.views.conversation import INVALID, OVER, TOO_MANY, read_key, sent_again


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was complained about and answered so far, and a form while nothing waits for an answer."""
    at = timezone.now()
    return send(request, public_id, at) if request.method == "POST" else show(request, public_id, at)


def send(request: HttpRequest, public_id: UUID, at: datetime) -> HttpResponse:
    """Send the complaint, or show it again with what stands in the way."""
    try:
        sent = services.complain(
            request.user, public_id, data=request.POST, files=request.FILES,
            idempotency_key=read_key(request), at=at,
        )  # fmt: skip
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except Invalid as refusal:
        return show(
            request,
            public_id,
            at,
            form=BoundForm(FORM, values=refusal.values, errors=refusal.errors, owner_id=request.user.pk),
            status=INVALID,
        )
    except CannotComplain as refusal:
        form = sent_again(request, FORM, at, why_not(refusal.reason))
        return show(
            request, public_id, at, form=form, status=TOO_MANY if refusal.reason == "too_many" else OVER
        )
    messages.success(request, _("Đã nhận phản ánh. Mã của bạn: %(code)s.") % {"code": sent.code})
    return redirect("portal:complaints", public_id)


def why_not(reason: str) -> str:
    """Return why a complaint is not taken, and what to do."""
    return {
        "open": _(
            "Bạn đã gửi một phản ánh về hồ sơ này và đang chờ trả lời. Đợi trả lời, hoặc rút phản ánh đó."
        ),
        "too_many": _("Bạn đã gửi nhiều phản ánh trong một ngày. Hãy gửi tiếp vào ngày mai."),
        "closed": _("Phản ánh này đã được trả lời hoặc đã rút."),
    }[reason]


def show(
    request: HttpRequest, public_id: UUID, at: datetime, *, form: BoundForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page."""
    try:
        dossier, found = complaints_of(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    context = {
        "dossier": dossier,
        "complaints": found,
        "waits": any(each.is_open for each in found),
        "form": form or BoundForm(FORM),
        "idempotency_key": read_key(request),
    }
    return render(request, "portal/complaints.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a complaint back."""
    try:
        withdrawn = services.withdraw_complaint(request.user, public_id, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotComplain as refusal:
        messages.error(request, why_not(refusal.reason))
        return redirect("portal:dossiers")
    messages.success(request, _("Đã rút phản ánh."))
    return redirect("portal:complaints", withdrawn.dossier.public_id)
