"""What workers do for inspections."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from inspections import services


def follow_minutes(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Let completed minutes move the flow of their institution."""
    services.follow_minutes(payload["minutes"], at=timezone.now())


def remind_of_remedies(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Remind institutions of remedies that are due."""
    services.remind_of_remedies(timezone.now())


def remind_of_last_days(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Tell leads of teams that the days at an institution end, or have ended."""
    services.remind_of_last_days(timezone.now())


def remind_of_complaints(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Tell who may answer of complaints that were not answered in time."""
    services.remind_of_complaints(timezone.now())


def free_work(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Put steps whose holder has left the office back into their queue."""
    services.free_work(timezone.now())
