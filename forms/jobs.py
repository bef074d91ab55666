"""Periodic work of this package."""

from django.utils import timezone

from forms.services.sweep import sweep_unreferenced


def sweep(payload: dict[str, object], *, job_id: int, attempt: int, key: str) -> None:
    """Remove uploads that nothing needed within 24 hours."""
    sweep_unreferenced(at=timezone.now())
