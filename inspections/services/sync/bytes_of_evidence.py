"""The bytes of evidence come in, in stretches, until what arrived has the announced length and hash.

A stretch counts where it begins where the last one ended; its row is written before its bytes, so that a crash leaves
something to sweep. When all is there, the whole is put together outside of any transaction, its hash and kind are
checked, the scanner looks at it, and the row says that it is complete, with a receipt. Bytes are never changed: the
hash is what the minutes vouch for.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Person
from audit.services import record
from forms.attachments.content import examine_unchanged
from forms.errors import NotLookedAt, Refused
from forms.services.store_attachment import check_harmless
from inspections.errors import NotVisible
from inspections.models import Evidence, EvidencePart, Target
from inspections.protocol.payloads import MEDIA_TYPES, PICTURES
from inspections.selectors.checklists import longest_edge_of
from inspections.services.sync.turns import turn
from inspections.topics import target_topic
from notifications.services import wake

MOST_AT_ONCE = 1_048_576
LEFT_BEHIND = timedelta(hours=24)
BATCH = 200


class OffsetDiffers(Exception):
    """The stretch does not begin where the last one ended; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class TooLong(OffsetDiffers):
    """There are more bytes than were announced."""


class WrongHash(Exception):
    """What arrived is not what was announced; it has to be sent from the beginning."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come; a receipt once it is whole."""

    offset: int
    receipt: Mapping[str, Any] | None = None


def own_evidence(person: Person, number: UUID) -> Evidence:
    """Return what a person announced. Raises NotVisible for anybody else's."""
    evidence = Evidence.objects.filter(pk=number, by=person, removed_at=None).first()
    if evidence is None:
        raise NotVisible(str(number))
    return evidence


def progress_of(evidence: Evidence) -> Progress:
    """Return how far a file has come."""
    if evidence.completed_at is None:
        return Progress(evidence.received_bytes)
    at, seq = evidence.completed_at.isoformat(), evidence.seq
    return Progress(evidence.size, {"seq": seq, "at": at, "digest": evidence.sha256})


def receive_bytes(person: Person, number: UUID, *, offset: int, data: bytes, at: datetime) -> Progress:
    """Take a stretch in; with an empty one at the end, finish what a crash left unfinished.

    offset  where the stretch begins
    data    at most 1 MiB

    Raises NotVisible, OffsetDiffers, TooLong, NotLookedAt, WrongHash, Refused. After the last two the file begins anew;
    after NotLookedAt all of it is there, and an empty stretch at the end tries again.
    """
    evidence = own_evidence(person, number)
    if evidence.completed_at is not None:
        return progress_of(evidence)
    if offset != evidence.received_bytes:
        raise OffsetDiffers(evidence.received_bytes)
    if offset + len(data) > evidence.size:
        raise TooLong(evidence.received_bytes)
    if data:
        append(evidence, data, at)
    if evidence.received_bytes == evidence.size:
        return finish(evidence, at)
    return progress_of(evidence)


def append(evidence: Evidence, data: bytes, at: datetime) -> None:
    """Store a stretch and let it count. Raises OffsetDiffers where another came first."""
    part = stage(evidence, data, at)
    with turn(), transaction.atomic():
        row = Evidence.objects.select_for_update().get(pk=evidence.pk)
        counts = row.completed_at is None and row.received_bytes == evidence.received_bytes
        if counts:
            part.offset = row.received_bytes
            part.save(update_fields=["offset"])
            row.received_bytes += len(data)
            row.save(update_fields=["received_bytes"])
    evidence.received_bytes, evidence.completed_at = row.received_bytes, row.completed_at
    if not counts:
        drop(part)
        raise OffsetDiffers(row.received_bytes)


def stage(evidence: Evidence, data: bytes, at: datetime) -> EvidencePart:
    """Write the row of a stretch that does not count yet, then its bytes under a random key."""
    token = secrets.token_hex(20)
    with turn():
        part = EvidencePart.objects.create(
            evidence=evidence, size=len(data), storage_name=f"evidence/{token[:2]}/{token[2:]}", begun_at=at
        )
    saved_as = default_storage.save(part.storage_name, ContentFile(data))
    if saved_as != part.storage_name:
        part.storage_name = saved_as
        part.save(update_fields=["storage_name"])
    return part


