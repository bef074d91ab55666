"""Findings on the shape: what cannot be reached, leads nowhere, or turns in a circle by itself."""

from collections.abc import Iterator

from workflows.checks.graph import after, before, closure, containers, starts_of
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    FlowDefinition,
    InclusiveGateway,
    Node,
    ReceiveTask,
    SubProcess,
    Timer,
    UserTask,
)


def unreachable(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Nodes no token can come to."""
    for container in containers(flow):
        starts = starts_of(flow, container)
        reached = closure([node.id for node in starts], lambda node_id: after(flow, node_id))
        if not starts:
            yield Finding(
                container, "no_start", "error", "Tiến trình không có chỗ bắt đầu.", "Vẽ một sự kiện bắt đầu."
            )
        for node in flow.contents[container]:
            if node.id not in reached:
                yield at(
                    node,
                    "unreachable",
                    "error",
                    f"Không có đường nào dẫn tới {called(node)}.",
                    "Nối vào hoặc xóa.",
                )


def dead_ends(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Nodes from which no end can be reached."""
    for container in containers(flow):
        nodes = flow.contents[container]
        ends = [node.id for node in nodes if isinstance(node, EndEvent) or not node.outgoing]
        ending = closure(ends, lambda node_id: before(flow, node_id))
        for node in nodes:
            if node.id not in ending:
                yield at(
                    node,
                    "dead_end",
                    "error",
                    f"Từ {called(node)} không có đường nào tới kết thúc.",
                    "Nối tới kết thúc.",
                )


def loops_alone(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Circles in which nobody and nothing waits."""
    busy = {node.id for node in flow.nodes.values() if not waits(flow, node)}

    def onward(node_id: str) -> list[str]:
        return [target for target in after(flow, node_id) if target in busy]

    seen: set[str] = set()
    for node_id in flow.nodes:
        if node_id in busy and node_id not in seen and node_id in closure(onward(node_id), onward):
            seen |= closure([node_id], onward)
            sentence = "Vòng lặp này không có người hay hẹn giờ nào dừng lại."
            mend = "Thêm một bước của người, một hẹn giờ, hoặc giới hạn số vòng."
            yield at(flow.nodes[node_id], "loop_alone", "warning", sentence, mend)


def waits(flow: FlowDefinition, node: Node, within: frozenset[str] = frozenset()) -> bool:
    """Whether a token rests at this node until a person, a message or a moment; inside it, for a sub-process or call.

    within  containers already being looked into, where processes call each other
    """
    inner = node.id if isinstance(node, SubProcess) else node.called if isinstance(node, CallActivity) else ""
    if inner:
        contents = () if inner in within else flow.contents.get(inner, ())
        return any(waits(flow, each, within | {inner}) for each in contents)
    return isinstance(node, UserTask | CatchEvent | ReceiveTask | EventGateway)


def gateways_decide(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Ways out of a deciding gateway that have no condition, or no way for the rest."""
    for node in flow.nodes.values():
        if not isinstance(node, ExclusiveGateway | InclusiveGateway) or len(node.outgoing) < 2:
            continue
        bare = [way for way in node.outgoing if way != node.default and flow.flows[way].condition is None]
        for way in bare:
            severity = "error" if isinstance(node, ExclusiveGateway) else "warning"
            sentence = f"Luồng ra {way} không có điều kiện và không phải luồng mặc định."
            yield at(
                node, "condition_missing", severity, sentence, "Ghi điều kiện, hoặc đặt làm luồng mặc định."
            )


def timers_are_dated(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Timers drawn without a time."""
    for node in flow.nodes.values():
        timer: Timer | None = getattr(node, "timer", None)
        if timer is not None and timer.kind == "undated":
            yield at(
                node,
                "timer_definition",
                "error",
                "Hẹn giờ chưa ghi thời gian.",
                "Ghi thời hạn, ví dụ PT2H hoặc P3D.",
            )
        elif timer is not None and timer.repeats is None and isinstance(node, CatchEvent):
            yield at(node, "timer_endless", "warning", "Hẹn giờ lặp vô hạn.", "Ghi số lần, ví dụ R3/PT1H.")


def errors_are_handled(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Error ends that nothing outside catches: they end the whole run."""
    for node in flow.nodes.values():
        if (
            isinstance(node, EndEvent)
            and node.result == "error"
            and not caught(flow, node.container, node.error_code)
        ):
            sentence = f"Lỗi {node.error_code or '(không mã)'} không nơi nào bắt, cả hồ sơ sẽ dừng."
            yield at(
                node, "error_unhandled", "warning", sentence, "Thêm sự kiện biên bắt lỗi ở tiến trình ngoài."
            )
    for node in flow.nodes.values():
        if (
            isinstance(node, BoundaryEvent)
            and node.error
            and isinstance(flow.nodes[node.attached_to], SubProcess)
        ):
            yield from never_thrown(flow, node)


def caught(flow: FlowDefinition, container: str, code: str) -> bool:
    """Whether an activity around a container catches this error, everywhere it may run."""
    hosts = [node for node in flow.nodes.values() if runs(node, container)]
    if not hosts:
        return False
    return all(
        any(edge.error and edge.error_code in (None, code) for edge in flow.boundaries.get(host.id, ()))
        or caught(flow, host.container, code)
        for host in hosts
        if host.container != container
    )


def runs(node: Node, container: str) -> bool:
    """Whether a node is the activity that runs this container."""
    return (
        isinstance(node, SubProcess)
        and node.id == container
        or isinstance(node, CallActivity)
        and node.called == container
    )


def never_thrown(flow: FlowDefinition, boundary: BoundaryEvent) -> Iterator[Finding]:
    """A boundary event for an error with a code that nothing inside throws."""
    inside = closure(
        [boundary.attached_to], lambda node_id: [node.id for node in flow.contents.get(node_id, ())]
    )
    thrown = {
        node.error_code for node in flow.nodes.values() if isinstance(node, EndEvent) and node.id in inside
    }
    calls = any(
        not isinstance(flow.nodes[node_id], SubProcess | EndEvent) and waits_answer(flow.nodes[node_id])
        for node_id in inside
    )
    if boundary.error_code is not None and boundary.error_code not in thrown and not calls:
        sentence = f"Không bước nào bên trong ném lỗi {boundary.error_code}."
        yield at(boundary, "error_never_thrown", "warning", sentence, "Sửa mã lỗi, hoặc xóa sự kiện biên.")


def waits_answer(node: Node) -> bool:
    """Whether a node may fail with an error of its own: an operation or a called process."""
    return node.kind in ("serviceTask", "businessRuleTask", "callActivity")


def called(node: Node) -> str:
    """A node as people call it."""
    return f"“{node.name}”" if node.name else node.id


def at(node: Node, code: str, severity: str, sentence: str, mend: str) -> Finding:
    """A finding at a node."""
    return Finding(node.id, code, severity, sentence, mend, node.line)  # type: ignore[arg-type]


CHECKS = (unreachable, dead_ends, loops_alone, gateways_decide, timers_are_dated, errors_are_handled)
