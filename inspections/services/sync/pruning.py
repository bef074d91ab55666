"""Processed operations are kept for at least twelve months, and while their visit takes answers.

A replay of a forgotten operation finds its visit closed, and changes nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction

from audit.services import record
from inspections.models import SyncOperation
from inspections.selectors.visits import OPEN_TO_TABLETS
from inspections.status import TargetStatus

KEPT = timedelta(days=366)
BATCH = 500


def prune_operations(*, at: datetime) -> int:
    """Delete one batch of operations whose time is over; return how many went."""
    still_open = [*OPEN_TO_TABLETS, TargetStatus.SUSPENDED]
    with transaction.atomic():
        old = SyncOperation.objects.filter(received_at__lt=at - KEPT).exclude(target__status__in=still_open)
        numbers = list(old.order_by("received_at").values_list("pk", flat=True)[:BATCH])
        if numbers:
            SyncOperation.objects.filter(pk__in=numbers).delete()
            record(
                action="inspections.operations_pruned",
                actor_id=None,
                target="inspections.SyncOperation",
                target_id="",
                at=at,
                values={"count": len(numbers), "before": at - KEPT},
            )
    return len(numbers)
