"""Keeps a file that comes whole, from a desk, as evidence of a visit: checked as a tablet's stretches are, and as idempotent.

Its number is made of the page it was sent on and of its content: the same page sent again, after a double click or a
crash on the way, finds the same file and finishes it; another file sent on the same page is another. One that is
refused is put aside, so that nobody waits for it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from accounts.models import Person
from forms.errors import Refused
from forms.services.store_attachment import check_size
from inspections.errors import NotVisible
from inspections.models import Evidence, Target
from inspections.protocol.payloads import MOST_FILE_BYTES, MOST_PHOTO_BYTES
from inspections.services.sync.bytes_of_evidence import (
    MOST_AT_ONCE,
    OffsetDiffers,
    Progress,
    WrongHash,
    own_evidence,
    progress_of,
    receive_bytes,
)
from inspections.services.sync.evidence import OF_MINUTES
from inspections.services.sync.turns import turn


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a file beside its bytes.

    key   the item it belongs to, that of a unit with its number, or OF_MINUTES
    """

    name: str
    key: str = OF_MINUTES
    kind: str = Evidence.Kind.FILE
    taken_at: datetime | None = None
    is_masked: bool = False


def keep_file(person: Person, target: Target, data: bytes, facts: Facts, *, page: UUID, at: datetime) -> UUID:
    """Return the number of a file that is whole, checked and stored; outside of any transaction.

    data  not empty
    page  identifier of the page it was sent on

    Raises Refused for a file too large, of another kind or harmful, NotLookedAt while the scanner cannot say, NotVisible
    for a number that is somebody else's.
    """
    check_size(len(data), MOST_FILE_BYTES if facts.kind == Evidence.Kind.FILE else MOST_PHOTO_BYTES)
    sha256 = hashlib.sha256(data).hexdigest()
    number = uuid5(page, f"{facts.key}:{sha256}")
    with turn():
        evidence, is_new = Evidence.objects.get_or_create(
            pk=number,
            defaults={
                "target": target, "item_key": facts.key, "kind": facts.kind, "name": facts.name[:150],
                "sha256": sha256, "size": len(data), "by": person, "announced_at": at,
                "taken_at": facts.taken_at, "is_masked": facts.is_masked,
            },
        )  # fmt: skip
        if (evidence.target_id, evidence.by_id) != (target.pk, person.pk):
            raise NotVisible(str(number))
        if not is_new and evidence.completed_at is None:
            Evidence.objects.filter(pk=number, completed_at=None).update(removed_at=None)
    if evidence.completed_at is not None:
        return number
    try:
        send(person, evidence, data, at)
    except Refused:
        Evidence.objects.filter(pk=number, completed_at=None).update(removed_at=at)
        raise
    return number


def send(person: Person, evidence: Evidence, data: bytes, at: datetime) -> None:
    """Bring the bytes in from where they ended, stretch by stretch, until the file has its receipt.

    The same page sent a second time meanwhile brings the same bytes: what it brought counts, and this goes on behind it.
    """
    progress = progress_of(evidence)
    while progress.receipt is None:
        offset = progress.offset
        try:
            progress = receive_bytes(
                person, evidence.pk, offset=offset, data=data[offset : offset + MOST_AT_ONCE], at=at
            )
        except OffsetDiffers as ahead:
            progress = Progress(ahead.offset)
        except WrongHash:
            progress = progress_of(own_evidence(person, evidence.pk))
            if progress.receipt is None:
                raise
