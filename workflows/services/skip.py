"""Go on without an operation that gave up: an administrator answers in its place, with nothing.

Beside "try again" and "close" this is the third way out of the incident of a service task: what the
operation should have done was done by hand, or need not be done. Its outputs enter the run as
null, so conditions behind it take the way they take for an empty answer.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from accounts.permissions import ADMINISTER_INCIDENTS
from accounts.policies import check_may_everywhere
from jobs.models import Incident
from jobs.services import skip
from workflows.activations import CALL_OPERATION
from workflows.errors import NotAnOperation
from workflows.models import Run
from workflows.services.operations import operation_done
from workflows.trail import record_run


def skip_operation(incident: Incident, *, actor: Person, reason: str, at: datetime) -> Run:
    """End the operation of an incident as done without outputs, close the incident; return the run.

    reason  why it may be done without; kept with the incident and in the audit

    Raises NotAllowed; NotAnOperation for another kind of job; IncidentClosed; TokenUnknown or
    RunEndedAlready where the run no longer waits for it; RunSuspended, FlowCannotGoOn.
    """
    if not can_skip(incident):
        raise NotAnOperation(incident.pk, incident.job.kind)
    asked = incident.job.payload
    with transaction.atomic():
        check_may_everywhere(actor, ADMINISTER_INCIDENTS, at)
        run = operation_done(
            token=asked["token"], run_id=asked["run_id"], variables={}, at=at, actor_id=actor.pk
        )
        skip(incident, actor_id=actor.pk, reason=reason, at=at)
        values = {name: asked[name] for name in ("token", "node_id", "operation")}
        record_run(
            "workflows.skip_operation", run, actor_id=actor.pk, at=at, values={**values, "reason": reason}
        )
    return run


def can_skip(incident: Incident) -> bool:
    """Whether an incident is that of a flow's operation."""
    return incident.job.kind == CALL_OPERATION
