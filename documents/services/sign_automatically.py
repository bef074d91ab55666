"""Signs a request with a server key, through the same two steps a token at a desk takes."""

from datetime import datetime
from uuid import UUID

from documents.errors import NoUsableCertificate
from documents.models import Certificate, SignatureRequest
from documents.services.complete_signature import complete_signature
from documents.services.prepare_signature import prepare_signature
from documents.signing.keys import keys_folder, passphrase
from documents.signing.pkcs12 import sign_digest


def sign_automatically(*, request_id: UUID, at: datetime) -> SignatureRequest:
    """Prepare, sign and complete one request; a signed one is left alone.

    Raises NoUsableCertificate when the certificate was stopped or ended since it was asked for.
    """
    request = prepare_signature(request_id=request_id, at=at)
    if request.state == SignatureRequest.State.SIGNED:
        return request
    certificate = Certificate.objects.get(pk=request.certificate_id)
    if (
        certificate.state != Certificate.State.ACTIVE
        or not certificate.valid_from <= at < certificate.valid_to
    ):
        raise NoUsableCertificate(certificate.subject, at)
    cms = sign_digest(bytes.fromhex(request.digest), keys_folder() / certificate.key_file, passphrase())
    return complete_signature(request_id=request_id, cms=cms, at=at)
