"""Second step of a signature: takes the CMS, refuses anything but a good signature of this file, stores.

After the leader's signature the draft waits for the seal; after the seal the document is issued in
the same transaction. Killed before the commit, the same CMS gives the same file under the same key.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.services import record
from documents import storage
from documents.errors import SignatureRefused, WrongDraftState
from documents.events import acted_for, events_of
from documents.models import DocumentDraft, SignatureRequest
from documents.services.issue_document import issue
from documents.services.request_signature import STATE_WANTED, field_name
from documents.signing import two_phase
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine


def complete_signature(*, request_id: UUID, cms: bytes, at: datetime) -> SignatureRequest:
    """Put the CMS (DER) into the prepared file and move the document on.

    Raises SignatureRefused when the CMS is not a trusted signature of this digest by the expected
    certificate, or when an earlier signature would no longer hold; WrongDraftState when nothing waits for it.
    """
    request = SignatureRequest.objects.select_related("draft", "certificate").get(public_id=request_id)
    if request.state == SignatureRequest.State.SIGNED:
        return request
    if request.state != SignatureRequest.State.PREPARED:
        raise WrongDraftState(request.draft.public_id, request.draft.state, request.state)
    pdf = signed_file(request, cms)
    key = storage.put(str(request.draft.public_id), pdf)
    return note_signed(request, key, pdf, at)


def signed_file(request: SignatureRequest, cms: bytes) -> bytes:
    """Return the file with the signature in its place, after examining every signature it now has."""
    prepared = two_phase.Prepared(
        storage.get(request.prepared_key),
        bytes.fromhex(request.digest),
        request.region_start,
        request.region_end,
    )
    if len(cms) > two_phase.ROOM_FOR_CMS:
        raise SignatureRefused(f"CMS of {len(cms)} bytes, room for {two_phase.ROOM_FOR_CMS}")
    pdf = two_phase.fill(prepared, cms)
    facts = {fact.field: fact for fact in examine(pdf, trust_anchors())}
    own = facts.get(field_name(request.order))
    if own is None or own.fingerprint != request.certificate.fingerprint:
        raise SignatureRefused("signed by another certificate")
    bad = [fact.field for fact in facts.values() if not fact.is_good]
    if bad or len(facts) != request.order:
        raise SignatureRefused(f"does not hold: {', '.join(bad) or 'number of signatures'}")
    return pdf


@transaction.atomic
def note_signed(seen: SignatureRequest, key: str, pdf: bytes, at: datetime) -> SignatureRequest:
    """Write the signature down once, and issue the document after the last one."""
    events = events_of(seen.draft.subject_type)
    events.lock(seen.draft.subject_id)
    draft = DocumentDraft.objects.select_for_update().get(pk=seen.draft_id)
    request = SignatureRequest.objects.select_for_update().get(pk=seen.pk)
    if request.state == SignatureRequest.State.SIGNED:
        return request
    wanted = STATE_WANTED[SignatureRequest.Order(request.order)]
    if draft.state != wanted:
        raise WrongDraftState(draft.public_id, draft.state, wanted)
    request.state, request.signed_at = SignatureRequest.State.SIGNED, at
    request.save(update_fields=["state", "signed_at"])
    draft.state, draft.storage_key, draft.sha256 = DocumentDraft.State.SIGNED, key, storage.digest(pdf)
    draft.save(update_fields=["state", "storage_key", "sha256"])
    record(
        action="documents.signed",
        actor_id=request.requested_by_id,
        on_behalf_of_id=acted_for(draft.subject_type, draft.subject_id, request.requested_by_id),
        target="documents.SignatureRequest",
        target_id=str(request.public_id),
        at=at,
        values={"order": request.order, "sha256": draft.sha256},
        agency_id=draft.agency_id,
    )
    events.signed(draft, request, at)
    if request.order == SignatureRequest.Order.SEAL:
        issue(draft, request, size=len(pdf), at=at)
    return request
