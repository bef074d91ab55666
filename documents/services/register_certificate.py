"""Tells the house of a signing certificate, or stops one."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from audit.services import record
from documents.models import Certificate


@transaction.atomic
def register_certificate(
    *,
    certificate: x509.Certificate,
    actor_id: int | None,
    at: datetime,
    person_id: int | None = None,
    agency_id: int | None = None,
    key_file: str = "",
) -> Certificate:
    """Return the row of a certificate of a person or an agency; the same certificate twice is one row.

    key_file  PKCS#12 below the folder of keys for automatic signing, "" for a token at a desk
    """
    fingerprint = certificate.fingerprint(SHA256()).hex()
    known = Certificate.objects.filter(fingerprint=fingerprint).first()
    if known is not None:
        return known
    row = Certificate.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        subject=certificate.subject.rfc4514_string()[:300],
        issuer=certificate.issuer.rfc4514_string()[:300],
        serial=f"{certificate.serial_number:x}",
        fingerprint=fingerprint,
        pem=certificate.public_bytes(Encoding.PEM).decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        key_file=key_file,
    )
    record(
        action="documents.certificate_registered",
        actor_id=actor_id,
        target="documents.Certificate",
        target_id=str(row.public_id),
        at=at,
        values={"subject": row.subject, "fingerprint": fingerprint, "automatic": bool(key_file)},
        agency_id=agency_id,
    )
    return row


@transaction.atomic
def change_certificate_state(
    *, certificate_id: int, state: str, actor_id: int | None, at: datetime
) -> Certificate:
    """Suspend, revoke or reactivate a certificate; a revoked one stays revoked. Raises ValueError for that."""
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    wanted = Certificate.State(state)
    if row.state == Certificate.State.REVOKED and wanted != Certificate.State.REVOKED:
        raise ValueError(f"certificate {row.fingerprint} is revoked")
    row.state = wanted
    row.save(update_fields=["state"])
    record(
        action="documents.certificate_changed",
        actor_id=actor_id,
        target="documents.Certificate",
        target_id=str(row.public_id),
        at=at,
        values={"state": wanted.value},
        agency_id=row.agency_id,
    )
    return row
