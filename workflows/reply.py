"""Return addresses: how something outside a run answers the step that waits for it.

An operation that answers later gives its address away as opaque text; whoever finishes the work
hands the text back with the outputs. An answer to a step that no longer waits is dropped: it came
twice, or too late.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflows.errors import RunEndedAlready, TokenUnknown
from workflows.models import Run
from workflows.services.operations import operation_done


def reply_address(run: Run, token_id: str) -> str:
    """Return the address of a waiting step."""
    return f"{run.pk}/{token_id}"


def answer(address: str, outputs: Mapping[str, Any], *, at: datetime) -> bool:
    """Give a waiting step its outputs; return whether it still waited."""
    run_id, _, token_id = address.partition("/")
    try:
        operation_done(run_id=int(run_id), token=token_id, variables=outputs, at=at)
    except (TokenUnknown, RunEndedAlready):
        return False
    return True
