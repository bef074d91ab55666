"""Signs a finished file with server keys, one after the other: for papers that are no numbered document of a leader.

The same two steps a decision takes, without a row between them: a worker that dies does it again and, since the
moment is given, makes the same bytes. Whatever comes out is examined before anybody may store it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.errors import NoUsableCertificate, SignatureRefused
from documents.models import Certificate
from documents.rendering.pdf import SignatureField
from documents.signing import two_phase
from documents.signing.keys import keys_folder, passphrase, trust_anchors
from documents.signing.pkcs12 import sign_digest
from documents.signing.validation import examine

SIGNER = SignatureField("SignerSignature", "Chữ ký số của người ký")
SEAL = SignatureField("AgencySeal", "Chữ ký số của cơ quan")


@dataclass(frozen=True)
class Signing:
    """One signature to make: in which field, with which automatic certificate, why."""

    field: str
    certificate: Certificate
    reason: str


def sign_file(pdf: bytes, signings: Sequence[Signing], *, signing_at: datetime, at: datetime) -> bytes:
    """Return the file with every signature in its place, in this order.

    signing_at  aware moment written into the signatures; the same moment gives the same bytes
    at          now: a certificate that was stopped or ended signs nothing

    Raises NoUsableCertificate, SignatureRefused where what came out does not hold.
    """
    for each in signings:
        check_usable(each.certificate, at)
        prepared = two_phase.prepare(pdf, each.field, signing_at=signing_at, reason=each.reason)
        key_file = keys_folder() / each.certificate.key_file
        pdf = two_phase.fill(prepared, sign_digest(prepared.digest, key_file, passphrase()))
    check_holds(pdf, signings)
    return pdf


def check_usable(certificate: Certificate, at: datetime) -> None:
    """Raises NoUsableCertificate."""
    in_days = certificate.valid_from <= at < certificate.valid_to
    if certificate.state != Certificate.State.ACTIVE or not in_days or not certificate.key_file:
        raise NoUsableCertificate(certificate.subject, at)


def check_holds(pdf: bytes, signings: Sequence[Signing]) -> None:
    """Raises SignatureRefused unless the file carries just these signatures, and every one is good."""
    made = [(fact.field, fact.fingerprint) for fact in examine(pdf, trust_anchors()) if fact.is_good]
    if made != [(each.field, each.certificate.fingerprint) for each in signings]:
        raise SignatureRefused(f"does not hold: {', '.join(each.field for each in signings)}")
