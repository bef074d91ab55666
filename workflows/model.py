"""A flow as frozen values: nodes, sequence flows and lanes that refuse to exist when wrong.

One `FlowDefinition` is one published version. Its nodes lie in one flat mapping, whatever their
depth: a node's `container` names the process or sub-process it sits in, so that a called process
is one container more and the core needs no second lookup. Everything here is BPMN 2.0.2 clause 10;
what an analyst adds in the `mc` namespace (docs/reference/bpmn_extension.md) is in `Node` and
`UserTask`. No Django, no clock, no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from workflows.expressions import Expression
from workflows.nodes import (
    Activity,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ManualTask,
    Node,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
    UndefinedTask,
    UserTask,
)
from workflows.parts import (
    AGENCY_WORDS,
    Assignment,
    EndKind,
    Message,
    ModelError,
    MultiInstance,
    Outcome,
    OutcomeKind,
    Timer,
    TimerKind,
)

__all__ = [
    "AGENCY_WORDS",
    "Activity",
    "Assignment",
    "BoundaryEvent",
    "BusinessRuleTask",
    "CallActivity",
    "CatchEvent",
    "EndEvent",
    "EndKind",
    "EventGateway",
    "ExclusiveGateway",
    "FlowDefinition",
    "InclusiveGateway",
    "Lane",
    "ManualTask",
    "Message",
    "ModelError",
    "MultiInstance",
    "Node",
    "Outcome",
    "OutcomeKind",
    "ParallelGateway",
    "ReceiveTask",
    "ScriptTask",
    "SendTask",
    "SequenceFlow",
    "ServiceTask",
    "StartEvent",
    "SubProcess",
    "ThrowEvent",
    "Timer",
    "TimerKind",
    "UndefinedTask",
    "UserTask",
]


@dataclass(frozen=True)
class SequenceFlow:
    """An arrow. `condition` decides whether a token takes it."""

    id: str
    source: str
    target: str
    condition: Expression | None = None
    name: str = ""
    line: int = 0


@dataclass(frozen=True)
class Lane:
    """A row of the diagram: a role at an agency, inherited by the user tasks in it."""

    id: str
    name: str = ""
    role: str = ""
    agency: Expression | None = None
    node_ids: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class FlowDefinition:
    """One version of one process, with the processes it calls.

    id     the main process's id, which is also the container of its top nodes
    calls  ids of called processes, whose nodes are in `nodes` too

    Raises ModelError when a reference leads nowhere or across a container's edge.
    """

    id: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, SequenceFlow]
    name: str = ""
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    line: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", MappingProxyType(dict(self.nodes)))
        object.__setattr__(self, "flows", MappingProxyType(dict(self.flows)))
        object.__setattr__(self, "lanes", MappingProxyType(dict(self.lanes)))
        for node in self.nodes.values():
            self._check_node(node)
        for flow in self.flows.values():
            self._check_flow(flow)

    def _check_node(self, node: Node) -> None:
        container = self.nodes.get(node.container)
        if node.container not in (self.id, *self.calls) and not isinstance(container, SubProcess):
            raise ModelError(node.id, "container_unknown", f"nằm trong tiến trình không có: {node.container}")
        for flow_id in (*node.incoming, *node.outgoing):
            if flow_id not in self.flows:
                raise ModelError(node.id, "flow_unknown", f"nhắc tới luồng không có: {flow_id}")
        if isinstance(node, BoundaryEvent):
            host = self.nodes.get(node.attached_to)
            if not isinstance(host, Activity) or host.container != node.container:
                raise ModelError(
                    node.id, "boundary_host", "sự kiện biên phải gắn vào một hoạt động cùng tiến trình"
                )
        if isinstance(node, CallActivity) and node.called not in (self.id, *self.calls):
            raise ModelError(node.id, "called_unknown", f"gọi tiến trình không có: {node.called}")

    def _check_flow(self, flow: SequenceFlow) -> None:
        source, target = self.nodes.get(flow.source), self.nodes.get(flow.target)
        if source is None or target is None:
            raise ModelError(flow.id, "flow_end_unknown", "luồng thiếu điểm đầu hoặc điểm cuối")
        if source.container != target.container:
            raise ModelError(flow.id, "flow_crosses", "luồng không được đi qua ranh giới tiến trình con")

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[BoundaryEvent, ...]]:
        """The boundary events of each activity that has any, by the activity's id."""
        found: dict[str, tuple[BoundaryEvent, ...]] = {}
        for node in self.nodes.values():
            if isinstance(node, BoundaryEvent):
                found[node.attached_to] = (*found.get(node.attached_to, ()), node)
        return found

    @cached_property
    def contents(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes of each container, in the file's order."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            found.setdefault(node.container, []).append(node)
        return {container: tuple(nodes) for container, nodes in found.items()}

    @cached_property
    def message_starts(self) -> tuple[StartEvent, ...]:
        """The start events at which a message begins a run."""
        return tuple(node for node in self._starts if node.message is not None)

    @property
    def begins_by_message_alone(self) -> bool:
        """Whether nobody can begin a run: it waits for a message."""
        return bool(self.message_starts) and len(self.message_starts) == len(self._starts)

    @property
    def _starts(self) -> list[StartEvent]:
        return [node for node in self.contents.get(self.id, ()) if isinstance(node, StartEvent)]

    @cached_property
    def has_inclusive_joins(self) -> bool:
        """Whether any inclusive gateway joins; most flows have none, and none need be looked for."""
        return any(
            isinstance(node, InclusiveGateway) and len(node.incoming) > 1 for node in self.nodes.values()
        )

    def targets(self, node: Node) -> tuple[Node, ...]:
        """The nodes right behind this one."""
        return tuple(self.nodes[self.flows[flow].target] for flow in node.outgoing)
