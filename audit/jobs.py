"""What the worker does for the record: seal each second, anchor daily, prune looks."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from audit.errors import NothingToAnchor
from audit.services import anchor, prune_accesses, seal_pending


def seal(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Seal what has committed since the last second; on the hour, also what committed very late."""
    now = timezone.now()
    seal_pending(now, whole=(now.minute, now.second) == (0, 0))


def anchor_head(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Carry the head outside; an empty chain has none."""
    try:
        anchor(timezone.now(), Path(settings.MOTCUA_ANCHOR_DIR))
    except NothingToAnchor:
        return


def prune_access_log(payload: dict[str, str], *, job_id: int, attempt: int, key: str) -> None:
    """Erase looks older than the installation keeps them."""
    at = timezone.now()
    prune_accesses(before=at - timedelta(days=settings.AUDIT_ACCESS_KEEP_DAYS), at=at)
