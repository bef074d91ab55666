"""Draws a draft: outside any transaction the PDF, then one short transaction that notes where it lies.

Killed after drawing, or after storing, the job runs again: same bytes, same key, one row changed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.services import record
from documents import storage
from documents.events import events_of
from documents.models import DocumentDraft, SignatureRequest
from documents.rendering.engine import to_html
from documents.rendering.pdf import SignatureField, to_pdf
from documents.rendering.qr import qr_svg
from documents.selectors import usable_certificate
from documents.services.request_signature import field_name, request_signature

FIELDS = (
    SignatureField(field_name(SignatureRequest.Order.LEADER), "Chữ ký số của người ký"),
    SignatureField(field_name(SignatureRequest.Order.SEAL), "Chữ ký số của cơ quan"),
)
QR_TITLE = "Mã QR mở trang kiểm tra văn bản"


def render(draft: DocumentDraft, *, variant: str = "pdf/a-3a") -> bytes:
    """Return the PDF of a draft; the same draft always gives the same bytes."""
    context = draft.context
    verify = {**context["verify"], "qr": qr_svg(context["verify"]["url"], QR_TITLE)}
    html = to_html(draft.template, draft.source.files, {**context, "verify": verify})
    return to_pdf(
        html,
        title=f"{draft.title} {context['document']['number']}",
        author=context["agency"]["name"],
        created_at=draft.approved_at,
        fields=FIELDS,
        variant=variant,
    )


def render_document(*, draft_id: UUID, at: datetime) -> DocumentDraft:
    """Draw and store a draft that waits for it, and open its two signature requests; else do nothing."""
    draft = DocumentDraft.objects.select_related("source").get(public_id=draft_id)
    if draft.state != DocumentDraft.State.WAITING:
        return draft
    pdf = render(draft)
    key = storage.put(str(draft.public_id), pdf)
    return note_rendered(draft, key, storage.digest(pdf), at)


@transaction.atomic
def note_rendered(seen: DocumentDraft, key: str, sha256: str, at: datetime) -> DocumentDraft:
    """Write down where the drawing lies, once; the leader has pressed "approve and sign", so a server key signs now."""
    events = events_of(seen.subject_type)
    events.lock(seen.subject_id)
    draft = DocumentDraft.objects.select_for_update().get(pk=seen.pk)
    if draft.state != DocumentDraft.State.WAITING:
        return draft
    draft.state, draft.storage_key, draft.sha256 = DocumentDraft.State.RENDERED, key, sha256
    draft.save(update_fields=["state", "storage_key", "sha256"])
    for order in SignatureRequest.Order:
        SignatureRequest.objects.create(draft=draft, order=order)
    record(
        action="documents.rendered",
        actor_id=None,
        target="documents.DocumentDraft",
        target_id=str(draft.public_id),
        at=at,
        values={"sha256": sha256},
        agency_id=draft.agency_id,
    )
    events.rendered(draft, at)
    certificate = usable_certificate(at, person_id=draft.signer_id)
    if certificate is not None and certificate.key_file:
        request_signature(
            draft_id=draft.pk,
            order=SignatureRequest.Order.LEADER,
            actor_id=draft.signer_id,
            at=draft.approved_at,
        )
    return draft
