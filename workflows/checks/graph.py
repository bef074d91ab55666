"""Walks over a flow: what comes after a node, what before."""

from collections.abc import Callable, Iterable

from workflows.core.activities import beginnings
from workflows.model import BoundaryEvent, FlowDefinition, Node, StartEvent

Next = Callable[[str], Iterable[str]]


def after(flow: FlowDefinition, node_id: str) -> list[str]:
    """The nodes right behind a node, and the boundary events at its edge."""
    node = flow.nodes[node_id]
    return [
        *(flow.flows[way].target for way in node.outgoing),
        *(boundary.id for boundary in flow.boundaries.get(node_id, ())),
    ]


def before(flow: FlowDefinition, node_id: str) -> list[str]:
    """The nodes right before a node; a boundary event comes after its activity."""
    node = flow.nodes[node_id]
    sources = [flow.flows[way].source for way in node.incoming]
    return [*sources, node.attached_to] if isinstance(node, BoundaryEvent) else sources


def closure(starts: Iterable[str], step: Next) -> frozenset[str]:
    """Everything that can be stepped to from the starts, these included."""
    found: set[str] = set()
    todo = list(starts)
    while todo:
        node_id = todo.pop()
        if node_id not in found:
            found.add(node_id)
            todo += step(node_id)
    return frozenset(found)


def containers(flow: FlowDefinition) -> list[str]:
    """Every container that holds nodes."""
    return list(flow.contents)


def starts_of(flow: FlowDefinition, container: str) -> list[Node]:
    """Where tokens can begin in a container: the none start or implicit starts, and message starts."""
    starts = beginnings(flow, container)
    messages = [
        node for node in flow.contents[container] if isinstance(node, StartEvent) and node not in starts
    ]
    return starts + messages
