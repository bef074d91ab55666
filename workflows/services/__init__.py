"""The door of the engine: start, claim, release, complete, cancel, and what jobs and timers tell it."""

from workflows.services.assign import assign, move_to_agency, reassign
from workflows.services.budgets import recompute_budgets
from workflows.services.cancel import cancel_run
from workflows.services.claim import claim, release, take_back
from workflows.services.complete import complete
from workflows.services.messages import (
    bring_message,
    bring_messages,
    deliver_message,
    expire_messages,
    offer_messages,
    sweep_messages,
)
from workflows.services.operations import call_operation, operation_done, operation_failed
from workflows.services.recount_timers import recount_timers
from workflows.services.skip import can_skip, skip_operation
from workflows.services.start import start
from workflows.services.suspend import resume, suspend
from workflows.services.timers import fire_timer, fire_timers

__all__ = [
    "assign",
    "bring_message",
    "bring_messages",
    "call_operation",
    "can_skip",
    "cancel_run",
    "claim",
    "complete",
    "deliver_message",
    "expire_messages",
    "fire_timer",
    "fire_timers",
    "move_to_agency",
    "offer_messages",
    "operation_done",
    "operation_failed",
    "reassign",
    "recompute_budgets",
    "recount_timers",
    "release",
    "resume",
    "skip_operation",
    "start",
    "suspend",
    "sweep_messages",
    "take_back",
]
