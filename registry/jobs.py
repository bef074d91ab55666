"""Periodic work of this package."""

from django.utils import timezone

from registry.services.stage_import import sweep_imports


def sweep(payload: dict[str, object], *, job_id: int, attempt: int, key: str) -> None:
    """Remove the files of imports that are over."""
    sweep_imports(at=timezone.now())
