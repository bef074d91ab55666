"""Where the reader of a page may administer what it shows; nowhere means 404."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Agency
from accounts.selectors import agencies_where, remember

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def reach(request: HttpRequest, permission: str) -> set[int]:
    """Return the agencies at which the reader holds a permission. Raises Http404 for none."""
    agencies = agencies_where(request.user, permission, timezone.now())
    if not agencies:
        raise Http404
    return agencies


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Let only those see a page who hold a permission somewhere; the others get 404."""

    def gate(view: View[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            remember(request.user)
            request.reach = reach(request, permission)
            return view(request, *args, **kwargs)

        return guarded

    return gate


def agency_in_reach(request: HttpRequest, public_id: object) -> Agency:
    """Return an agency of the reader's reach. Raises Http404."""
    return get_object_or_404(Agency, public_id=public_id, pk__in=request.reach)
