"""Notes why a signature could not be made, so that the desk shows it beside the incident."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.services import record
from documents.models import SignatureRequest


@transaction.atomic
def fail_signature(*, request_id: UUID, cause: str, at: datetime) -> SignatureRequest:
    """Mark an unsigned request as failed; trying again prepares it anew, with the same number."""
    request = SignatureRequest.objects.select_for_update().get(public_id=request_id)
    if request.state == SignatureRequest.State.SIGNED:
        return request
    request.state, request.failure = SignatureRequest.State.FAILED, cause[:300]
    request.save(update_fields=["state", "failure"])
    record(
        action="documents.signature_failed",
        actor_id=None,
        target="documents.SignatureRequest",
        target_id=str(request.public_id),
        at=at,
        values={"cause": request.failure},
    )
    return request
