"""Findings on people: roles nobody holds, and four-eyes rules that too few people could keep."""

from collections.abc import Iterator, Mapping, Sequence

from workflows.checks.graph import before, closure
from workflows.checks.shape import at, called
from workflows.checks.surroundings import Holders, Surroundings
from workflows.findings import Finding
from workflows.model import FlowDefinition, Node, UserTask

NAMED_AGENCIES = 3


def roles_are_held(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Roles that a step needs and nobody holds."""
    for node in human_steps(flow):
        if not node.role:
            sentence = f"{called(node)} không nêu vai trò nào."
            yield at(node, "role_missing", "warning", sentence, "Ghi mc:role ở bước hoặc ở làn.")
        elif around.holders is not None and not around.holders.get(node.role):
            sentence = f"Chưa ai giữ vai trò {node.role}."
            yield at(node, "role_unheld", "warning", sentence, "Phân công người, hoặc đổi vai trò.")


def four_eyes_name_earlier_steps(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Four-eyes rules on steps that do not exist, or that come later."""
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


def shown_steps_exist(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Answers shown of steps that do not exist or ask nothing."""
    for node in human_steps(flow):
        for other_id, _question in node.shows:
            other = flow.nodes.get(other_id)
            if not isinstance(other, UserTask) or not other.form:
                sentence = f"mc:shows nhắc tới {other_id}, không phải một bước có biểu mẫu."
                yield at(node, "shows_unknown", "error", sentence, "Sửa mã bước trong mc:shows.")


def four_eyes_can_be_kept(flow: FlowDefinition, around: Surroundings) -> Iterator[Finding]:
    """Four-eyes rules that the people of an agency could not keep: one person would have to do two of the steps."""
    if around.holders is None:
        return
    for node in human_steps(flow):
        steps = [
            node,
            *(other for each in node.four_eyes if isinstance(other := flow.nodes.get(each), UserTask)),
        ]
        short = [
            agency
            for agency in sorted(where_all_are_held(steps, around.holders))
            if not kept(steps, around.holders, agency)
        ]
        if len(steps) > 1 and short:
            named = ", ".join(short[:NAMED_AGENCIES]) + (" …" if len(short) > NAMED_AGENCIES else "")
            names = ", ".join(called(step) for step in steps[1:])
            sentence = f"{called(node)} cần một người khác với {names}, nhưng ở {named} không đủ người để giữ bốn mắt."
            yield at(node, "four_eyes_alone", "warning", sentence, "Phân công thêm người, hoặc bỏ quy tắc.")


def where_all_are_held(steps: Sequence[UserTask], holders: Holders) -> frozenset[str]:
    """The agencies at which somebody holds each of the steps' roles."""
    places = [
        frozenset(agency for agency, people in holders.get(step.role, {}).items() if people) for step in steps
    ]
    return frozenset.intersection(*places)


def kept(steps: Sequence[UserTask], holders: Holders, agency: str) -> bool:
    """Whether every step can have a person so that no four-eyes rule between two of them is broken."""
    apart = {frozenset({step.id, other}) for step in steps for other in step.four_eyes}

    def placed(left: Sequence[UserTask], taken: Mapping[str, int]) -> bool:
        if not left:
            return True
        step, *others = left
        forbidden = {person for other, person in taken.items() if {step.id, other} in apart}
        free = sorted(holders[step.role][agency] - forbidden)
        return any(placed(others, {**taken, step.id: person}) for person in free)

    return placed(steps, {})


def human_steps(flow: FlowDefinition) -> Iterator[UserTask]:
    """The steps of people."""
    nodes: Iterator[Node] = iter(flow.nodes.values())
    return (node for node in nodes if isinstance(node, UserTask))


CHECKS = (roles_are_held, four_eyes_name_earlier_steps, shown_steps_exist, four_eyes_can_be_kept)
