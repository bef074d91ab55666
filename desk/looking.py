"""Who looked at what is on record: the access log, written from the pages that show a case."""

from django.http import HttpRequest
from django.utils import timezone

from audit.services import note_access


def note_look(request: HttpRequest, what: str, target_id: int) -> None:
    """Write a look into the access log."""
    note_access(
        person_id=request.user.pk, what=what, target_id=target_id, at=timezone.now(),
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
