"""The two clocks of a dossier: every line of the ledger and every hour between them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.access import officers_only
from dossiers.errors import NotVisible
from dossiers.policies import may_extend
from dossiers.selectors.clocks import clocks_of, is_overdue


@officers_only
@require_safe
def clocks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The ledger of a dossier's time."""
    at = timezone.now()
    try:
        dossier, pages = clocks_of(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    states = {
        "running": _("Đang tính"),
        "paused": _("Tạm dừng"),
        "stopped": _("Không tính"),
        "waiting": _("Chưa tính"),
    }
    context = {
        "dossier": dossier,
        "is_overdue": is_overdue(dossier, at),
        "may_extend": not dossier.is_over and may_extend(request.user, dossier, at),
        "clocks": [(page, [(states[span.state], span) for span in page.spans]) for page in pages],
    }
    return render(request, "desk/clocks.html", context)
