"""What workers run for documents: drawing (queue pdf), signing (queue sign), the end of the day."""

from uuid import UUID

from django.utils import timezone

from documents import services, verification
from documents.errors import (
    DayHasPassed,
    NoUsableCertificate,
    SignatureRefused,
    TemplateError,
    WrongDraftState,
)
from documents.models import DocumentDraft
from jobs.errors import GiveUp

HOPELESS = (DayHasPassed, NoUsableCertificate, SignatureRefused, TemplateError, WrongDraftState)


def render(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Draw the draft named in the payload. A template that cannot be drawn becomes an incident at once."""
    try:
        services.render_document(draft_id=UUID(payload["draft"]), at=timezone.now())
    except HOPELESS as error:
        raise GiveUp(str(error)) from error


def sign(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Sign the request named in the payload with the server key of its certificate.

    Nothing is left to sign where the draft was given up, or where the day printed is over: then the number becomes void
    and the leader approves again. Neither needs a person's help.
    """
    try:
        services.sign_automatically(request_id=UUID(payload["request"]), at=timezone.now())
    except DayHasPassed:
        services.void_unsigned(timezone.now())
    except HOPELESS as error:
        if isinstance(error, WrongDraftState) and error.state == DocumentDraft.State.ABANDONED:
            return
        services.fail_signature(request_id=UUID(payload["request"]), cause=str(error), at=timezone.now())
        raise GiveUp(str(error)) from error


def void_unsigned(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Make void the numbers of past days that nobody signed."""
    services.void_unsigned(timezone.now())


def forget_misses(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Forget which addresses guessed codes in past days."""
    verification.forget_misses(timezone.now())
