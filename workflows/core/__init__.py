"""The core: moves the tokens of a run, and nothing else. Pure.

`advance(flow, state, event, …) → Step(state, effects, trace)` is the whole of it.
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
]
