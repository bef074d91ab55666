"""Where is a dossier? By its code or sending receipt, without sign-in, and without a word about the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dossiers import selectors
from dossiers.models import Dossier
from dossiers.selectors.clocks import is_overdue
from portal.presenting import explanation, listed
from portal.throttle import is_guessing, note_miss
from portal.views.errors import too_many

WHAT = "lookup"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a POST answers it. The code stays out of addresses and logs."""
    if request.method != "POST":
        return render(request, "portal/lookup.html")
    if is_guessing(request, WHAT):
        return too_many(request)
    code = request.POST.get("code", "").strip()[:40]
    dossier = selectors.dossier_by_number(code)
    if dossier:
        return render(request, "portal/lookup.html", {"code": code, **found(dossier)})
    if code:
        note_miss(request, WHAT)
    wrong = (
        _("Không thấy hồ sơ nào mang mã này. Hãy so lại từng ký tự với giấy biên nhận.")
        if code
        else _("Nhập mã hồ sơ hoặc mã biên nhận.")
    )
    context = {"code": code, "errors": [{"href": "#code", "message": wrong}]}
    return render(request, "portal/lookup.html", context, status=422)


def found(dossier: Dossier) -> dict[str, object]:
    """Return what anyone holding the code may know."""
    return {
        "found": dossier,
        "procedure_title": listed(dossier).procedure_title,
        "explanation": explanation(dossier),
        "stops": selectors.public_stops(dossier),
        "is_late": dossier.decided_at is None and is_overdue(dossier, timezone.now()),
    }
