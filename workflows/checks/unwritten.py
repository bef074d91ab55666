"""Findings on variables that are read where, on some way from the start, no step has written them yet.

For each name the flows are found on which a token may arrive without it: from the start, through
every node that does not write it. A parallel join lets such a token through only when none of its
branches brings the name. A sub-process goes on with what it was entered with; a called process has
the variables that were handed to it, or all where nothing was. A name that one way leaves out reads
as null (DMN 1.5 clause 10.3.2.13), so that a condition quietly takes the default: a warning; one
that no step before can have written is an error. Whoever asks for null knows and is left alone.

Limits: conditions are not looked at; what an activity writes counts when it completes; a name that
nobody writes at all is another check's (`values.names_are_written`).
"""

from collections.abc import Iterator
from functools import cached_property

from workflows.checks.graph import before, closure, starts_of
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Surroundings
from workflows.checks.values import LOCAL_NAMES, WITH_OUTPUTS, expressions_in, names_written
from workflows.expressions import Expression
from workflows.findings import Finding
from workflows.model import (
    Activity,
    CallActivity,
    FlowDefinition,
    Node,
    ParallelGateway,
    ScriptTask,
    SubProcess,
    UserTask,
)


def reads_come_after_writes(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Variables read on a way on which no step has written them."""
    if around.facts is None:
        return
    known = LOCAL_NAMES | around.facts
    for name in sorted(names_written(flow) - known):
        without = Without(flow, name)
        for node in flow.nodes.values():
            reading = [each for each in read_at(flow, node, without) if name in each.names]
            if reading and not all(each.minds_null(name) for each in reading):
                yield finding(flow, node, name, without)


def finding(flow: FlowDefinition, node: Node, name: str, without: "Without") -> Finding:
    """A finding at the node that reads the name: an error where no step before it can have written it."""
    earlier = closure([node.id], lambda node_id: before_or_around(flow, node_id))
    written = [
        flow.nodes[each] for each in earlier if each in flow.nodes and name in writes(flow.nodes[each])
    ]
    if not any(each.id != node.id or each.id in reached_again(flow, node.id) for each in written):
        sentence = f"{called(node)} đọc {name}, nhưng trước đó không bước nào có thể đã ghi giá trị ấy."
        mend = "Chuyển bước ghi lên trước, hoặc đọc giá trị khác."
        return at(node, "read_before_written", "error", sentence, mend)
    way = " → ".join(without.way_to(node))
    sentence = f"{called(node)} đọc {name}, nhưng trên đường {way} chưa bước nào ghi giá trị ấy."
    mend = f"Ghi {name} trên mọi đường, hoặc xét riêng trường hợp {name} = null."
    return at(node, "read_maybe_unwritten", "warning", sentence, mend)


class Without:
    """Where a token of a flow may be while nobody has written one name."""

    def __init__(self, flow: FlowDefinition, name: str) -> None:
        self.flow, self.name = flow, name

    @cached_property
    def came_from(self) -> dict[str, str]:
        """The nodes a token may enter without the name → the node it came from ("" at the start)."""
        found = {node.id: "" for node in starts_of(self.flow, self.flow.id)}
        for node in self.flow.nodes.values():
            if isinstance(node, CallActivity) and node.inputs and not self._hands_over(node):
                found |= {each.id: node.id for each in starts_of(self.flow, node.called)}
        todo = list(found)
        while todo:
            node_id = todo.pop()
            for onward in self._onward(self.flow.nodes[node_id], found):
                if onward not in found and self._lets_in(onward, found):
                    found[onward] = node_id
                    todo.append(onward)
        return found

    def leaves(self, node: Node, found: dict[str, str] | None = None) -> bool:
        """Whether a token that entered this node without the name may go on without it."""
        entered = self.came_from if found is None else found
        if node.id not in entered or self.name in writes(node):
            return False
        inner = self._inner(node)
        if not inner or (isinstance(node, CallActivity) and (node.inputs or node.outputs)):
            return True
        ends = [each for each in self.flow.contents.get(inner, ()) if not each.outgoing]
        return any(self.leaves(each, entered) for each in ends) or not ends

    def way_to(self, node: Node) -> list[str]:
        """What people call the nodes of a way to this one without the name."""
        way = [called(node)]
        step = self.came_from.get(node.id, "")
        while step and len(way) < len(self.flow.nodes):
            way.append(called(self.flow.nodes[step]))
            step = self.came_from.get(step, "")
        return way[::-1]

    def _onward(self, node: Node, found: dict[str, str]) -> list[str]:
        """Where a token may be next."""
        edges = [edge.id for edge in self.flow.boundaries.get(node.id, ())]
        inner = self._inner(node)
        if inner and not self._hands_over(node):
            edges += [each.id for each in starts_of(self.flow, inner)] if inner in self.flow.contents else []
        if self.leaves(node, found):
            edges += [self.flow.flows[way].target for way in node.outgoing]
        outer = [each for each in self.flow.nodes.values() if self._inner(each) == node.container]
        if not node.outgoing:
            leaving = [each for each in outer if each.id in found and self.leaves(each, found)]
            edges += [self.flow.flows[way].target for each in leaving for way in each.outgoing]
        return edges

    def _lets_in(self, node_id: str, found: dict[str, str]) -> bool:
        """Whether a token may enter: a parallel join waits for all, and one that brings the name is enough."""
        node = self.flow.nodes[node_id]
        if not isinstance(node, ParallelGateway):
            return True
        sources = [self.flow.nodes[self.flow.flows[way].source] for way in node.incoming]
        return all(self.leaves(source, found) for source in sources)

    def _hands_over(self, node: Node) -> bool:
        """Whether what runs inside an activity begins with the name: a mapping or an instance gives it."""
        given = {item.name for item in node.inputs} if isinstance(node, CallActivity) else set()
        if isinstance(node, Activity) and node.multi is not None:
            given |= {node.multi.item, node.multi.output_item}
        return self.name in given

    @staticmethod
    def _inner(node: Node) -> str:
        """The container that an activity runs."""
        return (
            node.id if isinstance(node, SubProcess) else node.called if isinstance(node, CallActivity) else ""
        )


def writes(node: Node) -> frozenset[str]:
    """The names a node has always written when it is completed."""
    found: set[str] = set()
    multi = node.multi if isinstance(node, Activity) else None
    if isinstance(node, UserTask) and node.outcomes:
        found.add(f"{node.id}_outcome" if multi is None else f"{node.id}_outcomes")
    if isinstance(node, WITH_OUTPUTS):
        found |= {output.name for output in node.outputs}
    if isinstance(node, ScriptTask) and node.script is not None:
        found |= {node.result} if node.result else node.script.gives
    return frozenset(found | ({multi.outputs} - {""} if multi is not None else set()))


def read_at(flow: FlowDefinition, node: Node, without: Without) -> Iterator[Expression]:
    """The expressions that a node evaluates on a way on which the name may not have been written."""
    multi = node.multi if isinstance(node, Activity) else None
    local = set() if multi is None else {multi.item, multi.output_item}
    if node.id in without.came_from and without.name not in local:
        parts = [getattr(node, part, None) for part in ("timer", "message", "script", "inputs", "holder")]
        parts += [multi.cardinality, multi.items] if multi is not None else []
        yield from expressions_in(tuple(parts))
    if without.leaves(node):
        conditions = (flow.flows[way].condition for way in node.outgoing)
        yield from (condition for condition in conditions if condition is not None)


def before_or_around(flow: FlowDefinition, node_id: str) -> list[str]:
    """The nodes before a node, what they contain, and the activity it is inside of."""
    if node_id not in flow.nodes:
        return []
    node = flow.nodes[node_id]
    inside = (
        node.id if isinstance(node, SubProcess) else node.called if isinstance(node, CallActivity) else ""
    )
    hosts = [
        each.id
        for each in flow.nodes.values()
        if (isinstance(each, SubProcess) and each.id == node.container)
        or (isinstance(each, CallActivity) and each.called == node.container and not each.inputs)
    ]
    return [*before(flow, node_id), *(each.id for each in flow.contents.get(inside, ())), *hosts]


def reached_again(flow: FlowDefinition, node_id: str) -> frozenset[str]:
    """The nodes behind a node from which a token comes back to it: the node itself, where it is on a circle."""
    return closure(before(flow, node_id), lambda each: before(flow, each))


CHECKS = (reads_come_after_writes,)
