"""What workers do for dossiers."""

from collections.abc import Mapping
from typing import Any

from jobs.errors import GiveUp


def report_codes_exhausted(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Become an incident at once: a person must widen the unit's numbering or wait for the next day."""
    raise GiveUp(f"{payload['unit_code']}: no dossier code left for {payload['day']}")
