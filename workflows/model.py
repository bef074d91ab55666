"""A flow as frozen values: nodes, sequence flows and lanes that refuse to exist when wrong.

One `FlowDefinition` is one published version. Its nodes lie in one flat mapping, whatever their
depth: a node's `container` names the process or sub-process it sits in, so that a called process
is one container more and the core needs no second lookup. Everything here is BPMN 2.0.2 clause 10;
what an analyst adds in the `mc` namespace (docs/reference/bpmn_extension.md) is in `Node` and
`UserTask`. No Django, no clock, no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Literal

from workflows.expressions import Expression

OutcomeKind = Literal["positive", "negative", "neutral"]
TimerKind = Literal["date", "duration", "cycle", "undated"]
EndKind = Literal["none", "message", "error", "terminate"]

AGENCY_WORDS = frozenset({"receiving", "deciding", "parent", "register_keeper", "support"})


class ModelError(ValueError):
    """A definition that cannot exist.

    element   id of the element at fault
    code      stable word for the kind of fault
    sentence  what is wrong, in Vietnamese
    """

    def __init__(self, element: str, code: str, sentence: str) -> None:
        super().__init__(f"{element}: {sentence}")
        self.element = element
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Outcome:
    """One way a person may end a step: a button."""

    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: OutcomeKind = "neutral"
    needs_reason: bool = False
    sends_back: bool = False

    def __post_init__(self) -> None:
        if not self.key:
            raise ModelError("", "outcome_without_key", "kết quả (outcome) thiếu khóa")
        if self.kind not in ("positive", "negative", "neutral"):
            raise ModelError("", "outcome_kind", f"loại kết quả không có: {self.kind}")


@dataclass(frozen=True)
class Assignment:
    """A named value of a mapping: `name` takes what `value` computes."""

    name: str
    value: Expression


@dataclass(frozen=True)
class Timer:
    """When a timer event fires: a moment, after a duration, or again and again.

    kind          "undated" was drawn without a time: it never fires by itself, and must not be published
    repeats       for a cycle: how often, None for without end
    working_days  a duration of days counts working days of the agency's calendar
    """

    kind: TimerKind
    value: Expression
    repeats: int | None = 1
    working_days: bool = False


@dataclass(frozen=True)
class Message:
    """What a message event waits for or throws; `key` correlates it (None: any)."""

    name: str
    key: Expression | None = None


@dataclass(frozen=True)
class MultiInstance:
    """An activity carried out several times, at once or one after another.

    cardinality  how many, or
    items, item  a list and the variable that holds one entry of it
    output_item, outputs  a variable of each instance, and the list in which the values are kept
    until        completion condition; the rest is cancelled when it holds
    """

    sequential: bool
    cardinality: Expression | None = None
    items: Expression | None = None
    item: str = ""
    output_item: str = ""
    outputs: str = ""
    until: Expression | None = None

    def __post_init__(self) -> None:
        if (self.cardinality is None) == (self.items is None):
            raise ModelError(
                "", "multi_instance_count", "nhiều lượt cần đúng một trong hai: số lượt hoặc danh sách"
            )


@dataclass(frozen=True, kw_only=True)
class Node:
    """What every node has. `line` is the line in the file; `status_done` is set when the node completes."""

    kind: ClassVar[str] = ""
    id: str
    container: str
    name: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    lane: str | None = None
    line: int = 0
    status: str = ""
    status_done: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.id:
            raise ModelError("", "id_missing", "phần tử thiếu mã (id)")
        if self.default is not None and self.default not in self.outgoing:
            raise ModelError(
                self.id, "default_not_outgoing", "luồng mặc định không phải luồng ra của phần tử"
            )


@dataclass(frozen=True, kw_only=True)
class StartEvent(Node):
    kind: ClassVar[str] = "startEvent"
    message: Message | None = None


@dataclass(frozen=True, kw_only=True)
class EndEvent(Node):
    """`error_code` belongs to an error end, `message` to a message end."""

    kind: ClassVar[str] = "endEvent"
    result: EndKind = "none"
    message: Message | None = None
    error_code: str = ""
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CatchEvent(Node):
    kind: ClassVar[str] = "intermediateCatchEvent"
    timer: Timer | None = None
    message: Message | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.timer is None) == (self.message is None):
            raise ModelError(self.id, "event_definition", "sự kiện chờ cần đúng một: hẹn giờ hoặc thông điệp")


@dataclass(frozen=True, kw_only=True)
class ThrowEvent(Node):
    """Passes at once; with a message it is a send task without a box."""

    kind: ClassVar[str] = "intermediateThrowEvent"
    message: Message | None = None
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BoundaryEvent(Node):
    """An event at the edge of an activity. `error_code` None while `error` is true catches every error."""

    kind: ClassVar[str] = "boundaryEvent"
    attached_to: str
    interrupting: bool = True
    timer: Timer | None = None
    message: Message | None = None
    error: bool = False
    error_code: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if sum((self.timer is not None, self.message is not None, self.error)) != 1:
            raise ModelError(
                self.id, "event_definition", "sự kiện biên cần đúng một: hẹn giờ, thông điệp hoặc lỗi"
            )
        if self.error and not self.interrupting:
            raise ModelError(self.id, "error_must_interrupt", "sự kiện biên bắt lỗi luôn ngắt hoạt động")


@dataclass(frozen=True, kw_only=True)
class Activity(Node):
    multi: MultiInstance | None = None


@dataclass(frozen=True, kw_only=True)
class UserTask(Activity):
    """A step of a person.

    role          code of the role; agency: a word of AGENCY_WORDS or FEEL over the case
    four_eyes     nodes whose people may not complete this one
    budget_hours  hours of working time
    """

    kind: ClassVar[str] = "userTask"
    role: str = ""
    agency: Expression | None = None
    form: str = ""
    outcomes: tuple[Outcome, ...] = ()
    budget_hours: Decimal | None = None
    document: str = ""
    four_eyes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        keys = [outcome.key for outcome in self.outcomes]
        if len(keys) != len(set(keys)):
            raise ModelError(self.id, "outcome_twice", "hai kết quả (outcome) trùng khóa")
        if self.budget_hours is not None and self.budget_hours <= 0:
            raise ModelError(self.id, "budget_not_positive", "ngân sách giờ phải lớn hơn 0")
        if self.id in self.four_eyes:
            raise ModelError(self.id, "four_eyes_itself", "bước không thể bốn mắt với chính nó")

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome with this key, or None."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


@dataclass(frozen=True, kw_only=True)
class ManualTask(UserTask):
    """Done by a person outside the system, who only says that it is done."""

    kind: ClassVar[str] = "manualTask"


@dataclass(frozen=True, kw_only=True)
class UndefinedTask(Activity):
    """A task without a type; completes at once (BPMN 2.0.2 clause 13.3.3)."""

    kind: ClassVar[str] = "task"


@dataclass(frozen=True, kw_only=True)
class ScriptTask(Activity):
    """FEEL; a context result is merged into the variables, another goes into `result` when it has a name."""

    kind: ClassVar[str] = "scriptTask"
    script: Expression | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceTask(Activity):
    """Calls an operation of the catalogue and waits for its answer."""

    kind: ClassVar[str] = "serviceTask"
    operation: str = ""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BusinessRuleTask(ServiceTask):
    """Asks a decision; `operation` is "decision:<name>"."""

    kind: ClassVar[str] = "businessRuleTask"
    decision: str = ""


@dataclass(frozen=True, kw_only=True)
class SendTask(Activity):
    """Throws its message and goes on."""

    kind: ClassVar[str] = "sendTask"
    message: Message | None = None
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReceiveTask(Activity):
    """Waits for its message; without one, for the answer of whoever completes it."""

    kind: ClassVar[str] = "receiveTask"
    message: Message | None = None
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubProcess(Activity):
    """An embedded sub-process: its nodes have this id as their container."""

    kind: ClassVar[str] = "subProcess"


@dataclass(frozen=True, kw_only=True)
class CallActivity(Activity):
    """Runs another process with variables of its own. `called` is that process's container."""

    kind: ClassVar[str] = "callActivity"
    called: str = ""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExclusiveGateway(Node):
    kind: ClassVar[str] = "exclusiveGateway"


@dataclass(frozen=True, kw_only=True)
class ParallelGateway(Node):
    kind: ClassVar[str] = "parallelGateway"


@dataclass(frozen=True, kw_only=True)
class InclusiveGateway(Node):
    kind: ClassVar[str] = "inclusiveGateway"


@dataclass(frozen=True, kw_only=True)
class EventGateway(Node):
    """Takes the way of the first event behind it."""

    kind: ClassVar[str] = "eventBasedGateway"


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
    def has_inclusive_joins(self) -> bool:
        """Whether any inclusive gateway joins; most flows have none, and none need be looked for."""
        return any(
            isinstance(node, InclusiveGateway) and len(node.incoming) > 1 for node in self.nodes.values()
        )

    def targets(self, node: Node) -> tuple[Node, ...]:
        """The nodes right behind this one."""
        return tuple(self.nodes[self.flows[flow].target] for flow in node.outgoing)
