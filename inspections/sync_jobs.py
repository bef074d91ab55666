"""Periodic work behind synchronisation with tablets."""

from django.utils import timezone

from inspections.services.sync import prune_operations, sweep_parts


def prune(payload: dict[str, object], *, job_id: int, attempt: int, key: str) -> None:
    """Forget processed operations whose time is over; remove what a crash left of files."""
    at = timezone.now()
    prune_operations(at=at)
    sweep_parts(at=at)