def finish(evidence: Evidence, at: datetime) -> Progress:
    """Put the file together, check it, keep it. Raises NotLookedAt; WrongHash or Refused, and begins anew."""
    parts = list(evidence.parts.filter(offset__isnull=False).order_by("offset"))
    try:
        data = b"".join(read(part) for part in parts)
        if hashlib.sha256(data).hexdigest() != evidence.sha256:
            raise WrongHash
        accepted = MEDIA_TYPES if evidence.kind == Evidence.Kind.FILE else PICTURES
        edge = longest_edge_of(evidence.target, evidence.item_key)
        content_type = examine_unchanged(data, accepted, longest_edge=edge)
        check_harmless(data)
    except NotLookedAt:
        raise
    except (WrongHash, Refused, FileNotFoundError) as error:
        begin_anew(evidence, at, why=type(error).__name__)
        if isinstance(error, FileNotFoundError):
            raise WrongHash from error
        raise
    whole = parts[0] if len(parts) == 1 else stage(evidence, data, at)
    return keep(evidence, whole, content_type, at)


def read(part: EvidencePart) -> bytes:
    """Return the bytes of a stretch. Raises FileNotFoundError where they are gone."""
    with default_storage.open(part.storage_name) as stored:
        return bytes(stored.read())


def keep(evidence: Evidence, whole: EvidencePart, content_type: str, at: datetime) -> Progress:
    """Let a whole file be the evidence, once, with a receipt and a record; not one that was begun anew meanwhile."""
    with turn(), transaction.atomic():
        target, row = locked(evidence)
        done_with: list[EvidencePart] = []
        is_there = EvidencePart.objects.filter(pk=whole.pk).exists()
        if is_there and row.completed_at is None and row.received_bytes == row.size:
            row.storage_name, row.content_type = whole.storage_name, content_type
            row.completed_at, row.seq = at, target.sync_seq + 1
            row.save(update_fields=["storage_name", "content_type", "completed_at", "seq"])
            Target.objects.filter(pk=target.pk).update(sync_seq=row.seq)
            EvidencePart.objects.filter(pk=whole.pk).delete()
            done_with = discounted(row)
            note(row, target, "inspections.evidence_complete", at)
            wake([target_topic(target)], at)
        elif whole.storage_name != row.storage_name:
            done_with = [whole]
    for part in done_with:
        drop(part)
    return progress_of(row)


def begin_anew(evidence: Evidence, at: datetime, *, why: str) -> None:
    """Forget what arrived of a file that cannot be kept; the record says why."""
    with turn(), transaction.atomic():
        target, row = locked(evidence)
        if row.completed_at is not None:
            return
        row.received_bytes = 0
        row.save(update_fields=["received_bytes"])
        done_with = discounted(row)
        note(row, target, "inspections.evidence_refused", at, why=why)
    for part in done_with:
        drop(part)


def locked(evidence: Evidence) -> tuple[Target, Evidence]:
    """Return the rows of the visit and of the file, locked in this order."""
    target = (
        Target.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=evidence.target_id)
    )
    return target, Evidence.objects.select_for_update().get(pk=evidence.pk)


def discounted(evidence: Evidence) -> list[EvidencePart]:
    """Let the stretches of a file count no more; return them, to be removed once that is committed."""
    parts = list(evidence.parts.filter(offset__isnull=False))
    evidence.parts.filter(pk__in=[part.pk for part in parts]).update(offset=None)
    return parts


def drop(part: EvidencePart) -> None:
    """Remove a stretch that does not count: its bytes, then its row; after a crash the sweeper does it again."""
    default_storage.delete(part.storage_name)
    with turn():
        EvidencePart.objects.filter(pk=part.pk, offset=None).delete()


def sweep_parts(*, at: datetime) -> int:
    """Remove stretches that do not count and that a crash left behind a day ago; return how many."""
    left = list(
        EvidencePart.objects.filter(offset=None, begun_at__lt=at - LEFT_BEHIND).order_by("pk")[:BATCH]
    )
    for part in left:
        drop(part)
    return len(left)


def note(evidence: Evidence, target: Target, action: str, at: datetime, **values: object) -> None:
    """Write the record of what became of a file."""
    record(
        action=action,
        actor_id=evidence.by_id,
        target="inspections.Target",
        target_id=target.pk,
        at=at,
        agency_id=target.inspection.agency_id,
        values={"evidence": evidence.pk, "sha256": evidence.sha256, "size": evidence.size, **values},
    )
