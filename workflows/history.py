"""Events as rows and back: what happened in a run, so that it can be replayed.

A FlowEvent keeps the event as the core took it and the facts that the flow's expressions could
read (`workflows.reading`), so that a row never holds answers that had no say. Replaying them from the
first gives the state stored on the run, with the same core (BPMN 2.0.2 clause 13 as
`workflows.core` reads it).
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workflows import events
from workflows.calendars import recorded_calendars
from workflows.codec import decode, encode
from workflows.core import Trace, advance
from workflows.model import FlowDefinition
from workflows.models import FlowEvent, Run
from workflows.state import State

CORE_VERSION = "2"
"""Raised when the same events would lead the core to another state."""

KINDS = {kind.__name__: kind for kind in events.Event.__args__}


def event_row(
    run: Run,
    before: State,
    event: events.Event,
    *,
    facts: Mapping[str, Any],
    trace: Sequence[Trace],
    calendars: Sequence[tuple[Any, int | None]] = (),
) -> FlowEvent:
    """Return the row of an event that has just moved a run on; its moment and actor are still open.

    before     the state the event found
    trace      what happened at which node, as the core tells it
    calendars  the agencies whose calendars its timers counted in
    """
    token_id, node_id = place_of(before, event)
    return FlowEvent(
        run=run,
        seq=run.version,
        kind=type(event).__name__,
        token_id=token_id,
        node_id=node_id,
        data={
            "event": encode(dataclasses.asdict(event)),
            "facts": encode(run.flow_class.reading.of(facts)),
            "trace": [[step.node, step.event] for step in trace],
            **(
                {"calendars": [[encode(named), agency_id] for named, agency_id in calendars]}
                if calendars
                else {}
            ),
        },
        core_version=CORE_VERSION,
    )


def place_of(state: State, event: events.Event) -> tuple[str, str]:
    """Return the token and the node an event is about; empty where it is about the whole run."""
    token_id = getattr(event, "token_id", "")
    wanted = getattr(event, "timer_id", None) or getattr(event, "subscription_id", None)
    for wait in state.waits:
        if wait.id == wanted:
            return wait.token, wait.node
    token = state.token(token_id) if token_id else None
    return (token.id, token.node) if token else ("", "")


def event_of(row: FlowEvent) -> events.Event:
    """Return the event a row tells of."""
    return KINDS[row.kind](**decode(row.data["event"]))


def replay(flow: FlowDefinition, rows: Iterable[FlowEvent]) -> State:
    """Return the state to which these events, in order, lead from nothing."""
    state = State()
    for row in rows:
        facts = decode(row.data["facts"])
        calendar = recorded_calendars((decode(named), used) for named, used in row.data.get("calendars", ()))
        state = advance(flow, state, event_of(row), at=row.at, facts=facts, calendar=calendar).state
    return state
