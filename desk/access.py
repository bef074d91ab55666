"""Who gets through the desk's door: people with an appointment today; for anyone else it does not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.selectors import remember, standings

View = Callable[..., HttpResponse]


def officers_only(view: View) -> View:
    """Let people with a standing at this moment in, send strangers to sign in, answer 404 to citizens."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        remember(request.user)
        if not standings(request.user, timezone.now()):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)
