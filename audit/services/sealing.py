"""Appends seals over entries that have committed, in the sealer's own order.

One sealer at a time: PostgreSQL gives it an advisory lock for the transaction, SQLite its write
lock; a second one finds the door shut and leaves. An entry may commit after one with a higher
number, so the sealer looks back `LOOK_BACK` numbers behind the newest seal each time, and over
everything when asked (`whole=True`: each hour, and before anchoring).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from audit.digests import ENTRY_FIELDS, GENESIS, seal_hash
from audit.models import AuditEntry, AuditSeal

LOOK_BACK = 2_000
BATCH = 1_000
ADVISORY_LOCK = 7_021_501


def seal_pending(at: datetime, *, whole: bool = False) -> int:
    """Seal everything that is committed and unsealed; return how many entries that was."""
    sealed = 0
    while pending_entries(whole=whole).exists():
        with transaction.atomic():
            count = seal_batch(at, whole=whole) if take_the_lock() else 0
        sealed += count
        if count < BATCH:
            break
    return sealed


def take_the_lock() -> bool:
    """Return whether this transaction is now the only sealer."""
    if connection.vendor != "postgresql":
        return True  # an immediate transaction already holds SQLite's only write lock
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


def pending_entries(*, whole: bool) -> QuerySet[AuditEntry]:
    """Return the entries without a seal, oldest number first."""
    pending = AuditEntry.objects.filter(seal__isnull=True).order_by("id")
    if whole:
        return pending
    newest = AuditSeal.objects.order_by("-position").values_list("entry_id", flat=True).first() or 0
    return pending.filter(id__gt=newest - LOOK_BACK)


def seal_batch(at: datetime, *, whole: bool) -> int:
    """Append one batch of seals behind the head."""
    head = AuditSeal.objects.order_by("-position").first()
    entries = list(pending_entries(whole=whole).values(*ENTRY_FIELDS)[:BATCH])
    AuditSeal.objects.bulk_create(
        links(entries, head.position if head else 0, previous_hash=head.hash if head else GENESIS, at=at)
    )
    return len(entries)


def links(
    entries: Sequence[dict[str, object]], position: int, *, previous_hash: str, at: datetime
) -> list[AuditSeal]:
    """Return the seals of these entries, each built on the one before."""
    seals = []
    for entry in entries:
        position += 1
        own = seal_hash(position, previous_hash, entry)
        seals.append(
            AuditSeal(
                position=position, entry_id=entry["id"], previous_hash=previous_hash, hash=own, sealed_at=at
            )
        )
        previous_hash = own
    return seals


def newest_position() -> int:
    """Return the position of the head, 0 before the first seal."""
    return AuditSeal.objects.aggregate(newest=Max("position"))["newest"] or 0
