"""One event moves a run from rest to rest: `advance`, a pure function after BPMN 2.0.2 clause 13.

First the event finds its token and ends what it waited for; then tokens move until none can. Tokens
move in the order they were made, so that the same events always give the same state, ids included:
history can be replayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workdays import Calendar
from workflows.core import activities, gateways, scopes, timing
from workflows.core.errors import FlowStuck, NobodyWaits, OutcomeUnknown, RunIsOver, TokenNotWaiting
from workflows.core.machine import Machine, Steering, Trace
from workflows.effects import Effect, StartTimer
from workflows.events import (
    Cancelled,
    Completed,
    Event,
    MessageArrived,
    OperationDone,
    OperationFailed,
    Started,
    TimerFired,
)
from workflows.model import (
    Activity,
    Assignment,
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    FlowDefinition,
    InclusiveGateway,
    Node,
    ParallelGateway,
    ReceiveTask,
    ServiceTask,
    StartEvent,
    ThrowEvent,
    Timer,
    UserTask,
)
from workflows.state import ROOT, Scope, State, Token, Wait

NO_STEERING = Steering()
GATEWAYS = (ExclusiveGateway, ParallelGateway, InclusiveGateway, EventGateway)


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
    calendar: Calendar | None = None,
    steering: Steering = NO_STEERING,
) -> Step:
    """Return the run's next state and effects.

    state     None with Started
    at        aware moment of the event
    facts     what the case says, read by expressions; variables hide facts of the same name
    calendar  for timers in working days

    Raises AdvanceError (TokenNotWaiting, NobodyWaits, RunIsOver, OutcomeUnknown, FlowStuck).
    """
    machine = Machine(flow, state or State(), at=at, facts=facts, calendar=calendar, steering=steering)
    if machine.ended:
        raise RunIsOver(machine.ended)
    take_event(machine, event)
    settle(machine)
    return Step(machine.result(), tuple(machine.effects), tuple(machine.trace))


def take_event(machine: Machine, event: Event) -> None:
    """Let the event do what it does, short of moving tokens on."""
    match event:
        case Started():
            start(machine, event)
        case Completed():
            complete(machine, event)
        case OperationDone():
            operation_done(machine, event)
        case OperationFailed():
            operation_failed(machine, event)
        case TimerFired():
            fire(machine, waiting(machine, event.timer_id, "timer"))
        case MessageArrived():
            receive(machine, event)
        case Cancelled():
            machine.end_run("cancelled")


# events


def start(machine: Machine, event: Started) -> None:
    """Open the root scope and put a token at the start."""
    machine.scopes[ROOT] = Scope(ROOT, machine.flow.id)
    machine.write(ROOT, event.variables)
    for node in start_nodes(machine.flow, event):
        machine.produce(node.id, ROOT)
    if not machine.queue:
        raise FlowStuck(machine.flow.id, "no_start", event.message)


def start_nodes(flow: FlowDefinition, event: Started) -> list[Node]:
    """Return where the run begins: the named node, the message's start event, or the none start."""
    if event.at_node:
        return [flow.nodes[event.at_node]]
    if not event.message:
        return activities.beginnings(flow, flow.id)
    starts = [node for node in flow.contents.get(flow.id, ()) if begins_with(node, event.message)]
    return starts[:1]


def begins_with(node: Node, message: str) -> bool:
    """Whether this is the start event of a message."""
    return isinstance(node, StartEvent) and node.message is not None and node.message.name == message


def complete(machine: Machine, event: Completed) -> None:
    """A person ended a step, or a simulation a task it held."""
    token = standing(machine, event.token_id, "person")
    node = machine.node(token)
    if isinstance(node, UserTask):
        if event.outcome and node.outcomes and node.outcome(event.outcome) is None:
            raise OutcomeUnknown(node.id, event.outcome)
        outcome = event.outcome or None
        machine.write(
            token.scope, {"outcome": outcome, f"{node.id}_outcome": outcome} if node.outcomes else {}
        )
    elif isinstance(node, Activity):
        activities.carry_out(machine, token, node)
    machine.write(token.scope, event.variables)
    leave(machine, token)


def operation_done(machine: Machine, event: OperationDone) -> None:
    token = standing(machine, event.token_id, "operation")
    node = machine.node(token)
    assert isinstance(node, ServiceTask)
    activities.take_outputs(machine, token, node.outputs, event.variables)
    leave(machine, token)


def operation_failed(machine: Machine, event: OperationFailed) -> None:
    """An operation's error: the activity's own boundary event first, then outwards."""
    token = standing(machine, event.token_id, "operation")
    machine.write(token.scope, event.variables)
    machine.note(token, "failed")
    move_caught(machine, scopes.catch_error(machine, token, event.error_code), token.scope, event.error_code)


def move_caught(machine: Machine, caught: Token | None, scope_id: str, code: str) -> None:
    """Go on from the boundary event that caught an error, or let it rise."""
    caught = caught or scopes.throw_error(machine, scope_id, code)
    if caught is not None:
        machine.status(machine.node(caught).status)
        machine.note(caught, "triggered")
        leave(machine, caught)


def receive(machine: Machine, event: MessageArrived) -> None:
    """Give a message to the one that waits for it."""
    if event.subscription_id is not None:
        wait = waiting(machine, event.subscription_id, "message")
    else:
        found = [
            wait
            for wait in machine.waits.values()
            if wait.kind == "message" and wait.name == event.name and wait.key in (None, event.key)
        ]
        if not found:
            raise NobodyWaits(event.name, event.key)
        wait = found[0]
    fire(machine, wait, event.variables)


