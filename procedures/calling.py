"""Judges how a flow calls operations: what each is given, what is read of its answer, and what its inputs name."""

from collections.abc import Iterator, Mapping

from procedures.catalogue import Operation
from procedures.errors import Fault
from procedures.package import Parts, flow_file
from workflows.checks.values import LOCAL_NAMES, names_set_by
from workflows.model import Assignment, ServiceTask, UserTask

FACTS = frozenset({"answers", "steps", "channel", "receiving", "deciding"})
"""What expressions may read of every dossier."""


def on_operations(parts: Parts, operations: Mapping[str, Operation]) -> Iterator[Fault]:
    """Return a fault for each way in which a service task and the operation it calls do not fit."""
    nodes = list(parts.flow.nodes.values()) if parts.flow else []
    for task in nodes:
        if not isinstance(task, ServiceTask) or task.operation not in operations:
            continue
        called = operations[task.operation]
        elsewhere = frozenset[str]().union(*(names_set_by(node) for node in nodes if node is not task))
        found = [
            *wrong_inputs(task, called),
            *unanswered(task, called, elsewhere),
            *named_in_vain(task, called, parts),
        ]
        for message in found:
            yield Fault(
                flow_file(parts.definition), task.line, f"{task.id}: thao tác {task.operation} {message}"
            )


def wrong_inputs(task: ServiceTask, called: Operation) -> Iterator[str]:
    """Return what is said of each input an operation needs and is not given, or is given and does not know."""
    given, wanted = {each.name for each in task.inputs}, set(called.inputs)
    for name in sorted(wanted - given):
        yield f"thiếu đầu vào {name!r}. Thêm mc:input."
    for name in sorted(given - wanted):
        yield f"không có đầu vào {name!r}. Bỏ hoặc sửa tên mc:input."


def unanswered(task: ServiceTask, called: Operation, elsewhere: frozenset[str]) -> Iterator[str]:
    """Return what is said of each name that an output reads and neither the operation answers nor the case has."""
    known = FACTS | LOCAL_NAMES | called.outputs.keys() | elsewhere
    for output in task.outputs:
        for name in sorted(output.value.names - known):
            yield f"không trả lời {name!r}. Sửa tên trong mc:output."


def named_in_vain(task: ServiceTask, called: Operation, parts: Parts) -> Iterator[str]:
    """Return what is said of each document or step that an input names, as a plain text, and the package lacks."""
    documents = parts.definition.documents if parts.definition else None
    nodes = parts.flow.nodes if parts.flow else {}
    for given in task.inputs:
        named = plain_text(given)
        kind = called.names.get(given.name) if named is not None else None
        if kind == "document" and documents is not None and named not in documents:
            yield f"nhắc tới văn bản {named!r} không có trong gói. Thêm vào documents hoặc sửa tên."
        if kind == "step" and not isinstance(nodes.get(str(named)), UserTask):
            yield f"nhắc tới {named!r}, không phải một bước của người. Sửa {given.name}."


def plain_text(given: Assignment) -> str | None:
    """Return the text an input always is; None for one that depends on the case."""
    value = None if given.value.names else given.value.evaluate({})
    return value if isinstance(value, str) else None
