"""Who ends a step late says why: a reason of the list, and words where it asks for them."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from dossiers.errors import LateReasonMissing
from dossiers.late_reasons import late_reasons
from dossiers.models import Dossier, Lateness
from dossiers.selectors.lateness import Late
from workflows.models import WorkItem


@dataclass(frozen=True)
class Excuse:
    """A reason chosen, by its key, and what was written to it."""

    reason: str = ""
    words: str = ""


def check_excuse(late: Late, excuse: Excuse) -> None:
    """Raise LateReasonMissing ("reason", "words") where something is late and it is not said why."""
    if late and (missing := missing_of(excuse)):
        raise LateReasonMissing(missing)


def missing_of(excuse: Excuse) -> str:
    """Return what an excuse lacks: "reason", "words", or "" for one that says why."""
    chosen = late_reasons().get(excuse.reason)
    if chosen is None or not chosen.offered:
        return "reason"
    return "words" if chosen.needs_words and not excuse.words.strip() else ""


def store_excuse(
    dossier: Dossier, item: WorkItem, late: Late, excuse: Excuse, *, person: Person, at: datetime
) -> None:
    """Keep why a step ended late; nothing for one in time. The caller has checked it and records the step."""
    if late:
        Lateness.objects.create(
            dossier=dossier,
            work_item=item,
            agency_id=item.agency_id,
            step_due_at=late.step_due_at,
            dossier_due_at=late.dossier_due_at,
            ended_at=at,
            reason=excuse.reason,
            words=excuse.words.strip(),
            given_by=person,
        )
