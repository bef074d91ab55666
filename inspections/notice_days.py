"""When a visit may begin that is told beforehand: three working days after the notice at the earliest (INSPECTION k6 [D]).

Asked where people say when: in the notice itself, for a working session, and of the announcement. Minutes of an
announcement that both sides have signed already are never turned away: an institution may do without its days.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.localdays import local_day
from accounts.selectors import calendar_of
from inspections.days import Counting, ending
from inspections.errors import NotFit
from inspections.models import Target, Variant
from inspections.status import TargetStatus

NOTICE_DAYS = Counting(days=3, working=True, counts_first_day=False)
ANNOUNCED_FIELD, FIRST_DAY_FIELD = "cong_bo_luc", "ngay_lam_viec"
"""Fields of the package's forms: when the decision was announced; on which day the visit begins."""


def earliest_day(target: Target, at: datetime) -> date | None:
    """Return the first day on which a visit may begin; None where no notice is asked for, or it has begun.

    Counted from the day of the notice, which is today while it is still to be sent.
    """
    if target.inspection.variant != Variant.ANNOUNCED or target.announced_at is not None:
        return None
    told_on = local_day(target.notified_at or at)
    return ending(
        told_on + timedelta(days=1), NOTICE_DAYS.days, NOTICE_DAYS, calendar_of(target.inspection.agency_id)
    )


def check_begins(target: Target, day: date, at: datetime, *, field: str) -> None:
    """Raises NotFit(field, "too_early") with the earliest day for a visit that begins before the notice allows."""
    earliest = earliest_day(target, at)
    if earliest is not None and day < earliest:
        raise NotFit(field, "too_early", earliest=earliest)


def check_said_days(target: Target, answers: Mapping[str, Any], at: datetime) -> None:
    """Check what a step says of days: the visit's first in a notice, the announcement's moment.

    Raises NotFit for a visit too early, an announcement in the future, before the decision's day, or too early.
    """
    first, said = answers.get(FIRST_DAY_FIELD), answers.get(ANNOUNCED_FIELD)
    if isinstance(first, str) and target.status == TargetStatus.WAITING:
        check_begins(target, date.fromisoformat(first), at, field=FIRST_DAY_FIELD)
    if isinstance(said, str):
        check_announced(target, datetime.fromisoformat(said), at)


def check_announced(target: Target, announced_at: datetime, at: datetime) -> None:
    """Raises NotFit for an announcement in the future, before the decision's own day, or before the notice allows."""
    decided_on = target.inspection.decision_on
    if announced_at > at:
        raise NotFit(ANNOUNCED_FIELD, "future")
    if decided_on and local_day(announced_at) < decided_on:
        raise NotFit(ANNOUNCED_FIELD, "before_decision")
    check_begins(target, local_day(announced_at), at, field=ANNOUNCED_FIELD)
