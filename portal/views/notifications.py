"""One's messages: the list, one of them, and the press that marks them read."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from notifications.models import Notification
from notifications.selectors import notifications_of
from notifications.services import mark_all_read, mark_read
from notifications.words import Words, words_of

PAGE_SIZE = 30


@dataclass(frozen=True)
class Message:
    """A notification with its words in the reader's language."""

    notification: Notification
    words: Words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """Newest first; a POST marks all of them read."""
    if request.method == "POST":
        mark_all_read(request.user, timezone.now())
        return redirect("portal:notifications")
    page = Paginator(notifications_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    messages = [Message(each, words_of(each.kind, each.params)) for each in page]
    return render(request, "portal/notifications.html", {"notifications": messages, "page": page})


@login_required
@require_safe
def notification(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Follow a message to what it is about; it counts as read from then on."""
    found = notifications_of(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404(str(public_id))
    mark_read(request.user, public_id, at=timezone.now())
    return redirect(found.url or "portal:notifications")
