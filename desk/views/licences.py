"""The registers of institutions and licences on the desk, within the registers a role may read; elsewhere 404."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import VIEW_LICENCES
from audit.services import note_access
from desk.administration.reach import needs
from registry.licence_selectors import (
    institution_in,
    institutions_listed,
    licences_held,
    licences_listed,
)
from registry.selectors import names_of

LONGEST_QUERY = 100


def asked(request: HttpRequest) -> tuple[str, str]:
    """Return the words looked for and the key after which the page begins."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    return typed, request.GET.get("after", "").replace("\0", "")[:400]


@needs(VIEW_LICENCES)
@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """List the institutions by name; `?q=` narrows, `?after=` turns the page."""
    query, after = asked(request)
    listed = institutions_listed(request.reach, query, after)
    context = {"query": query, "rows": listed.rows, "next_after": listed.after, "is_first": not after}
    return render(request, "desk/institutions.html", context)


@needs(VIEW_LICENCES)
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """List the licences, the newest first; `?q=` narrows, `?after=` turns the page."""
    query, after = asked(request)
    listed = licences_listed(request.reach, query, after)
    context = {"query": query, "rows": listed.rows, "next_after": listed.after, "is_first": not after}
    return render(request, "desk/licences.html", context)


@needs(VIEW_LICENCES)
@require_safe
def institution(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an institution with its licences: majors, places, quotas, validity and every version."""
    shown = institution_in(request.reach, public_id)
    if shown is None:
        raise Http404(str(public_id))
    note_access(
        person_id=request.user.pk, what="registry.Institution", target_id=shown.pk, at=timezone.now(),
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
    context = {"institution": shown, "licences": list(licences_held(shown, request.reach))}
    context["before"] = list(shown.predecessors.order_by("valid_to", "pk"))
    context["names"] = names_of(shown)
    return render(request, "desk/institution.html", context)
