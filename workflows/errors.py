"""What the engine may refuse, as facts; the faces put them into words.

Every refusal carries ids and values, never sentences, so that a page can say in the reader's
language what happened and what to do next. A refusal leaves nothing behind: services raise
before, or inside, the transaction that it rolls back.
"""

from collections.abc import Collection, Mapping


class WorkflowError(Exception):
    """The root of every refusal of this package's services."""


class WorkItemUnknown(WorkflowError):
    """No such work item; a face answers 404."""

    def __init__(self, work_item_id: object) -> None:
        super().__init__(f"work item {work_item_id}")
        self.work_item_id = work_item_id


class RunUnknown(WorkflowError):
    """No such run; a face answers 404."""

    def __init__(self, run_id: object) -> None:
        super().__init__(f"run {run_id}")
        self.run_id = run_id


class RunEndedAlready(WorkflowError):
    """The run is over; nothing more can happen in it."""

    def __init__(self, run_id: int, end_kind: str) -> None:
        super().__init__(f"run {run_id} ended: {end_kind}")
        self.run_id = run_id
        self.end_kind = end_kind


class NotAnOperation(WorkflowError):
    """The incident is not that of a service task's operation; there is no step to skip."""

    def __init__(self, incident_id: int, kind: str) -> None:
        super().__init__(f"incident {incident_id} is of a job {kind!r}")
        self.incident_id = incident_id
        self.kind = kind


class RunSuspended(WorkflowError):
    """The run is held by an administrator until it is resumed."""

    def __init__(self, run_id: int) -> None:
        super().__init__(f"run {run_id} is suspended")
        self.run_id = run_id


class AlreadyClaimed(WorkflowError):
    """A colleague was faster; a face answers 409 with the holder's name."""

    def __init__(self, work_item_id: int, holder_id: int) -> None:
        super().__init__(f"work item {work_item_id} is held by person {holder_id}")
        self.work_item_id = work_item_id
        self.holder_id = holder_id


class StaleWorkItem(WorkflowError):
    """The page was older than the work item; a face answers 409 and shows what changed.

    status  what the item is now: NEW, ASSIGNED, DONE or CANCELED
    """

    def __init__(self, work_item_id: int, *, expected: int, found: int, status: str) -> None:
        super().__init__(f"work item {work_item_id}: version {found} ({status}), the page saw {expected}")
        self.work_item_id = work_item_id
        self.expected = expected
        self.found = found
        self.status = status


class NotHolder(WorkflowError):
    """Somebody other than its holder acts on a work item."""

    def __init__(self, work_item_id: int, *, person_id: int, holder_id: int | None) -> None:
        super().__init__(f"work item {work_item_id} is held by {holder_id}, not by {person_id}")
        self.work_item_id = work_item_id
        self.person_id = person_id
        self.holder_id = holder_id


class NotEntitled(WorkflowError):
    """The person does not hold the role at the agency at that moment; a face answers 404."""

    def __init__(self, work_item_id: int, *, person_id: int, role: str, agency_id: int) -> None:
        super().__init__(f"person {person_id} is not {role} at agency {agency_id}")
        self.work_item_id = work_item_id
        self.person_id = person_id
        self.role = role
        self.agency_id = agency_id


class FourEyes(WorkflowError):
    """The same person completed a step which this one must check.

    node_ids  the steps, by BPMN id, that the person completed in this run
    """

    def __init__(self, work_item_id: int, *, person_id: int, node_ids: Collection[str]) -> None:
        super().__init__(f"person {person_id} completed {', '.join(sorted(node_ids))} before")
        self.work_item_id = work_item_id
        self.person_id = person_id
        self.node_ids = frozenset(node_ids)


class UnknownOutcome(WorkflowError):
    """The step has no such way out."""

    def __init__(self, work_item_id: int, *, outcome: str, known: Collection[str]) -> None:
        super().__init__(f"work item {work_item_id} has no outcome {outcome!r}")
        self.work_item_id = work_item_id
        self.outcome = outcome
        self.known = tuple(known)


class ReasonMissing(WorkflowError):
    """This way out must be explained."""

    def __init__(self, work_item_id: int, outcome: str) -> None:
        super().__init__(f"work item {work_item_id}: outcome {outcome!r} needs a reason")
        self.work_item_id = work_item_id
        self.outcome = outcome


class TokenUnknown(WorkflowError):
    """The run has no such open token: the answer came twice, or too late."""

    def __init__(self, run_id: int, token_id: str) -> None:
        super().__init__(f"run {run_id} has no open token {token_id}")
        self.run_id = run_id
        self.token_id = token_id


class FlowCannotGoOn(WorkflowError):
    """The flow, as it is written, has no way on from here with these facts; nothing was changed.

    code  the core's word: "no_way_out", "bad_value", "too_many_moves", "no_start"
    """

    def __init__(self, run_id: int | None, *, node_id: str, code: str, detail: str) -> None:
        super().__init__(f"run {run_id} at {node_id}: {code} {detail}".strip())
        self.run_id = run_id
        self.node_id = node_id
        self.code = code
        self.detail = detail


class AgencyUnknown(WorkflowError):
    """A step is to open at an agency that the case does not have: raised by the case's handler."""

    def __init__(self, run_id: int, value: object) -> None:
        super().__init__(f"run {run_id}: no agency for {value!r}")
        self.run_id = run_id
        self.value = value


class HandlerUnknown(WorkflowError):
    """settings.FLOW_HANDLERS names nobody for this kind of subject."""

    def __init__(self, subject_type: str) -> None:
        super().__init__(f"no effect handler for {subject_type!r}")
        self.subject_type = subject_type


class VersionUnknown(WorkflowError):
    """A version of a flow that is neither compiled nor stored, or another one under its name."""

    def __init__(self, flow_key: str, version_hash: str) -> None:
        super().__init__(f"flow {flow_key} {version_hash}")
        self.flow_key = flow_key
        self.version_hash = version_hash


class OperationError(WorkflowError):
    """Raised by an effect handler: the operation ended in a named error of the flow (BPMN error event).

    Anything else a handler raises is a fault, not an outcome: the job is retried, then becomes
    an incident.
    """

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