def fire(machine: Machine, wait: Wait, values: Mapping[str, Any] | None = None) -> None:
    """A timer or message has come for a token: move it on."""
    token, node = machine.tokens[wait.token], machine.flow.nodes[wait.node]
    if isinstance(node, BoundaryEvent):
        machine.write(token.scope, values or {})
        fire_boundary(machine, token, node, wait)
        return
    if isinstance(node, CatchEvent) and node.timer is not None and wait.repeats and token.node == node.id:
        fire_again(machine, token, node, wait)
        return
    outputs = node.outputs if isinstance(node, ReceiveTask) else ()
    activities.take_outputs(machine, token, outputs, values or {})
    machine.stop_waits(token, spent=wait.id)
    if token.node != node.id:
        machine.note(token, "completed")
        passed, token = token, machine.place(node.id, token.scope)
        machine.status(node.status)
        machine.consume(passed)
    machine.note(token, "triggered")
    leave(machine, token)


def fire_again(machine: Machine, token: Token, node: CatchEvent, wait: Wait) -> None:
    """A cycle that has firings left lets a token out and waits on."""
    rearm(machine, token, node.timer, wait)
    beside = machine.place(node.id, token.scope)
    machine.note(beside, "triggered")
    leave(machine, beside)


def fire_boundary(machine: Machine, token: Token, node: BoundaryEvent, wait: Wait) -> None:
    """Interrupt the activity, or let a token out beside it."""
    if node.interrupting:
        machine.waits.pop(wait.id)
        machine.cancel(token, "interrupted")
    else:
        rearm(machine, token, node.timer, wait)
    beside = machine.place(node.id, token.scope)
    machine.status(node.status)
    machine.note(beside, "triggered")
    leave(machine, beside)


def rearm(machine: Machine, token: Token, timer: Timer | None, wait: Wait) -> None:
    """Let a cycle run on, keep a message subscription, forget a timer that has fired."""
    if timer is None or wait.due_at is None:
        return
    if wait.repeats == 0:
        machine.waits.pop(wait.id)
        return
    due = timing.next_due(machine, token, timer, wait.due_at)
    repeats = None if wait.repeats is None else wait.repeats - 1
    machine.waits[wait.id] = replace(wait, due_at=due, repeats=repeats)
    machine.effects.append(StartTimer(wait.id, token.id, wait.node, due))


def standing(machine: Machine, token_id: str, waits: str) -> Token:
    """Return the token that waits for this. Raises TokenNotWaiting."""
    token = machine.tokens.get(token_id)
    if token is None or (token.waits != waits and not _held(machine, token)):
        raise TokenNotWaiting(token_id)
    return token


def _held(machine: Machine, token: Token) -> bool:
    return token.waits in ("person", "event") and isinstance(machine.node(token), ReceiveTask)


def waiting(machine: Machine, wait_id: str, kind: str) -> Wait:
    """Return the open timer or subscription. Raises TokenNotWaiting."""
    wait = machine.waits.get(wait_id)
    if wait is None or wait.kind != kind:
        raise TokenNotWaiting(wait_id)
    return wait


# moving


def settle(machine: Machine) -> None:
    """Move tokens until all wait: inclusive joins that have become ready first, then moves, then scopes that ended."""
    while not machine.ended:
        leaving = gateways.ready_inclusive_join(machine)
        if leaving is None:
            token = machine.next_move()
            if token is not None:
                enter(machine, token)
                continue
            if not machine.emptied:
                return
            leaving = scopes.finish_scope(machine, machine.emptied.popleft())
        if leaving is not None:
            leave(machine, leaving)


def enter(machine: Machine, token: Token) -> None:
    """Let a token into its node."""
    node = machine.node(token)
    machine.status(node.status)
    machine.note(token, "opened")
    match node:
        case Activity():
            passes = activities.enter_activity(machine, token, node)
        case CatchEvent():
            await_event(machine, token, node)
            passes = False
        case EndEvent():
            end(machine, token, node)
            passes = False
        case ThrowEvent():
            throw(machine, token, node.message, node.inputs)
            passes = True
        case _:
            passes = gateways.enter_gateway(machine, token, node) if isinstance(node, GATEWAYS) else True
    if passes:
        leave(machine, token)


def await_event(machine: Machine, token: Token, node: CatchEvent) -> None:
    """Wait for the event's timer or message."""
    machine.wait(token, "event")
    if node.timer is not None:
        timing.arm(machine, token, node.id, node.timer)
    elif node.message is not None:
        activities.subscribe(machine, token, node.id, node.message)


def throw(machine: Machine, token: Token, message: Any, inputs: tuple[Assignment, ...]) -> None:
    if message is not None:
        activities.send(machine, token, message, inputs)


def end(machine: Machine, token: Token, node: EndEvent) -> None:
    """Consume a token at an end event, with what this end means."""
    machine.status(node.status_done)
    throw(machine, token, node.message, node.inputs)
    machine.note(token, "completed")
    if node.result == "terminate":
        scopes.terminate(machine, token)
    elif node.result == "error":
        machine.consume(token)
        move_caught(machine, None, token.scope, node.error_code)
    else:
        machine.consume(token)


def leave(machine: Machine, token: Token) -> None:
    """End a node and put tokens on its ways out."""
    node = machine.node(token)
    machine.stop_waits(token)
    machine.status(node.status_done)
    inner = isinstance(node, Activity) and activities.is_instance(machine, token)
    ways = [] if inner else gateways.ways_out(machine, token, node)
    machine.note(token, "completed")
    for way in ways:
        machine.produce(way.target, token.scope, via=way.id)
    machine.consume(token)
