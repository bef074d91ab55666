"""What each event does before tokens move on: it finds the token that waits for it and ends the waiting."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflows.core import activities, scopes, timing
from workflows.core.errors import FlowStuck, NobodyWaits, OutcomeUnknown, TokenNotWaiting
from workflows.core.machine import Machine
from workflows.core.moving import leave, move_caught
from workflows.events import (
    Cancelled,
    Completed,
    Event,
    MessageArrived,
    OperationDone,
    OperationFailed,
    Started,
    TimerFired,
    TimersMoved,
)
from workflows.model import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    FlowDefinition,
    Node,
    ReceiveTask,
    ServiceTask,
    StartEvent,
    Timer,
    UserTask,
)
from workflows.state import ROOT, Scope, Token, Wait


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
        case TimersMoved():
            move_timers(machine, event)
        case MessageArrived():
            receive(machine, event)
        case Cancelled():
            machine.end_run("cancelled")


def start(machine: Machine, event: Started) -> None:
    """Open the root scope, put a token at the start, and take in what the run begins with."""
    machine.scopes[ROOT] = Scope(ROOT, machine.flow.id)
    nodes = start_nodes(machine.flow, event)
    if not nodes:
        raise FlowStuck(machine.flow.id, "no_start", event.message)
    tokens = [machine.produce(node.id, ROOT) for node in nodes]
    outputs = nodes[0].outputs if isinstance(nodes[0], StartEvent) else ()
    activities.take_outputs(machine, tokens[0], outputs, event.variables)


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
        activities.take_outputs(machine, token, node.outputs, values or {})
        fire_boundary(machine, token, node, wait)
        return
    if isinstance(node, CatchEvent) and node.timer is not None and wait.repeats and token.node == node.id:
        fire_again(machine, token, node, wait)
        return
    outputs = node.outputs if isinstance(node, ReceiveTask | CatchEvent) else ()
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
    counted = timing.counted_on(machine, token, wait.node, timer, wait.due_at)
    repeats = None if wait.repeats is None else wait.repeats - 1
    machine.count_timer(replace(wait, repeats=repeats), counted)


def move_timers(machine: Machine, event: TimersMoved) -> None:
    """Let open timers run until other moments. Raises TokenNotWaiting for one that is not open."""
    for timer_id, due_at in event.due_at.items():
        machine.move_timer(waiting(machine, timer_id, "timer"), due_at)


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
