"""Joins that can wait for ever, found by playing every way a container's tokens can go.

A marking says how many tokens stand on each flow. From the first marking every choice is followed
(conditions are not looked at), up to a bound; a marking in which tokens are left and nothing can
move is a deadlock. Played twice: with inclusive splits taking all ways and no boundary event
happening, a deadlock is an error, since it is drawn into the flow; else a warning, since it needs
data or an interruption to come about.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations

from workflows.checks.graph import closure, containers, starts_of
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    FlowDefinition,
    InclusiveGateway,
    Node,
    ParallelGateway,
)

MAX_MARKINGS = 5_000
MAX_TOKENS = 3
Marking = frozenset[tuple[str, int]]


def joins_wait(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Parallel joins that are reached by too few tokens."""
    for container in containers(flow):
        joins = [
            n for n in flow.contents[container] if isinstance(n, ParallelGateway) and len(n.incoming) > 1
        ]
        if not joins:
            continue
        drawn = deadlocked(flow, container, free=False)
        possible = deadlocked(flow, container, free=True) - drawn
        for node in joins:
            if node.id in drawn:
                yield finding(
                    node, "error", "Cổng hợp nhất này chờ mãi: có nhánh không bao giờ tới cùng nhánh kia."
                )
            elif node.id in possible:
                yield finding(
                    node,
                    "warning",
                    "Cổng hợp nhất này có thể chờ mãi khi một nhánh không được chọn hoặc bị ngắt.",
                )


def finding(node: Node, severity: str, sentence: str) -> Finding:
    mend = "Tách nhánh bằng cổng song song, hoặc hợp bằng cổng loại trừ hay cổng bao hàm."
    return Finding(node.id, "join_waits", severity, sentence, mend, node.line)  # type: ignore[arg-type]


def deadlocked(flow: FlowDefinition, container: str, *, free: bool) -> frozenset[str]:
    """The joins at which tokens are left in a marking from which nothing moves."""
    seen: set[Marking] = set()
    found: set[str] = set()
    todo = [
        frozen(Counter(flow.nodes[node.id].outgoing)) for node in starts_of(flow, container) if node.outgoing
    ]
    while todo and len(seen) < MAX_MARKINGS:
        marking = todo.pop()
        if marking in seen:
            continue
        seen.add(marking)
        tokens = Counter(dict(marking))
        moves = list(successors(flow, tokens, free=free))
        if not moves and tokens:
            found |= {flow.flows[flow_id].target for flow_id in tokens}
        todo += [frozen(after) for after in moves if all(count <= MAX_TOKENS for count in after.values())]
    return frozenset(found)


def frozen(tokens: "Counter[str]") -> Marking:
    return frozenset((flow_id, count) for flow_id, count in tokens.items() if count)


def successors(flow: FlowDefinition, tokens: "Counter[str]", *, free: bool) -> Iterator["Counter[str]"]:
    """Every marking one node's move away."""
    for node_id in {flow.flows[flow_id].target for flow_id in tokens}:
        node = flow.nodes[node_id]
        for taken in takings(flow, node, tokens):
            if isinstance(node, EndEvent) and node.result != "none" and node.result != "message":
                yield Counter()
                continue
            for given in givings(flow, node, free=free):
                after = tokens.copy()
                after.subtract(taken)
                after.update(given)
                yield +after


def takings(flow: FlowDefinition, node: Node, tokens: "Counter[str]") -> Iterator[tuple[str, ...]]:
    """The sets of tokens a node may take now."""
    there = tuple(flow_id for flow_id in node.incoming if tokens[flow_id])
    if isinstance(node, ParallelGateway):
        if len(there) == len(node.incoming):
            yield there
    elif isinstance(node, InclusiveGateway) and len(node.incoming) > 1:
        if not may_still_come(flow, node, tokens):
            yield there
    else:
        yield from ((flow_id,) for flow_id in there)


def may_still_come(flow: FlowDefinition, node: Node, tokens: "Counter[str]") -> bool:
    """Whether a token elsewhere can reach an incoming flow that is empty."""
    for flow_id in tokens:
        if flow_id in node.incoming:
            continue
        reached = closure([flow_id], lambda way: beyond(flow, way, node.id))
        if any(way in reached and not tokens[way] for way in node.incoming):
            return True
    return False


def beyond(flow: FlowDefinition, flow_id: str, stop: str) -> tuple[str, ...]:
    """The flows right behind a flow, short of a node."""
    target = flow.flows[flow_id].target
    return () if target == stop else flow.nodes[target].outgoing


def givings(flow: FlowDefinition, node: Node, *, free: bool) -> Iterator[tuple[str, ...]]:
    """The sets of flows a node may put tokens on."""
    conditional = not isinstance(node, ParallelGateway) and any(
        flow.flows[way].condition for way in node.outgoing
    )
    if isinstance(node, ExclusiveGateway | EventGateway):
        yield from ((way,) for way in node.outgoing)
        if not node.outgoing:
            yield ()
    elif free and (isinstance(node, InclusiveGateway) or conditional) and 1 < len(node.outgoing) < 7:
        sizes = range(1, len(node.outgoing) + 1)
        yield from chain.from_iterable(combinations(node.outgoing, size) for size in sizes)
    else:
        yield node.outgoing
    if isinstance(node, Activity):
        yield from (
            given
            for edge in flow.boundaries.get(node.id, ())
            for given in edge_givings(node, edge, free=free)
        )


def edge_givings(node: Node, edge: BoundaryEvent, *, free: bool) -> Iterator[tuple[str, ...]]:
    """What a boundary event puts out: in the place of the activity's tokens, or beside them."""
    if not edge.interrupting:
        yield (*node.outgoing, *edge.outgoing)
    elif free:
        yield edge.outgoing


CHECKS = (joins_wait,)
