"""Findings on the shape: what cannot be reached, leads nowhere, or turns in a circle by itself."""

from collections.abc import Iterator

from workflows.checks.graph import after, before, closure, containers, starts_of
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
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


def called(node: Node) -> str:
    """A node as people call it."""
    return f"“{node.name}”" if node.name else node.id


def at(node: Node, code: str, severity: str, sentence: str, mend: str) -> Finding:
    """A finding at a node."""
    return Finding(node.id, code, severity, sentence, mend, node.line)  # type: ignore[arg-type]


CHECKS = (unreachable, dead_ends, loops_alone, gateways_decide, timers_are_dated)
