"""Findings on names that resolve to nothing, and on people: roles, four eyes, budgets."""

from collections.abc import Iterator
from decimal import Decimal

from workflows.checks.graph import after, before, closure
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
    BusinessRuleTask,
    CallActivity,
    FlowDefinition,
    Node,
    ReceiveTask,
    SendTask,
    ServiceTask,
    SubProcess,
    UserTask,
)


def forms_and_documents_exist(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Forms and documents that a step names."""
    for node in human_steps(flow):
        if node.form and around.forms is not None and node.form not in around.forms:
            yield at(
                node,
                "form_unknown",
                "error",
                f"Biểu mẫu {node.form} không có trong gói.",
                "Thêm tệp hoặc sửa tên.",
            )
        if node.document and around.documents is not None and node.document not in around.documents:
            sentence = f"Văn bản {node.document} không có trong gói."
            yield at(node, "document_unknown", "error", sentence, "Thêm mẫu văn bản hoặc sửa tên.")


def operations_exist(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Operations and decisions that a task names, or forgets to name."""
    for node in flow.nodes.values():
        if isinstance(node, BusinessRuleTask):
            if not node.decision:
                yield at(
                    node,
                    "decision_missing",
                    "warning",
                    f"{called(node)} không nêu quyết định nào.",
                    "Ghi mc:decision.",
                )
            elif around.decisions is not None and node.decision not in around.decisions:
                yield at(
                    node,
                    "decision_unknown",
                    "error",
                    f"Quyết định {node.decision} không có.",
                    "Thêm tệp .dmn hoặc sửa tên.",
                )
        elif isinstance(node, ServiceTask):
            if not node.operation:
                yield at(
                    node,
                    "operation_missing",
                    "warning",
                    f"{called(node)} không nêu thao tác nào.",
                    "Ghi mc:operation.",
                )
            elif around.operations is not None and node.operation not in around.operations:
                sentence = f"Thao tác {node.operation} không có trong danh mục."
                yield at(node, "operation_unknown", "error", sentence, "Chọn một thao tác trong danh mục.")
        elif isinstance(node, SendTask | ReceiveTask) and node.message is None:
            yield at(
                node,
                "message_missing",
                "warning",
                f"{called(node)} không nêu thông điệp nào.",
                "Chọn một thông điệp.",
            )


def roles_are_held(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Roles that a step needs and nobody holds."""
    for node in human_steps(flow):
        if not node.role:
            yield at(
                node,
                "role_missing",
                "warning",
                f"{called(node)} không nêu vai trò nào.",
                "Ghi mc:role ở bước hoặc ở làn.",
            )
        elif around.holders is not None and not around.holders.get(node.role):
            yield at(
                node,
                "role_unheld",
                "warning",
                f"Chưa ai giữ vai trò {node.role}.",
                "Phân công người, hoặc đổi vai trò.",
            )


def four_eyes_can_be_kept(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Four-eyes rules on steps that do not exist or come later, or for which there are too few people."""
    for node in human_steps(flow):
        earlier = closure([node.id], lambda node_id: before(flow, node_id))
        for other_id in node.four_eyes:
            other = flow.nodes.get(other_id)
            if not isinstance(other, UserTask):
                sentence = f"Bốn mắt nhắc tới {other_id}, không phải một bước của người."
                yield at(node, "four_eyes_unknown", "error", sentence, "Sửa mã bước trong mc:fourEyes.")
            elif other_id not in earlier and other.container == node.container:
                sentence = f"Bốn mắt nhắc tới {called(other)}, nhưng bước ấy không đi trước {called(node)}."
                yield at(node, "four_eyes_later", "warning", sentence, "Chọn một bước đi trước.")
            elif (
                around.holders is not None
                and other.role == node.role
                and around.holders.get(node.role, 0) < 2
            ):
                sentence = f"Chỉ có {around.holders.get(node.role, 0)} người giữ vai trò {node.role}, không đủ bốn mắt."
                yield at(node, "four_eyes_alone", "warning", sentence, "Phân công thêm người.")


def budgets_fit_the_term(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Budgets along the longest way that exceed the legal term."""
    if around.term_hours is None:
        return
    hours = longest_way(flow, flow.id, frozenset())
    if hours > around.term_hours:
        sentence = f"Ngân sách các bước cộng lại {hours} giờ, quá thời hạn {around.term_hours} giờ."
        yield Finding(
            flow.id, "budget_over_term", "warning", sentence, "Giảm mc:budgetHours của các bước.", flow.line
        )


def longest_way(flow: FlowDefinition, container: str, running: frozenset[str]) -> Decimal:
    """The largest sum of budgets along a way through a container that turns in no circle."""
    best: dict[str, Decimal] = {}
    for node_id in ends_first(flow, container):
        onward = [best[target] for target in after(flow, node_id) if target in best]
        best[node_id] = budget_of(flow, flow.nodes[node_id], running | {container}) + max(
            onward, default=Decimal(0)
        )
    return max(best.values(), default=Decimal(0))


def budget_of(flow: FlowDefinition, node: Node, running: frozenset[str]) -> Decimal:
    """A step's own budget, or that of the container it runs."""
    if isinstance(node, UserTask):
        return node.budget_hours or Decimal(0)
    inner = node.id if isinstance(node, SubProcess) else node.called if isinstance(node, CallActivity) else ""
    return longest_way(flow, inner, running) if inner and inner not in running else Decimal(0)


def ends_first(flow: FlowDefinition, container: str) -> list[str]:
    """The nodes of a container so that what comes after a node stands before it, circles cut open."""
    order: list[str] = []
    entered: set[str] = set()
    todo = [(node.id, False) for node in reversed(flow.contents.get(container, ()))]
    while todo:
        node_id, left = todo.pop()
        if left:
            order.append(node_id)
        elif node_id not in entered:
            entered.add(node_id)
            todo.append((node_id, True))
            todo += [(target, False) for target in after(flow, node_id)]
    return order


def human_steps(flow: FlowDefinition) -> Iterator[UserTask]:
    """The steps of people."""
    nodes: Iterator[Node] = iter(flow.nodes.values())
    return (node for node in nodes if isinstance(node, UserTask))


CHECKS = (
    forms_and_documents_exist,
    operations_exist,
    roles_are_held,
    four_eyes_can_be_kept,
    budgets_fit_the_term,
)
