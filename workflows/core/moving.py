"""Tokens moving: into a node, through it, and on along its flows, until every token waits.

Tokens move in the order they were made, so that the same events always give the same state, ids
included: history can be replayed.
"""

from workflows.core import activities, gateways, scopes, timing
from workflows.core.machine import Machine
from workflows.model import (
    Activity,
    Assignment,
    CatchEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Message,
    ParallelGateway,
    ThrowEvent,
)
from workflows.state import Token

GATEWAYS = (ExclusiveGateway, ParallelGateway, InclusiveGateway, EventGateway)


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


def throw(machine: Machine, token: Token, message: Message | None, inputs: tuple[Assignment, ...]) -> None:
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


def move_caught(machine: Machine, caught: Token | None, scope_id: str, code: str) -> None:
    """Go on from the boundary event that caught an error, or let it rise."""
    caught = caught or scopes.throw_error(machine, scope_id, code)
    if caught is not None:
        machine.status(machine.node(caught).status)
        machine.note(caught, "triggered")
        leave(machine, caught)
