"""An institution that keeps the rules may be exempt from visits: it is inspected online alone (NĐ 217/2025 Đ4.6).

Asked where people say how: for a working session, and of the announcement. Minutes that both sides have signed on the
spot are never turned away.
"""

from collections.abc import Mapping
from typing import Any

from inspections.errors import NotFit
from inspections.models import Mode, Target

HOW_FIELD, IN_PERSON = "hinh_thuc", "truc_tiep"
"""Field of the package's form of the announcement: how it was made."""


def mode_of(target: Target) -> str:
    """Return how an institution is inspected: as the decision says, online alone where it is exempt from visits."""
    return str(Mode.ONLINE) if target.is_visit_exempt else target.inspection.mode


def check_place(target: Target, *, is_online: bool, field: str = "is_online") -> None:
    """Raises NotFit(field, "exempt") for a visit to an institution that is exempt from them."""
    if target.is_visit_exempt and not is_online:
        raise NotFit(field, "exempt")


def check_said_place(target: Target, answers: Mapping[str, Any]) -> None:
    """Raises NotFit for an announcement in person to an institution that is exempt from visits."""
    if HOW_FIELD in answers:
        check_place(target, is_online=answers[HOW_FIELD] != IN_PERSON, field=HOW_FIELD)
