"""Photos, files and signatures arrive in stretches, after the manner of tus 1.0 (Upload-Offset), and are shown again."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from audit.services import note_access
from forms.errors import NotLookedAt, Refused
from inspections.models import Device
from inspections.selectors.visits import visible_evidence
from inspections.services.sync import (
    MOST_AT_ONCE,
    OffsetDiffers,
    Progress,
    TooLong,
    WrongHash,
    own_evidence,
    progress_of,
    receive_bytes,
)
from tablet.api.access import for_tablets, refused, told

CONTENT_TYPE = "application/offset+octet-stream"


@for_tablets("GET", "HEAD", "PATCH")
def evidence(request: HttpRequest, device: Device, number: UUID) -> HttpResponse:
    """Say how far a file has come (HEAD), take a stretch (PATCH), or show it once it is whole (GET)."""
    if request.method == "PATCH":
        return take(request, number)
    if request.method == "HEAD":
        found = own_evidence(request.user, number)
        headers = {"Upload-Offset": str(progress_of(found).offset), "Upload-Length": str(found.size)}
        return HttpResponse(headers=headers)
    return shown(request, number)


def take(request: HttpRequest, number: UUID) -> JsonResponse:
    """Take a stretch in and say how far the file has come."""
    own_evidence(request.user, number)
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal() or len(offset) > 12:
        return refused(422, "wrong_shape", faults={"Upload-Offset": "wrong_kind"})
    if request.content_type != CONTENT_TYPE and request.body:
        return refused(415, "content_type")
    if int(request.headers.get("Content-Length") or 0) > MOST_AT_ONCE or len(request.body) > MOST_AT_ONCE:
        return refused(413, "too_large", most=MOST_AT_ONCE)
    try:
        progress = receive_bytes(
            request.user, number, offset=int(offset), data=request.body, at=timezone.now()
        )
    except TooLong as error:
        return refused(422, "too_long", offset=error.offset)
    except OffsetDiffers as error:
        return refused(409, "offset", offset=error.offset)
    except WrongHash:
        return refused(422, "wrong_hash", offset=0)
    except NotLookedAt as error:
        return refused(503, "not_looked_at", reason=reason_of(error))
    except Refused as error:
        return refused(422, "refused", reason=reason_of(error), offset=0)
    return progress_told(progress)


def reason_of(error: Refused) -> str:
    """Say why a file is not taken and what to do, in the person's language."""
    return error.message.render(gettext, get_language() or "vi")


def progress_told(progress: Progress) -> JsonResponse:
    """Say how far a file has come; with its receipt once it is whole."""
    receipt = {"receipt": progress.receipt} if progress.receipt else {}
    return told(offset=progress.offset, complete=progress.receipt is not None, **receipt)


def shown(request: HttpRequest, number: UUID) -> HttpResponse:
    """Send a whole file to who inspects there; nothing in it acts as a page of ours."""
    at = timezone.now()
    found = visible_evidence(request.user, number, at)
    note_access(
        person_id=request.user.pk, what="inspections.Evidence", target_id=str(found.pk), at=at,
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
    with default_storage.open(found.storage_name) as stored:
        answer = HttpResponse(stored.read(), content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
