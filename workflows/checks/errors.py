"""Findings on named errors: one that nothing catches ends the whole run, a catcher of one that nothing throws is idle.

An error end throws its code, a service task those that its operation declares in the catalogue. A
decision, a script and a person throw none. What an operation that is not in the surroundings may
throw is not known, and nothing is said of it.
"""

from collections.abc import Iterator

from workflows.checks.graph import closure
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    FlowDefinition,
    Node,
    ServiceTask,
    SubProcess,
)

MEND = "Thêm sự kiện biên bắt lỗi ở tiến trình ngoài."


def error_ends_are_caught(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Error ends that nothing outside catches: they end the whole run."""
    for node in flow.nodes.values():
        if not isinstance(node, EndEvent) or node.result != "error":
            continue
        if not caught(flow, node.container, node.error_code):
            sentence = f"Lỗi {node.error_code or '(không mã)'} không nơi nào bắt, cả hồ sơ sẽ dừng."
            yield at(node, "error_unhandled", "warning", sentence, MEND)


def operations_errors_are_caught(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Errors of an operation that neither its task nor anything outside catches."""
    for node in flow.nodes.values():
        for code in sorted(thrown_by_operation(node, around) or ()):
            if not catches(flow, node, code) and not caught(flow, node.container, code):
                sentence = (
                    f"{called(node)} có thể kết thúc bằng lỗi {code}, không nơi nào bắt: cả hồ sơ sẽ dừng."
                )
                yield at(
                    node,
                    "error_unhandled",
                    "warning",
                    sentence,
                    f"Thêm sự kiện biên bắt lỗi {code} ở bước này.",
                )


def caught_errors_are_thrown(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Boundary events for an error with a code that nothing at, or inside, their activity throws."""
    for node in flow.nodes.values():
        if not isinstance(node, BoundaryEvent) or not node.error or node.error_code is None:
            continue
        thrown = thrown_within(flow, flow.nodes[node.attached_to], around)
        if thrown is not None and node.error_code not in thrown:
            sentence = f"Không gì ở {called(flow.nodes[node.attached_to])} ném lỗi {node.error_code}."
            yield at(node, "error_never_thrown", "warning", sentence, "Sửa mã lỗi, hoặc xóa sự kiện biên.")


def thrown_by_operation(node: Node, around: Surroundings) -> frozenset[str] | None:
    """The errors by which a node's operation may end; None where that is not known."""
    if not isinstance(node, ServiceTask) or isinstance(node, BusinessRuleTask):
        return frozenset()
    return (around.errors or {}).get(node.operation)


def thrown_within(flow: FlowDefinition, activity: Node, around: Surroundings) -> frozenset[str] | None:
    """The errors thrown at an activity and by everything it runs; None where that is not known."""
    thrown: frozenset[str] = frozenset()
    for node_id in closure([activity.id], lambda each: inside(flow, each)):
        node = flow.nodes[node_id]
        own = thrown_by_operation(node, around)
        if own is None:
            return None
        thrown |= own
        if isinstance(node, EndEvent) and node.result == "error":
            thrown |= {node.error_code}
    return thrown


def inside(flow: FlowDefinition, node_id: str) -> list[str]:
    """The nodes that a node runs: those of a sub-process, or of the process it calls."""
    node = flow.nodes[node_id]
    container = node.called if isinstance(node, CallActivity) else node.id
    return [each.id for each in flow.contents.get(container, ())]


def caught(flow: FlowDefinition, container: str, code: str, within: frozenset[str] = frozenset()) -> bool:
    """Whether an activity around a container catches this error, everywhere it may run; nothing is around the main process.

    within  containers already being looked out of, where processes call each other
    """
    hosts = [node for node in flow.nodes.values() if runs(node, container)]
    if not hosts or container == flow.id:
        return False
    inner = within | {container}
    return all(
        catches(flow, host, code) or caught(flow, host.container, code, inner)
        for host in hosts
        if host.container not in inner
    )


def catches(flow: FlowDefinition, activity: Node, code: str) -> bool:
    """Whether a boundary event of an activity catches this error."""
    edges = flow.boundaries.get(activity.id, ())
    return any(edge.error and edge.error_code in (None, code) for edge in edges)


def runs(node: Node, container: str) -> bool:
    """Whether a node is the activity that runs this container."""
    if isinstance(node, CallActivity):
        return node.called == container
    return isinstance(node, SubProcess) and node.id == container


CHECKS = (error_ends_are_caught, operations_errors_are_caught, caught_errors_are_thrown)
