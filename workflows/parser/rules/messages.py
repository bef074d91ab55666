"""Rules about messages and pools (BPMN 2.0.2 clauses 7.6.2, 9.4, 10.5)."""

from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding
from workflows.parser.reading import child, local, tag_of
from workflows.parser.rules.place import Place, broken

MEND_FLOW = "Nối luồng thông điệp giữa hai bể, từ nơi gửi tới nơi nhận."
THROWING = ("intermediateThrowEvent", "endEvent")
CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent")


def message_flows_join_pools(place: Place) -> Iterator[Finding]:
    """A message flow goes from a pool or a sender to another pool or a receiver in it."""
    for flow in place.all("messageFlow"):
        source = place.by_id.get(local(flow.get("sourceRef")))
        target = place.by_id.get(local(flow.get("targetRef")))
        if source is None or target is None:
            yield broken(flow, "message_flow_end", "Luồng thông điệp thiếu đầu hoặc cuối.", MEND_FLOW)
        elif not sends(source):
            yield broken(
                flow, "message_flow_source", "Luồng thông điệp bắt đầu từ nơi không gửi được.", MEND_FLOW
            )
        elif not receives(target):
            yield broken(flow, "message_flow_target", "Luồng thông điệp tới nơi không nhận được.", MEND_FLOW)
        elif pool_of(place, source) == pool_of(place, target):
            yield broken(
                flow, "message_flow_inside", "Luồng thông điệp nằm trong một bể.", "Dùng luồng tuần tự."
            )


def sends(element: etree._Element) -> bool:
    """Whether a message flow may start here."""
    kind = tag_of(element)
    return kind == "participant" or is_activity(kind) or kind in THROWING and has_message(element)


def receives(element: etree._Element) -> bool:
    """Whether a message flow may end here."""
    kind = tag_of(element)
    return kind == "participant" or is_activity(kind) or kind in CATCHING and has_message(element)


def is_activity(kind: str) -> bool:
    return kind in ("subProcess", "callActivity", "task") or kind.endswith("Task")


def has_message(element: etree._Element) -> bool:
    return any(tag_of(item).endswith(("EventDefinition", "eventDefinitionRef")) for item in element)


def pool_of(place: Place, element: etree._Element) -> str:
    """The process a pool or node belongs to; a pool without one stands for itself."""
    if tag_of(element) == "participant":
        return local(element.get("processRef")) or element.get("id", "")
    here: etree._Element | None = element
    while here is not None and tag_of(here) != "process":
        here = here.getparent()
    return here.get("id", "") if here is not None else ""


def message_events_name_messages(place: Place) -> Iterator[Finding]:
    """A message event of an executable process says which message; a typed message says by which operation."""
    for definition in place.all("messageEventDefinition"):
        message = place.by_id.get(local(definition.get("messageRef")))
        if message is None:
            yield broken(
                definition,
                "message_unknown",
                "Sự kiện thông điệp không nêu thông điệp nào.",
                "Chọn một thông điệp.",
            )
        elif (
            message.get("itemRef")
            and child(definition, "operationRef") is None
            and not definition.get("operationRef")
        ):
            sentence = "Thông điệp có kiểu dữ liệu (itemRef) nhưng sự kiện không nêu thao tác."
            yield broken(
                definition, "message_typed", sentence, "Bỏ itemRef; ánh xạ bằng mc:input, mc:output."
            )


def tasks_name_messages(place: Place) -> Iterator[Finding]:
    """A send or receive task with an operation refers to one that exists, and its message to a message."""
    for task in place.all("sendTask", "receiveTask"):
        reference = task.get("messageRef")
        if reference and tag_or_none(place, reference) != "message":
            yield broken(
                task, "message_unknown", f"Thông điệp không có: {reference}.", "Chọn một thông điệp."
            )


def operations_are_ours(place: Place) -> Iterator[Finding]:
    """A service task calls an operation of the catalogue, not of an interface."""
    for task in place.all("serviceTask"):
        if task.get("operationRef"):
            sentence = "Tác vụ dịch vụ gọi thao tác của một giao diện (operationRef)."
            yield broken(task, "operation_ref", sentence, "Ghi mc:operation theo danh mục thao tác.")


def references_lead_somewhere(place: Place) -> Iterator[Finding]:
    """What a QName refers to is in the file."""
    kinds = {
        "messageRef": ("message",),
        "errorRef": ("error",),
        "processRef": ("process",),
        "operationRef": ("operation",),
        "inMessageRef": ("message",),
        "outMessageRef": ("message",),
        "supportedInterfaceRef": ("interface",),
        "interfaceRef": ("interface",),
        "dataObjectRef": ("dataObject",),
        "flowNodeRef": (),
        "itemRef": ("itemDefinition",),
        "itemSubjectRef": ("itemDefinition",),
        "eventDefinitionRef": (),
        "categoryValueRef": ("categoryValue",),
        "attachedToRef": (),
        "participantRef": ("participant",),
        "parameterRef": ("resourceParameter",),
        "resourceRef": ("resource",),
    }
    for element in place.elements:
        given = [(name, element.get(name)) for name in kinds if element.get(name)]
        if tag_of(element) in kinds and (element.text or "").strip():
            given.append((tag_of(element), element.text))
        for name, reference in given:
            found = tag_or_none(place, reference or "")
            if found is None or kinds[name] and found not in kinds[name]:
                sentence = f"{name} nhắc tới phần tử không có: {(reference or '').strip()}."
                yield broken(element, "reference_unknown", sentence, "Sửa tham chiếu.")


def tag_or_none(place: Place, reference: str) -> str | None:
    """The kind of the element a reference names, or None."""
    found = place.by_id.get(local(reference))
    return tag_of(found) if found is not None else None


RULES = (
    message_flows_join_pools,
    message_events_name_messages,
    tasks_name_messages,
    operations_are_ours,
    references_lead_somewhere,
)
