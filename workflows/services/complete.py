"""Complete a step: the holder chooses a way out, and the run goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workflows.activations import HumanActivation
from workflows.events import Completed
from workflows.locking import lock_work_item
from workflows.models import Run
from workflows.policies import check_four_eyes, check_is_held, check_outcome
from workflows.running import RunActivation
from workflows.services.happening import happen
from workflows.trail import record_work


def complete(
    *,
    work_item_id: int,
    person_id: int,
    outcome: str,
    expected_version: int,
    at: datetime,
    variables: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    four_eyes_reason: str = "",
) -> Run:
    """Complete a held work item and move its run on; return the run as it now is.

    outcome           key of one of the step's outcomes; "" for a step without any
    variables         routing variables the step declares
    facts             what the flow's expressions may read of the case; None: its handler is asked
    expected_version  the version the page showed
    four_eyes_reason  why one pair of eyes had to do; counts only where the case's handler allows it

    Raises StaleWorkItem, NotHolder, FourEyes, UnknownOutcome, ReasonMissing, RunSuspended, WorkItemUnknown.
    """
    with transaction.atomic():
        item = lock_work_item(work_item_id)
        check_is_held(item, person_id=person_id, expected_version=expected_version)
        check_outcome(item, outcome, reason)
        run = RunActivation(item.process)
        waived = check_four_eyes(item, person_id, at=at, reason=four_eyes_reason)
        record_work(
            "workflows.complete",
            item,
            person_id=person_id,
            at=at,
            values={
                "outcome": outcome,
                "reason": reason,
                "four_eyes_reason": four_eyes_reason if waived else "",
            },
        )
        HumanActivation(item).complete(outcome, reason, at)
        event = Completed(item.token_id, outcome, dict(variables or {}))
        happen(
            run, event, facts=facts, at=at, actor_id=person_id, on_behalf_of_id=item.on_behalf_of_id,
            changed=[item],
        )  # fmt: skip
    return run.run
