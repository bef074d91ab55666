"""Findings on data: outcomes without a way, names nobody writes, values of the wrong kind, size."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from decisions.feel.builtins.registry import BUILTINS
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Surroundings
from workflows.expressions import Expression
from workflows.findings import Finding
from workflows.model import (
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    ExclusiveGateway,
    FlowDefinition,
    MultiInstance,
    Node,
    Outcome,
    ReceiveTask,
    ScriptTask,
    SequenceFlow,
    ServiceTask,
    StartEvent,
    UserTask,
)
from workflows.state import MAX_BYTES

BYTES_A_TOKEN = 80
BYTES_A_VARIABLE = 60
COUNTERS = ("numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances")
ANSWERED = (ServiceTask, ReceiveTask, StartEvent, CatchEvent, BoundaryEvent)
"""Nodes whose outputs read an operation's answer or a message."""
WITH_OUTPUTS = (*ANSWERED, CallActivity)
LOCAL_NAMES = frozenset({"outcome", "loopCounter", *COUNTERS, *(f"nrOf{name[8:]}" for name in COUNTERS)})


def outcomes_have_ways(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """An outcome that no flow behind the step takes."""
    for node in flow.nodes.values():
        if not isinstance(node, UserTask) or not node.outcomes or node.multi is not None:
            continue
        decider = decider_behind(flow, node)
        if decider is None:
            continue
        for outcome in node.outcomes:
            if not has_way(flow, node, decider, outcome):
                label = outcome.labels.get("vi", outcome.key)
                sentence = f"Kết quả “{label}” của {called(node)} không có đường đi tiếp."
                yield at(
                    node,
                    "outcome_without_way",
                    "error",
                    sentence,
                    "Thêm luồng cho kết quả này hoặc luồng mặc định.",
                )


def decider_behind(flow: FlowDefinition, node: UserTask) -> Node | None:
    """The node whose conditions choose by the outcome: the gateway right behind, or the step itself."""
    if len(node.outgoing) > 1:
        return node
    targets = flow.targets(node)
    return (
        targets[0]
        if targets and isinstance(targets[0], ExclusiveGateway) and len(targets[0].outgoing) > 1
        else None
    )


def has_way(flow: FlowDefinition, node: UserTask, decider: Node, outcome: Outcome) -> bool:
    """Whether some flow can be taken with this outcome; a condition on other names may hold."""
    known = {"outcome": outcome.key, f"{node.id}_outcome": outcome.key}
    for way in decider.outgoing:
        condition = flow.flows[way].condition
        if (
            way == decider.default
            or condition is None
            or not condition.names <= known.keys()
            or condition.holds(known)
        ):
            return True
    return False


def names_are_written(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Names that an expression reads and no step writes."""
    written = LOCAL_NAMES | names_written(flow)
    for owner, expression in expressions(flow):
        for name in sorted(expression.names - written):
            place = owner if isinstance(owner, Node) else flow.nodes[owner.source]
            if name.endswith(("_outcome", "_outcomes")):
                sentence = f"Biểu thức đọc {name}, nhưng không bước nào có kết quả ấy."
                yield at(place, "outcome_unknown", "error", sentence, "Sửa tên bước trong biểu thức.")
            elif around.facts is not None and name not in around.facts:
                sentence = f"Biểu thức đọc {name}, nhưng không bước nào ghi giá trị ấy."
                yield at(
                    place, "name_unwritten", "error", sentence, "Sửa tên, hoặc ghi giá trị ở bước trước."
                )


def timers_name_values(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """A timer that is a single word is a name; one that nothing writes is a slip of the pen."""
    known = LOCAL_NAMES | names_written(flow) | (around.facts or frozenset())
    for node in flow.nodes.values():
        timer = getattr(node, "timer", None)
        if timer is not None and timer.value.text.strip() in timer.value.names - known:
            sentence = (
                f"Thời gian “{timer.value.text.strip()}” không phải ISO 8601 và không bước nào ghi tên ấy."
            )
            yield at(node, "timer_value", "error", sentence, "Ghi ví dụ PT2H, P3D, hoặc 2026-12-31T17:00:00.")


def names_written(flow: FlowDefinition) -> frozenset[str]:
    """Every variable that some step writes by name."""
    return frozenset[str]().union(*(names_set_by(node) for node in flow.nodes.values()))


def names_set_by(node: Node) -> frozenset[str]:
    """Every variable that a node may write by name, in its process, in one it calls, or for its instances."""
    found: set[str] = set()
    if isinstance(node, UserTask):
        found |= {f"{node.id}_outcome", f"{node.id}_outcomes"} if node.outcomes else set()
    if isinstance(node, WITH_OUTPUTS):
        found |= {output.name for output in node.outputs}
    if isinstance(node, CallActivity):
        found |= {item.name for item in node.inputs}
    if isinstance(node, ScriptTask) and node.script is not None:
        found |= {node.result} if node.result else node.script.may_give
    multi: MultiInstance | None = getattr(node, "multi", None)
    if multi is not None:
        found |= {multi.item, multi.output_item, multi.outputs}
    return frozenset(found - {""})


def names_hide_no_function(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Variables that have the name of a function of FEEL: the function is gone wherever they are set."""
    for node in flow.nodes.values():
        for name in sorted(names_set_by(node) & BUILTINS.keys()):
            sentence = (
                f"{called(node)} ghi biến {name}, trùng tên hàm {name}() của FEEL: hàm ấy sẽ thành rỗng."
            )
            yield at(node, "name_of_function", "error", sentence, f"Đặt tên khác, ví dụ {name}_1.")


def expressions(flow: FlowDefinition) -> Iterator[tuple[Node | SequenceFlow, Expression]]:
    """Every expression with the node or flow it belongs to; not what is made of an answer, whose names are its own."""
    owners: list[Node | SequenceFlow] = [*flow.nodes.values(), *flow.flows.values()]
    for owner in owners:
        asking = dataclasses.replace(owner, outputs=()) if isinstance(owner, ANSWERED) else owner
        for found in expressions_in(asking):
            yield owner, found


def expressions_in(part: Any) -> Iterator[Expression]:
    """Every expression inside a value of the model. An agency's word is a name of its own."""
    if isinstance(part, Expression):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from expressions_in(item)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from expressions_in(item)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            if field.name not in ("agency", "line", "id", "name"):
                yield from expressions_in(getattr(part, field.name))


def conditions_are_yes_or_no(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """A condition that is always the same value, and not yes or no."""
    for flow_ in flow.flows.values():
        if flow_.condition is not None and constant_nonsense(flow_.condition):
            sentence = f"Điều kiện “{flow_.condition.text.strip()}” không phải đúng hay sai."
            yield at(
                flow.nodes[flow_.source], "condition_not_boolean", "error", sentence, "Viết một phép so sánh."
            )
    for node in flow.nodes.values():
        multi: MultiInstance | None = getattr(node, "multi", None)
        if multi is not None and multi.until is not None and constant_nonsense(multi.until):
            sentence = f"Điều kiện dừng “{multi.until.text.strip()}” không phải đúng hay sai."
            yield at(node, "condition_not_boolean", "error", sentence, "Viết một phép so sánh.")


def constant_nonsense(condition: Expression) -> bool:
    """Whether a condition reads nothing and is neither true nor false."""
    return not condition.names and not isinstance(condition.evaluate({}), bool)


def state_stays_small(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """A flow whose variables and parallel tokens may outgrow the state."""
    counts = [number_of_instances(node) for node in flow.nodes.values()]
    size = BYTES_A_VARIABLE * len(names_written(flow)) + 4 * BYTES_A_TOKEN * sum(counts)
    if size > MAX_BYTES:
        sentence = f"Trạng thái có thể tới khoảng {size // 1024} kB, quá 16 kB."
        yield Finding(
            flow.id, "state_too_large", "error", sentence, "Bớt biến điều hướng, hoặc bớt số lượt.", flow.line
        )


def number_of_instances(node: Node) -> int:
    """How many tokens a node holds at once, as far as the text says."""
    multi: MultiInstance | None = getattr(node, "multi", None)
    if multi is None or multi.cardinality is None or multi.sequential or multi.cardinality.names:
        return 0
    value = multi.cardinality.evaluate({})
    return int(value) if not isinstance(value, str | bool) and value is not None else 0


CHECKS = (
    outcomes_have_ways,
    names_are_written,
    names_hide_no_function,
    timers_name_values,
    conditions_are_yes_or_no,
    state_stays_small,
)
