"""What is late as a step ends, and why what was late was late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dossiers.models import Dossier, Lateness
from dossiers.roles import APPLICANT_ROLE
from dossiers.selectors.clocks import is_overdue
from workflows.models import WorkItem


@dataclass(frozen=True)
class Late:
    """What a step that ends now is too late for: its own moment, the dossier's, or neither."""

    step_due_at: datetime | None = None
    dossier_due_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.step_due_at or self.dossier_due_at)


def late_at(item: WorkItem, dossier: Dossier, at: datetime) -> Late:
    """Return what an officer's step is late for if it ends at a moment; an applicant's is never late.

    Once the result is there, its term is over: what comes after is late for its own moment alone.
    """
    if item.role == APPLICANT_ROLE:
        return Late()
    owed = dossier.decided_at is None and is_overdue(dossier, at)
    return Late(
        step_due_at=item.due_at if item.due_at and item.due_at < at else None,
        dossier_due_at=dossier.due_at if owed else None,
    )


def lateness_of(dossiers: Iterable[Dossier]) -> dict[int, Lateness]:
    """Return why each of these dossiers came later than owed, by dossier: what was said last. One query."""
    said = Lateness.objects.filter(dossier__in=list(dossiers), dossier_due_at__isnull=False)
    return {each.dossier_id: each for each in said.order_by("ended_at", "pk")}
