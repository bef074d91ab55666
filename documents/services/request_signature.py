"""Asks for a signature: the leader's first, then the agency's seal. A server key signs in a job, a token at a desk."""

from datetime import datetime

from django.db import transaction

from audit.services import record
from documents.errors import NoUsableCertificate, WrongDraftState
from documents.events import acted_for, events_of
from documents.models import Certificate, DocumentDraft, SignatureRequest
from documents.selectors import usable_certificate
from jobs.services import enqueue

STATE_WANTED = {
    SignatureRequest.Order.LEADER: DocumentDraft.State.RENDERED,
    SignatureRequest.Order.SEAL: DocumentDraft.State.SIGNED,
}


def field_name(order: int) -> str:
    """Return the name of the signature field of an order."""
    return {SignatureRequest.Order.LEADER: "LeaderSignature", SignatureRequest.Order.SEAL: "AgencySeal"}[
        SignatureRequest.Order(order)
    ]


@transaction.atomic
def request_signature(
    *, draft_id: int, order: int, actor_id: int | None, at: datetime, reply_to: str = ""
) -> SignatureRequest:
    """Note who asks for a signature and with which certificate; with a server key, enqueue the signing (queue sign).

    Asking twice is asking once; a certificate that can no longer sign is replaced by asking again.

    Raises WrongDraftState when it is not this signature's turn, NoUsableCertificate when nobody can sign.
    """
    seen = DocumentDraft.objects.get(pk=draft_id)
    events_of(seen.subject_type).lock(seen.subject_id)
    draft = DocumentDraft.objects.select_for_update().get(pk=draft_id)
    request = (
        draft.signatures.select_for_update(of=("self",))
        .select_related("certificate")
        .filter(order=order)
        .first()
    )
    if request is not None and (
        request.state == SignatureRequest.State.SIGNED or request.certificate is not None
    ):
        return request
    wanted = STATE_WANTED[SignatureRequest.Order(order)]
    if request is None or draft.state != wanted:
        raise WrongDraftState(draft.public_id, draft.state, wanted)
    request.certificate = certificate_for(draft, order, at)
    request.requested_by_id, request.reply_to = actor_id, reply_to
    request.signing_at = request.signing_at or moment_of_signing(draft, request, at)
    request.save(update_fields=["certificate", "requested_by", "reply_to", "signing_at"])
    record(
        action="documents.signature_requested",
        actor_id=actor_id,
        on_behalf_of_id=acted_for(draft.subject_type, draft.subject_id, actor_id),
        target="documents.SignatureRequest",
        target_id=str(request.public_id),
        at=at,
        values={"order": int(order), "certificate": request.certificate.fingerprint},
        agency_id=draft.agency_id,
    )
    if request.certificate.key_file:
        enqueue_signing(request)
    return request


def moment_of_signing(draft: DocumentDraft, request: SignatureRequest, at: datetime) -> datetime:
    """Return the moment written into the signature: with a server key, the leader signs by approving."""
    automatic = request.certificate is not None and bool(request.certificate.key_file)
    return draft.approved_at if automatic and request.order == SignatureRequest.Order.LEADER else at


def is_under_way(request: SignatureRequest, at: datetime) -> bool:
    """Say whether a request needs no new asking: signed, or with a certificate that can still sign."""
    certificate = request.certificate
    return request.state == SignatureRequest.State.SIGNED or (
        certificate is not None
        and certificate.state == Certificate.State.ACTIVE
        and certificate.valid_from <= at < certificate.valid_to
    )


def seal(*, draft_id: int, actor_id: int | None, at: datetime, reply_to: str = "") -> SignatureRequest:
    """Ask for the agency's seal: the clerk's act that ends in the issued document."""
    return request_signature(
        draft_id=draft_id, order=SignatureRequest.Order.SEAL, actor_id=actor_id, at=at, reply_to=reply_to
    )


def certificate_for(draft: DocumentDraft, order: int, at: datetime) -> Certificate:
    """Return the certificate that signs: the signer's, or the agency's."""
    leader = order == SignatureRequest.Order.LEADER
    certificate = (
        usable_certificate(at, person_id=draft.signer_id)
        if leader
        else usable_certificate(at, agency_id=draft.agency_id)
    )
    if certificate is None:
        raise NoUsableCertificate(draft.signer.full_name if leader else draft.agency.name, at)
    return certificate


def enqueue_signing(request: SignatureRequest) -> None:
    """Enqueue the signing job of a request, once."""
    key = str(request.public_id)
    enqueue("documents.sign", key=f"documents.sign:{key}", payload={"request": key}, queue="sign")
