"""Carries the head of the chain outside the database."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from audit.anchors import Anchor, configured_signer, write_anchor
from audit.errors import NothingToAnchor
from audit.models import AuditAnchor, AuditSeal
from audit.services.sealing import seal_pending


def anchor(at: datetime, directory: Path) -> AuditAnchor:
    """Seal what is pending, write the signed head to a file in `directory`, remember it.

    The file is written before the row: a crash between the two leaves a file more, never a row
    that promises a file. Raises NothingToAnchor on an empty chain.
    """
    seal_pending(at, whole=True)
    head = AuditSeal.objects.order_by("-position").first()
    if head is None:
        raise NothingToAnchor
    existing = AuditAnchor.objects.filter(position=head.position).first()
    if existing is not None:
        return existing
    signed = Anchor(head.position, head.hash, at.isoformat()).signed(configured_signer())
    path = write_anchor(signed, directory)
    with transaction.atomic():
        return AuditAnchor.objects.create(
            position=head.position,
            hash=head.hash,
            anchored_at=at,
            file_name=path.name,
            signature=signed.signature,
        )
