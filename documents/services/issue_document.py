"""The end of a draft: number issued, file immutable, document verifiable by anyone."""

from datetime import datetime

from audit.services import record
from documents.errors import NumberAlreadyClosed
from documents.events import acted_for, events_of
from documents.models import DocumentDraft, IssuedDocument, RegisterEntry, SignatureRequest


def issue(draft: DocumentDraft, request: SignatureRequest, *, size: int, at: datetime) -> IssuedDocument:
    """Make the issued document of a sealed draft; runs in the transaction of the seal, draft locked.

    Raises NumberAlreadyClosed when the number was voided meanwhile.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=draft.entry_id)
    if entry.state != RegisterEntry.State.RESERVED:
        raise NumberAlreadyClosed(entry.text, entry.state)
    entry.state, entry.closed_at = RegisterEntry.State.ISSUED, at
    entry.save(update_fields=["state", "closed_at"])
    draft.state = DocumentDraft.State.ISSUED
    draft.save(update_fields=["state"])
    document = IssuedDocument.objects.create(
        verify_code=draft.verify_code,
        kind=draft.kind,
        title=draft.title,
        agency_id=draft.agency_id,
        entry=entry,
        draft=draft,
        number=entry.text,
        issued_on=entry.day,
        issued_at=at,
        signer_id=draft.signer_id,
        signer_lines=draft.signer_lines,
        sha256=draft.sha256,
        size=size,
        storage_key=draft.storage_key,
        subject_type=draft.subject_type,
        subject_id=draft.subject_id,
    )
    record(
        action="documents.issued",
        actor_id=request.requested_by_id,
        on_behalf_of_id=acted_for(draft.subject_type, draft.subject_id, request.requested_by_id),
        target="documents.IssuedDocument",
        target_id=str(document.public_id),
        at=at,
        values={"number": document.number, "sha256": document.sha256, "kind": document.kind},
        agency_id=document.agency_id,
    )
    events_of(draft.subject_type).issued(document, request, at)
    return document
