"""Erases values and looks whose keeping time is over; the chain stays whole and says so.

The triggers let a row go only while the transaction holds a `PruningPermit`. What was pruned is
itself recorded, with the count as the target's number, so that the verifier can tell values that
were pruned from values that were stolen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from audit.models import AccessEntry, AuditValues, PruningPermit
from audit.services.recording import record

PRUNED = "audit.prune_values"


@contextmanager
def permit(reason: str) -> Iterator[None]:
    """Hold the permit inside a transaction of its own; nobody else ever sees it."""
    with transaction.atomic():
        held = PruningPermit.objects.create(reason=reason)
        yield
        held.delete()


def prune_values(
    *, before: datetime, actor_id: int | None, at: datetime, target: str = "", target_id: str = ""
) -> int:
    """Erase the values of entries older than `before`, of one target when it is named."""
    with permit(PRUNED):
        doomed = AuditValues.objects.filter(entry__at__lt=before)
        if target:
            doomed = doomed.filter(entry__target=target, entry__target_id=target_id)
        keys = list(doomed.values_list("pk", flat=True))
        for start in range(0, len(keys), 500):
            AuditValues.objects.filter(pk__in=keys[start : start + 500]).delete()
        if keys:
            record(
                action=PRUNED,
                actor_id=actor_id,
                target="audit.AuditValues",
                target_id=len(keys),
                at=at,
            )
    return len(keys)


def prune_accesses(*, before: datetime, at: datetime) -> int:
    """Erase looks older than `before` and record how many."""
    with permit("audit.prune_accesses"):
        count, _ = AccessEntry.objects.filter(at__lt=before).delete()
        if count:
            record(
                action="audit.prune_accesses",
                actor_id=None,
                target="audit.AccessEntry",
                target_id=count,
                at=at,
            )
    return count
