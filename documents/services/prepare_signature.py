"""First step of a signature: stores the file with an empty place and gives the digest to sign."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.localdays import local_day
from audit.services import record
from documents import storage
from documents.errors import DayHasPassed, WrongDraftState
from documents.events import acted_for
from documents.models import DocumentDraft, SignatureRequest
from documents.services.request_signature import STATE_WANTED, field_name
from documents.signing import two_phase

REASONS = {SignatureRequest.Order.LEADER: "Ký ban hành", SignatureRequest.Order.SEAL: "Ký số của cơ quan"}


def prepare_signature(*, request_id: UUID, at: datetime) -> SignatureRequest:
    """Return the request with its digest (SHA-256, hexadecimal); preparing again gives the same digest.

    The signature must have been asked for (`request_signature`). Raises WrongDraftState out of turn,
    DayHasPassed when the leader comes on a later day than the one printed.
    """
    request = SignatureRequest.objects.select_related("draft", "draft__entry").get(public_id=request_id)
    if request.state in (SignatureRequest.State.PREPARED, SignatureRequest.State.SIGNED):
        return request
    check_turn(request, at)
    assert request.signing_at is not None, "a requested signature has its moment"
    prepared = two_phase.prepare(
        storage.get(request.draft.storage_key),
        field_name(request.order),
        signing_at=request.signing_at,
        reason=REASONS[SignatureRequest.Order(request.order)],
    )
    key = storage.put(str(request.draft.public_id), prepared.pdf)
    return note_prepared(request.pk, prepared, key, at)


def check_turn(request: SignatureRequest, at: datetime) -> None:
    """Raise when this signature may not be made now."""
    draft, order = request.draft, SignatureRequest.Order(request.order)
    if draft.state != STATE_WANTED[order] or request.signing_at is None:
        raise WrongDraftState(draft.public_id, draft.state, STATE_WANTED[order])
    if order == SignatureRequest.Order.LEADER and local_day(at) != draft.entry.day:
        raise DayHasPassed(draft.entry.text, draft.entry.day)


@transaction.atomic
def note_prepared(request_pk: int, prepared: two_phase.Prepared, key: str, at: datetime) -> SignatureRequest:
    """Write down the digest and where the prepared file lies, once."""
    draft_pk = SignatureRequest.objects.values_list("draft_id", flat=True).get(pk=request_pk)
    draft = DocumentDraft.objects.select_for_update().get(pk=draft_pk)
    request = SignatureRequest.objects.select_for_update().get(pk=request_pk)
    if request.state not in (SignatureRequest.State.WAITING, SignatureRequest.State.FAILED):
        return request
    request.state, request.digest, request.prepared_key = (
        SignatureRequest.State.PREPARED,
        prepared.digest.hex(),
        key,
    )
    request.region_start, request.region_end, request.failure = prepared.region_start, prepared.region_end, ""
    request.save(update_fields=["state", "digest", "prepared_key", "region_start", "region_end", "failure"])
    record(
        action="documents.signature_prepared",
        actor_id=request.requested_by_id,
        on_behalf_of_id=acted_for(draft.subject_type, draft.subject_id, request.requested_by_id),
        target="documents.SignatureRequest",
        target_id=str(request.public_id),
        at=at,
        values={"digest": request.digest},
        agency_id=draft.agency_id,
    )
    return request
