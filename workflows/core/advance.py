"""One event moves a run from rest to rest: `advance`, a pure function after BPMN 2.0.2 clause 13.

First the event finds its token and ends what it waited for; then tokens move until none can. Tokens
move in the order they were made, so that the same events always give the same state, ids included:
history can be replayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.core.arrivals import take_event
from workflows.core.errors import FlowStuck, RunIsOver
from workflows.core.machine import Calendars, Machine, Steering, Trace
from workflows.core.moving import settle
from workflows.effects import Effect
from workflows.events import Event
from workflows.expressions import ExpressionTooCostly
from workflows.model import FlowDefinition
from workflows.state import State

NO_STEERING = Steering()


@dataclass(frozen=True)
class Step:
    """What one event did: the next state, what the world shall do, what happened where."""

    state: State
    effects: tuple[Effect, ...]
    trace: tuple[Trace, ...] = ()


def advance(
    flow: FlowDefinition,
    state: State | None,
    event: Event,
    *,
    at: datetime,
    facts: Mapping[str, Any],
    calendar: Calendars | None = None,
    steering: Steering = NO_STEERING,
) -> Step:
    """Return the run's next state and effects.

    state     None with Started
    at        aware moment of the event
    facts     what the case says, read by expressions; variables hide facts of the same name
    calendar  for timers in working days: one for all, or a function from what a lane names to the agency's

    Raises AdvanceError (TokenNotWaiting, NobodyWaits, RunIsOver, OutcomeUnknown, FlowStuck).
    """
    machine = Machine(flow, state or State(), at=at, facts=facts, calendar=calendar, steering=steering)
    if machine.ended:
        raise RunIsOver(machine.ended)
    try:
        take_event(machine, event)
        settle(machine)
    except ExpressionTooCostly as error:
        place = machine.trace[-1].node if machine.trace else flow.id
        raise FlowStuck(place, "too_costly", error.text) from error
    return Step(machine.result(), tuple(machine.effects), tuple(machine.trace))
