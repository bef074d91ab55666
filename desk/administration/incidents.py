"""Pages about incidents: work in the background that gave up, to be tried again, skipped or closed.

An incident is nobody's agency's: only who administers every agency sees them.
"""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.permissions import ADMINISTER_INCIDENTS
from accounts.policies import may_everywhere
from desk.administration.acting import reason_page
from desk.administration.reach import needs
from jobs.errors import IncidentClosed
from jobs.models import Incident
from jobs.selectors import closed_incidents, open_incidents
from jobs.services import close as close_incident
from jobs.services import retry as retry_incident
from workflows.services import can_skip, skip_operation

INCIDENTS_A_PAGE = 50


def _check_everywhere(request: HttpRequest) -> None:
    if not may_everywhere(request.user, ADMINISTER_INCIDENTS, timezone.now()):
        raise Http404


@needs(ADMINISTER_INCIDENTS)
def incidents(request: HttpRequest) -> HttpResponse:
    """List open incidents, and the closed ones after them."""
    _check_everywhere(request)
    page = Paginator(closed_incidents(), INCIDENTS_A_PAGE).get_page(request.GET.get("page"))
    waiting = [(incident, can_skip(incident)) for incident in open_incidents()[:200]]
    context = {"open": waiting, "page": page}
    return render(request, "desk/administration/incidents.html", context)


@needs(ADMINISTER_INCIDENTS)
@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the work of an incident be tried again."""
    _check_everywhere(request)
    incident = get_object_or_404(Incident, public_id=public_id)
    try:
        retry_incident(incident, actor_id=request.user.pk, at=timezone.now())
    except IncidentClosed:
        messages.warning(request, _("Người khác đã xử lý sự cố này."))
    else:
        messages.success(request, _("Việc sẽ được làm lại ngay."))
    return redirect("administration:incidents")


@needs(ADMINISTER_INCIDENTS)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close an incident for good, with a reason."""
    _check_everywhere(request)
    incident = get_object_or_404(open_incidents(), public_id=public_id)

    def act(*, reason: str, actor: Person, at: object) -> Incident:
        return close_incident(incident, actor_id=actor.pk, reason=reason, at=at)

    return reason_page(
        request,
        act=act,
        title=_("Đóng sự cố"),
        lead=_("%(place)s. Việc này sẽ không được làm nữa.") % {"place": incident.place},
        back=reverse("administration:incidents"),
        done=_("Đã đóng sự cố."),
    )


@needs(ADMINISTER_INCIDENTS)
def skip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a flow go on without the operation of an incident, with a reason."""
    _check_everywhere(request)
    incident = get_object_or_404(open_incidents(), public_id=public_id)
    if not can_skip(incident):
        raise Http404

    return reason_page(
        request,
        act=partial(skip_operation, incident),
        title=_("Bỏ qua bước tự động"),
        lead=_("%(place)s. Quy trình sẽ đi tiếp như khi việc này xong mà không có kết quả gì.")
        % {"place": incident.place},
        back=reverse("administration:incidents"),
        done=_("Đã bỏ qua; quy trình đi tiếp."),
    )
