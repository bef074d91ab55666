"""The core: moves the tokens of a run, and nothing else. Pure.

`advance(flow, state, event, …) → Step(state, effects, trace)` is the whole of it; `recounted` says which open timers
another calendar would move, for the event TimersMoved.
"""

from workflows.core.advance import Step, advance
from workflows.core.errors import (
    AdvanceError,
    FlowStuck,
    NobodyWaits,
    OutcomeUnknown,
    RunIsOver,
    TokenNotWaiting,
)
from workflows.core.machine import Calendars, Steering, Trace
from workflows.core.timing import recounted

__all__ = [
    "AdvanceError",
    "Calendars",
    "FlowStuck",
    "NobodyWaits",
    "OutcomeUnknown",
    "RunIsOver",
    "Step",
    "Steering",
    "TokenNotWaiting",
    "Trace",
    "advance",
    "recounted",
]
