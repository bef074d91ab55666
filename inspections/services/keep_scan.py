"""Keeps a file that comes whole, from a desk, as evidence of a visit: checked as a tablet's stretches are, and as idempotent.

Its number is made of the page it was sent on and of its content: the same page sent again, after a double click or a
crash on the way, finds the same file and finishes it; another file sent on the same page is another.
"""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from accounts.models import Person
from inspections.models import Evidence, Target
from inspections.services.sync.bytes_of_evidence import MOST_AT_ONCE, receive_bytes
from inspections.services.sync.evidence import OF_MINUTES
from inspections.services.sync.turns import turn


def keep_scan(person: Person, target: Target, data: bytes, *, key: UUID, name: str, at: datetime) -> UUID:
    """Return the number of a scan that is whole, checked and stored; outside of any transaction.

    data  not empty, a PDF or a picture
    key   identifier of the page it was sent on

    Raises Refused for another kind or a harmful one, NotLookedAt while the scanner cannot say, NotVisible for a number
    that is somebody else's.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    number = uuid5(key, sha256)
    with turn():
        evidence, _ = Evidence.objects.get_or_create(
            pk=number,
            defaults={
                "target": target, "item_key": OF_MINUTES, "kind": Evidence.Kind.FILE, "name": name[:150],
                "sha256": sha256, "size": len(data), "by": person, "announced_at": at,
            },
        )  # fmt: skip
    if evidence.completed_at is not None:
        return number
    progress = receive_bytes(
        person, number, offset=evidence.received_bytes, data=stretch(data, evidence.received_bytes), at=at
    )
    while progress.receipt is None:
        progress = receive_bytes(
            person, number, offset=progress.offset, data=stretch(data, progress.offset), at=at
        )
    return number


def stretch(data: bytes, offset: int) -> bytes:
    """Return the next stretch of a file."""
    return data[offset : offset + MOST_AT_ONCE]
