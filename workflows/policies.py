"""Who may take and complete a step, beyond holding it.

Standing is checked by the claim itself, in its one statement. Here is what needs the flow's
definition: four eyes (the actor must not be one who completed the named steps of this run), the
limits of a delegation, and what an outcome demands.
"""

from datetime import datetime

from viewflow.workflow.status import STATUS

from workflows.errors import FourEyes, NotEntitled, NotHolder, ReasonMissing, StaleWorkItem, UnknownOutcome
from workflows.handlers import handler_of
from workflows.model import UserTask
from workflows.models import WorkItem
from workflows.selectors import completers


def check_is_held(item: WorkItem, *, person_id: int, expected_version: int) -> None:
    """Raise StaleWorkItem where the page saw another version or the step is over, NotHolder for another's step."""
    if item.version != expected_version or item.completed_at is not None:
        raise StaleWorkItem(item.pk, expected=expected_version, found=item.version, status=item.status)
    if item.status != STATUS.ASSIGNED or item.owner_id != person_id:
        raise NotHolder(item.pk, person_id=person_id, holder_id=item.owner_id)


def check_is_open(item: WorkItem) -> None:
    """Raise StaleWorkItem where the step is over."""
    if item.completed_at is not None:
        raise StaleWorkItem(item.pk, expected=item.version, found=item.version, status=item.status)


def check_four_eyes(item: WorkItem, person_id: int, *, at: datetime, reason: str | None = None) -> bool:
    """Raise FourEyes where the person completed a step that this one must check; return whether that was waived.

    reason  why one pair of eyes had to do, needed to complete the step; None while it is only taken

    An agency of two must still run: the case's handler says whether it may, the reason goes on record.
    """
    completed = own_steps_checked(item, person_id)
    if not completed:
        return False
    explained = reason is None or bool(reason.strip())
    if explained and handler_of(item.process.subject_type).may_waive_four_eyes(item.process, item, at):
        return True
    raise FourEyes(item.pk, person_id=person_id, node_ids=completed)


def own_steps_checked(item: WorkItem, person_id: int) -> frozenset[str]:
    """Return the steps, by BPMN id, that the person completed in this run and that this step must check."""
    node: UserTask = item.flow_task.definition
    return frozenset(completers(item.process_id, node.four_eyes).get(person_id, ()) if node.four_eyes else ())


def check_delegation(item: WorkItem) -> None:
    """Raise NotEntitled where the delegation does not reach every kind of document this step is about."""
    node: UserTask = item.flow_task.definition
    if item.on_behalf_of_id is None or not node.documents:
        return
    kinds = item.acting_as.document_kinds
    if kinds and not set(node.documents) <= set(kinds):
        raise NotEntitled(item.pk, person_id=item.owner_id, role=item.role, agency_id=item.agency_id)


def check_outcome(item: WorkItem, outcome: str, reason: str) -> None:
    """Raise UnknownOutcome, or ReasonMissing where this way out must be explained."""
    node: UserTask = item.flow_task.definition
    chosen = node.outcome(outcome)
    if chosen is None and (node.outcomes or outcome):
        raise UnknownOutcome(item.pk, outcome=outcome, known=[way.key for way in node.outcomes])
    if chosen is not None and chosen.needs_reason and not reason.strip():
        raise ReasonMissing(item.pk, outcome)
