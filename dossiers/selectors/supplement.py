"""What is asked of an applicant, as the desk and the applicant's page read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Person
from dossiers.models import SupplementItem, SupplementRound
from dossiers.services.supplement import answered_round, draft_of_step
from procedures.definition import SupplementRules
from workflows.models import WorkItem


@dataclass(frozen=True)
class SupplementDesk:
    """What a step has to do with a supplement: it may ask, or it looks at an answer."""

    asks: bool
    round: SupplementRound | None
    items: Sequence[SupplementItem]

    @property
    def judged(self) -> int:
        """How many items have a finding."""
        return sum(item.met is not None for item in self.items)


def supplement_desk(item: WorkItem, person: Person, rules: SupplementRules) -> SupplementDesk | None:
    """Return it for the holder of an open step, by the procedure's rules; None for any other."""
    if not item.is_open or item.holder_id != person.pk:
        return None
    if item.node_id in rules.asks:
        draft = draft_of_step(item)
        return SupplementDesk(True, draft, list(draft.items.all()) if draft else [])
    answered = answered_round(item)
    return SupplementDesk(False, answered, list(answered.items.all())) if answered else None
