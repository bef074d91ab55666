"""Findings on names that resolve to nothing, and on budgets."""

from collections.abc import Iterator
from decimal import Decimal

from workflows.checks.graph import after, closure
from workflows.checks.people import human_steps
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Surroundings
from workflows.findings import Finding
from workflows.model import (
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    EndEvent,
    FlowDefinition,
    Message,
    Node,
    ReceiveTask,
    SendTask,
    ServiceTask,
    SubProcess,
    ThrowEvent,
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
        known = frozenset(node.documents) if around.documents is None else around.documents
        for kind in sorted(set(node.documents) - known):
            sentence = f"Văn bản {kind} không có trong gói."
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


def messages_meet(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Messages that a task forgets to name, that nobody sends or awaits, or that any case's run would take."""
    sent = {message.name for node in flow.nodes.values() if (message := thrown_by(node))}
    awaited = {message.name for node in flow.nodes.values() if (message := awaited_by(node))}
    awaited |= {start.message.name for start in flow.message_starts if start.message}
    for node in flow.nodes.values():
        if isinstance(node, SendTask | ReceiveTask) and node.message is None:
            sentence = f"{called(node)} không nêu thông điệp nào."
            yield at(node, "message_missing", "warning", sentence, "Chọn một thông điệp.")
        if around.messages is None:
            continue
        if (message := thrown_by(node)) and message.name not in awaited | around.messages:
            sentence = f"Không bước nào, không hệ thống nào chờ thông điệp {message.name}."
            yield at(node, "message_unawaited", "warning", sentence, "Sửa tên thông điệp, hoặc bỏ việc gửi.")
        if (message := awaited_by(node)) and message.name not in sent | around.messages:
            sentence = f"Không bước nào, không hệ thống nào gửi thông điệp {message.name}: bước này chờ mãi."
            mend = "Sửa tên thông điệp, hoặc khai báo nơi gửi trong danh mục."
            yield at(node, "message_unsent", "error", sentence, mend)
        if (message := awaited_by(node)) and message.key is None:
            sentence = f"{called(node)} nhận thông điệp {message.name} của bất kỳ hồ sơ nào."
            yield at(node, "message_without_key", "warning", sentence, "Ghi mc:key, ví dụ mã hồ sơ.")


def messages_begin_runs(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Messages at a start event that nobody sends, or that two start events begin with."""
    sent = {message.name for node in flow.nodes.values() if (message := thrown_by(node))}
    begun: set[str] = set()
    for start in flow.message_starts:
        name = start.message.name if start.message else ""
        if around.messages is not None and name not in sent | around.messages:
            sentence = (
                f"Không bước nào, không hệ thống nào gửi thông điệp {name}: không lượt nào bắt đầu ở đây."
            )
            mend = "Sửa tên thông điệp, hoặc khai báo nơi gửi trong danh mục."
            yield at(start, "message_unsent", "error", sentence, mend)
        if name in begun:
            sentence = f"Một sự kiện bắt đầu khác đã dùng thông điệp {name}: nơi này không bao giờ bắt đầu."
            yield at(start, "start_twice", "error", sentence, "Dùng thông điệp khác, hoặc bỏ một nơi.")
        begun.add(name)


def thrown_by(node: Node) -> Message | None:
    """The message that a node sends."""
    return node.message if isinstance(node, SendTask | ThrowEvent | EndEvent) else None


def awaited_by(node: Node) -> Message | None:
    """The message that a run at this node waits for."""
    return node.message if isinstance(node, ReceiveTask | CatchEvent | BoundaryEvent) else None


def budgets_fit_the_term(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Budgets along the longest way that exceed the legal term."""
    if around.term_hours is None:
        return
    hours = longest_way(flow, flow.id, frozenset(), over=after_the_clock(flow, around.clock_stops))
    if hours > around.term_hours:
        sentence = f"Ngân sách các bước cộng lại {hours} giờ, quá thời hạn {around.term_hours} giờ."
        yield Finding(
            flow.id, "budget_over_term", "warning", sentence, "Giảm mc:budgetHours của các bước.", flow.line
        )


def after_the_clock(flow: FlowDefinition, clock_stops: frozenset[str]) -> frozenset[str]:
    """The nodes with which the term is over, and everything behind them."""
    stops = [node.id for node in flow.nodes.values() if node.status in clock_stops]
    return closure(stops, lambda node_id: after(flow, node_id))


def longest_way(
    flow: FlowDefinition, container: str, running: frozenset[str], *, over: frozenset[str] = frozenset()
) -> Decimal:
    """The largest sum of budgets along a way through a container that turns in no circle; `over` takes no time."""
    best: dict[str, Decimal] = {}
    for node_id in ends_first(flow, container):
        onward = [best[target] for target in after(flow, node_id) if target in best]
        own = (
            Decimal(0)
            if node_id in over
            else budget_of(flow, flow.nodes[node_id], running | {container}, over=over)
        )
        best[node_id] = own + max(onward, default=Decimal(0))
    return max(best.values(), default=Decimal(0))


def budget_of(flow: FlowDefinition, node: Node, running: frozenset[str], *, over: frozenset[str]) -> Decimal:
    """A step's own budget, or that of the container it runs."""
    if isinstance(node, UserTask):
        return node.budget_hours or Decimal(0)
    inner = node.id if isinstance(node, SubProcess) else node.called if isinstance(node, CallActivity) else ""
    return longest_way(flow, inner, running, over=over) if inner and inner not in running else Decimal(0)


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


CHECKS = (
    forms_and_documents_exist,
    operations_exist,
    messages_meet,
    messages_begin_runs,
    budgets_fit_the_term,
)
