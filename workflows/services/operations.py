"""Service tasks: carry an operation out, and tell the run how it ended.

The core asks for an operation; a job calls it in a transaction of its own, together with the event
that it is done: what the operation writes in the database happens exactly once. An operation
that must wait for the world (a signature, a payment) answers LATER and whoever hears of the end
calls `operation_done` or `operation_failed`. An answer for a token that no longer waits raises
TokenUnknown; the job takes that as "done before".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workflows.errors import OperationError, TokenUnknown
from workflows.events import OperationDone, OperationFailed
from workflows.handlers import LATER
from workflows.locking import lock_case_and_run
from workflows.models import Run
from workflows.running import RunActivation
from workflows.services.happening import happen
from workflows.trail import record_run


def operation_done(
    *, token: str, run_id: int, variables: Mapping[str, Any], at: datetime, actor_id: int | None = None
) -> Run:
    """An operation ended well; its outputs enter the run. Raises TokenUnknown, RunEndedAlready, RunUnknown."""
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        _end(run, OperationDone(token, dict(variables)), at=at, actor_id=actor_id)
    return run.run


def operation_failed(*, token: str, run_id: int, code: str, at: datetime, actor_id: int | None = None) -> Run:
    """An operation ended in a named error; the flow says what then. Raises as operation_done."""
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        _end(run, OperationFailed(token, code), at=at, actor_id=actor_id)
    return run.run


def call_operation(
    *, run_id: int, token: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
) -> Run:
    """Carry an operation out and, unless it answers LATER, move the run on in the same transaction.

    An OperationError of the handler rolls back what it wrote and becomes the flow's error event.
    """
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        if not run.waits_at(token):
            raise TokenUnknown(run_id, token)
        try:
            with transaction.atomic():
                answer = run.handler.call_operation(run.run, token, node_id, operation, inputs, at)
        except OperationError as error:
            _end(run, OperationFailed(token, error.code), at=at, actor_id=None)
        else:
            if answer is not LATER:
                _end(run, OperationDone(token, dict(answer or {})), at=at, actor_id=None)
    return run.run


def _end(
    run: RunActivation, event: OperationDone | OperationFailed, *, at: datetime, actor_id: int | None
) -> None:
    if not run.waits_at(event.token_id):
        raise TokenUnknown(run.run.pk, event.token_id)
    happen(run, event, at=at, actor_id=actor_id)
    record_run(
        f"workflows.{type(event).__name__}",
        run.run,
        actor_id=actor_id,
        at=at,
        values={"token": event.token_id},
    )
