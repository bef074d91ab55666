"""Which ways tokens take, and when joins let them through (BPMN 2.0.2 clauses 13.2.1 and 13.4).

Splits: an exclusive gateway takes the first flow whose condition holds; an inclusive one, and an
activity with conditional flows, all of them; the default flow only when no other. A parallel join
takes one token from each incoming flow. An inclusive join fires when no token elsewhere in its
scope can reach an incoming flow that is still empty, unless it can as well reach one that is not.
"""

from collections.abc import Sequence
from functools import lru_cache

from workflows.core.activities import subscribe
from workflows.core.errors import FlowStuck
from workflows.core.machine import Machine
from workflows.core.timing import arm
from workflows.model import (
    BoundaryEvent,
    CatchEvent,
    EventGateway,
    ExclusiveGateway,
    FlowDefinition,
    InclusiveGateway,
    Node,
    ParallelGateway,
    ReceiveTask,
    SequenceFlow,
)
from workflows.state import Token


def ways_out(machine: Machine, token: Token, node: Node) -> list[SequenceFlow]:
    """Return the flows a token takes. Raises FlowStuck when none is open and there is no default."""
    flows = [machine.flow.flows[flow_id] for flow_id in node.outgoing]
    chosen = machine.steering.choices.get(node.id)
    if chosen is not None:
        return chosen_ways(node, flows, chosen)
    if isinstance(node, ParallelGateway):
        return flows
    exclusive = isinstance(node, ExclusiveGateway)
    if not exclusive and node.default is None and all(flow.condition is None for flow in flows):
        return flows
    return conditional_ways(machine, token, node, flows)


def chosen_ways(node: Node, flows: list[SequenceFlow], chosen: Sequence[str]) -> list[SequenceFlow]:
    """Return the flows that a simulation chose. Raises FlowStuck when the node has none of them."""
    taken = [flow for flow in flows if flow.id in chosen]
    if not taken:
        raise FlowStuck(node.id, "no_way_out", f"no such flow: {', '.join(chosen)}")
    return taken


def conditional_ways(
    machine: Machine, token: Token, node: Node, flows: list[SequenceFlow]
) -> list[SequenceFlow]:
    """Return the flows whose conditions hold, else the default."""
    if len(flows) == 1 and flows[0].condition is None:
        return flows
    exclusive = isinstance(node, ExclusiveGateway)
    context = machine.context(token.scope)
    taken: list[SequenceFlow] = []
    for flow in flows:
        if flow.id != node.default and (flow.condition is None or flow.condition.holds(context, machine.at)):
            taken.append(flow)
            if exclusive:
                break
    if not taken and node.default is not None:
        return [machine.flow.flows[node.default]]
    if not taken and flows:
        raise FlowStuck(node.id, "no_way_out")
    return taken


def enter_gateway(machine: Machine, token: Token, node: Node) -> bool:
    """Let a token into a gateway. Return whether it may leave at once."""
    if isinstance(node, EventGateway):
        await_events(machine, token, node)
        return False
    if isinstance(node, ParallelGateway) and len(node.incoming) > 1:
        return join_all(machine, machine.wait(token, "join"), node)
    if isinstance(node, InclusiveGateway) and len(node.incoming) > 1:
        machine.wait(token, "join")
        return False
    return True


def await_events(machine: Machine, token: Token, node: Node) -> None:
    """Let every event behind the gateway wait; the first wins."""
    machine.wait(token, "event")
    for target in machine.flow.targets(node):
        if isinstance(target, CatchEvent) and target.timer is not None:
            arm(machine, token, target.id, target.timer)
        elif isinstance(target, CatchEvent | ReceiveTask) and target.message is not None:
            subscribe(machine, token, target.id, target.message)


def waiting_at(machine: Machine, node: Node, scope_id: str) -> dict[str, list[Token]]:
    """Return the tokens that wait at a join, by the flow they came by."""
    found: dict[str, list[Token]] = {}
    for token in machine.tokens.values():
        if token.node == node.id and token.scope == scope_id and token.waits == "join":
            found.setdefault(token.via, []).append(token)
    return found


def join_all(machine: Machine, token: Token, node: Node) -> bool:
    """Take one token of each incoming flow when all are there; `token` goes on for them."""
    waiting = waiting_at(machine, node, token.scope)
    if any(flow_id not in waiting for flow_id in node.incoming):
        return False
    merge(machine, [waiting[flow_id][0] for flow_id in node.incoming if flow_id != token.via])
    return True


def merge(machine: Machine, others: list[Token]) -> None:
    """Let tokens end in the one that goes on from their join."""
    for other in others:
        machine.consume(other)


def ready_inclusive_join(machine: Machine) -> Token | None:
    """Return the token that goes on from an inclusive join which no other token can still change."""
    if not machine.flow.has_inclusive_joins:
        return None
    seen: set[tuple[str, str]] = set()
    for token in list(machine.tokens.values()):
        node = machine.node(token)
        place = (token.node, token.scope)
        if token.waits != "join" or not isinstance(node, InclusiveGateway) or place in seen:
            continue
        seen.add(place)
        waiting = waiting_at(machine, node, token.scope)
        if not somebody_may_come(machine, node, token.scope, frozenset(waiting)):
            kept, *others = (tokens[0] for tokens in waiting.values())
            merge(machine, others)
            return kept
    return None


def somebody_may_come(machine: Machine, node: Node, scope_id: str, filled: frozenset[str]) -> bool:
    """Whether a token elsewhere in the scope can reach an empty incoming flow and none that is filled."""
    upstream = reaching(machine.flow, node.id)
    for token in machine.tokens_in(scope_id):
        if token.node == node.id:
            if token.waits != "join":
                return True
            continue
        reached = {flow_id for flow_id in node.incoming if token.node in upstream[flow_id]}
        if reached and not reached & filled:
            return True
    return False


@lru_cache(maxsize=4096)
def reaching(flow: FlowDefinition, gateway_id: str) -> dict[str, frozenset[str]]:
    """Return, for each incoming flow of a gateway, the nodes with a way to it that avoids the gateway."""
    return {flow_id: _upstream(flow, flow_id, gateway_id) for flow_id in flow.nodes[gateway_id].incoming}


def _upstream(flow: FlowDefinition, flow_id: str, gateway_id: str) -> frozenset[str]:
    found: set[str] = set()
    todo = [flow.flows[flow_id].source]
    while todo:
        node_id = todo.pop()
        if node_id in found or node_id == gateway_id:
            continue
        found.add(node_id)
        node = flow.nodes[node_id]
        todo += [flow.flows[incoming].source for incoming in node.incoming]
        if isinstance(node, BoundaryEvent):
            todo.append(node.attached_to)
    return frozenset(found)
