"""Rules about nodes and the flows between them (BPMN 2.0.2 clauses 7.6, 8.3, 10.3 to 10.6, 13)."""

from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding
from workflows.parser.reading import XSI, child, children, line_of, local, tag_of, text_of
from workflows.parser.rules.place import CONTAINERS, EVENTS, Place, broken

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
FEEL_FORMATS = ("", "feel", "text/feel", "text/x-feel", "application/feel", "application/x-feel")
EXPRESSIONS = (
    "conditionExpression",
    "completionCondition",
    "loopCardinality",
    "timeDate",
    "timeDuration",
    "timeCycle",
)


def ids_are_unique(place: Place) -> Iterator[Finding]:
    """An id names one element."""
    seen: set[str] = set()
    for element in place.elements:
        element_id = element.get("id")
        if element_id and element_id in seen:
            yield broken(
                element, "id_twice", f"Mã {element_id} dùng cho hai phần tử.", "Đổi một trong hai mã."
            )
        seen.add(element_id or "")


def nodes_have_ids(place: Place) -> Iterator[Finding]:
    """Whatever can be pointed at needs an id."""
    for element in place.elements:
        if not element.get("id") and tag_of(element) in (
            *CONTAINERS,
            "sequenceFlow",
            "lane",
            "message",
            "error",
        ):
            sentence = f"Phần tử {tag_of(element)} thiếu mã (id)."
            yield Finding("", "id_missing", "error", sentence, "Đặt mã cho phần tử.", line_of(element))


def ends_agree(place: Place) -> Iterator[Finding]:
    """A node lists the flows that start and end at it; a file may leave all the lists out."""
    listed = [
        item for node in place.nodes for item in (*children(node, "incoming"), *children(node, "outgoing"))
    ]
    if not listed:
        return
    for node in place.nodes:
        for name, flows in (("incoming", place.ways_in(node)), ("outgoing", place.ways_out(node))):
            told = {local(text_of(item)) for item in children(node, name)}
            real = {flow.get("id", "") for flow in flows}
            for flow_id in sorted(told ^ real):
                sentence = f"Luồng {flow_id} và danh sách {name} của phần tử không khớp nhau."
                yield broken(node, "flow_lists_disagree", sentence, "Mở và lưu lại bằng bpmn.io.")


def flows_have_ends(place: Place) -> Iterator[Finding]:
    """A flow joins two nodes of one container."""
    for flow in place.all("sequenceFlow"):
        for attribute in ("sourceRef", "targetRef"):
            end = place.by_id.get(local(flow.get(attribute)))
            if end is None or end not in place.nodes:
                yield broken(
                    flow, "flow_end_unknown", f"Luồng có {attribute} không phải một nút.", "Nối lại luồng."
                )
            elif end.getparent() is not flow.getparent():
                yield broken(
                    flow,
                    "flow_crosses",
                    "Luồng đi qua ranh giới tiến trình con.",
                    "Nối bên trong một tiến trình.",
                )


def flows_are_immediate(place: Place) -> Iterator[Finding]:
    """An executable process has no flow that waits by itself."""
    for flow in place.all("sequenceFlow"):
        if flow.get("isImmediate") in ("false", "0"):
            yield broken(
                flow, "flow_not_immediate", "Luồng có isImmediate=false.", "Dùng sự kiện hẹn giờ để chờ."
            )


def conditions_are_not_alone(place: Place) -> Iterator[Finding]:
    """A conditional flow out of an activity needs another way, or the token has nowhere to go."""
    for node in place.nodes:
        flows = place.ways_out(node)
        conditional = [flow for flow in flows if child(flow, "conditionExpression") is not None]
        if (
            tag_of(node) in ("startEvent", "parallelGateway", "eventBasedGateway", "boundaryEvent")
            and conditional
        ):
            if tag_of(node) != "parallelGateway":
                yield broken(
                    conditional[0],
                    "condition_here",
                    "Luồng này không được có điều kiện.",
                    "Đặt sau một cổng loại trừ.",
                )
        elif tag_of(node) not in GATEWAYS and len(flows) == 1 and conditional:
            sentence = "Luồng ra duy nhất của một bước không được có điều kiện."
            yield broken(flows[0], "condition_alone", sentence, "Bỏ điều kiện, hoặc thêm luồng mặc định.")


def defaults_are_plain(place: Place) -> Iterator[Finding]:
    """A default flow leaves its node and has no condition of its own."""
    for node in place.nodes:
        default = place.by_id.get(local(node.get("default")))
        if node.get("default") and default not in place.ways_out(node):
            yield broken(
                node, "default_not_outgoing", "Luồng mặc định không phải luồng ra.", "Chọn một luồng ra."
            )
        elif default is not None and child(default, "conditionExpression") is not None:
            yield broken(default, "default_with_condition", "Luồng mặc định có điều kiện.", "Bỏ điều kiện.")


def conditions_are_written(place: Place) -> Iterator[Finding]:
    """An expression that is to be computed says so by its type, and is not empty."""
    for element in place.all(*EXPRESSIONS):
        if not text_of(element):
            yield broken(element, "expression_empty", "Biểu thức trống.", "Viết biểu thức FEEL, hoặc xóa.")
        elif local(element.get(f"{{{XSI}}}type")) != "tFormalExpression":
            sentence = f"{tag_of(element)} không phải biểu thức hình thức (xsi:type=tFormalExpression), nên không tính được."
            yield broken(element, "expression_not_formal", sentence, "Mở và lưu lại bằng bpmn.io.")


def scripts_are_feel(place: Place) -> Iterator[Finding]:
    """A script is FEEL."""
    for task in place.all("scriptTask"):
        if task.get("scriptFormat", "").lower() not in FEEL_FORMATS:
            sentence = f"Kịch bản viết bằng {task.get('scriptFormat')}, không phải FEEL."
            yield broken(task, "script_language", sentence, "Viết lại bằng FEEL và ghi scriptFormat là feel.")


def directions_hold(place: Place) -> Iterator[Finding]:
    """A gateway that says which way it works has the flows for it (clause 10.6.1)."""
    for gateway in place.all(*GATEWAYS):
        ins, outs = len(place.ways_in(gateway)), len(place.ways_out(gateway))
        direction = gateway.get("gatewayDirection", "Unspecified")
        wrong = {"Converging": outs > 1, "Diverging": ins > 1, "Mixed": ins < 2 or outs < 2}
        if wrong.get(direction):
            sentence = f"Cổng ghi là {direction} nhưng có {ins} luồng vào, {outs} luồng ra."
            yield broken(gateway, "gateway_direction", sentence, "Sửa gatewayDirection hoặc các luồng.")


def starts_and_ends_pair(place: Place) -> Iterator[Finding]:
    """Who draws an end event draws a start event, and the other way round (clauses 10.5.2, 10.5.3)."""
    for container in place.all(*CONTAINERS):
        starts, ends = children(container, "startEvent"), children(container, "endEvent")
        if ends and not starts:
            yield broken(
                container,
                "start_missing",
                "Có sự kiện kết thúc mà không có sự kiện bắt đầu.",
                "Vẽ sự kiện bắt đầu.",
            )
        if starts and not ends:
            yield broken(
                container,
                "end_missing",
                "Có sự kiện bắt đầu mà không có sự kiện kết thúc.",
                "Vẽ sự kiện kết thúc.",
            )
        plain = [
            start
            for start in starts
            if not any(tag_of(item).endswith(("Definition", "DefinitionRef")) for item in start)
        ]
        if len(plain) > 1 and tag_of(container) == "subProcess":
            yield broken(plain[1], "start_twice", "Tiến trình con có hai sự kiện bắt đầu.", "Chỉ giữ một.")


def nodes_are_connected(place: Place) -> Iterator[Finding]:
    """With start events drawn every node is led to; with end events drawn every node leads on."""
    for node in place.nodes:
        kind, ins, outs = tag_of(node), place.ways_in(node), place.ways_out(node)
        if is_beside(node):
            continue
        if kind in ("startEvent", "boundaryEvent") and ins:
            yield broken(
                node, "incoming_here", "Sự kiện này không được có luồng vào.", "Nối luồng vào bước đầu tiên."
            )
        if kind == "endEvent" and outs:
            yield broken(node, "outgoing_here", "Sự kiện kết thúc không được có luồng ra.", "Xóa luồng ra.")
        drawn_from = place.siblings(node, "startEvent") or kind in EVENTS
        if kind not in ("startEvent", "boundaryEvent") and not ins and drawn_from:
            yield broken(
                node,
                "no_way_in",
                "Không có luồng nào dẫn tới phần tử này.",
                "Nối một luồng vào, hoặc xóa phần tử.",
            )
        drawn_to = place.siblings(node, "endEvent") or kind in EVENTS
        if kind != "endEvent" and not outs and drawn_to:
            yield broken(
                node,
                "no_way_on",
                "Không có luồng nào đi ra khỏi phần tử này.",
                "Nối tới bước sau hoặc sự kiện kết thúc.",
            )


def is_beside(node: etree._Element) -> bool:
    """Whether no flow is expected at a node: an event sub-process, compensation, a link. All are refused."""
    marks = node.get("triggeredByEvent") in ("true", "1") or node.get("isForCompensation") in ("true", "1")
    return marks or any(
        child(node, name) is not None for name in ("linkEventDefinition", "compensateEventDefinition")
    )


def event_gateways_await_events(place: Place) -> Iterator[Finding]:
    """Behind an event-based gateway stand two or more events of one way of waiting (clause 10.6.6)."""
    for gateway in place.all("eventBasedGateway"):
        targets = [place.by_id.get(local(flow.get("targetRef"))) for flow in place.ways_out(gateway)]
        if len(targets) < 2:
            yield broken(
                gateway,
                "event_gateway_ways",
                "Cổng sự kiện cần ít nhất hai luồng ra.",
                "Thêm sự kiện, hoặc bỏ cổng.",
            )
        found = [target for target in targets if target is not None]
        kinds = {tag_of(target) for target in found}
        messages = any(child(target, "messageEventDefinition") is not None for target in found)
        if "receiveTask" in kinds and messages:
            sentence = "Sau cổng sự kiện có cả tác vụ nhận và sự kiện thông điệp."
            yield broken(gateway, "event_gateway_mixed", sentence, "Dùng một trong hai loại.")
        for target in found:
            if tag_of(target) not in ("intermediateCatchEvent", "receiveTask"):
                sentence = "Sau cổng sự kiện phải là sự kiện chờ hoặc tác vụ nhận."
                yield broken(target, "event_gateway_target", sentence, "Thay bằng sự kiện chờ.")
            if len(place.ways_in(target)) > 1:
                yield broken(
                    target,
                    "event_gateway_shared",
                    "Sự kiện sau cổng có luồng vào khác.",
                    "Vẽ sự kiện riêng cho cổng.",
                )
            if any(
                local(edge.get("attachedToRef")) == target.get("id") for edge in place.all("boundaryEvent")
            ):
                yield broken(
                    target,
                    "event_gateway_boundary",
                    "Tác vụ nhận sau cổng có sự kiện biên.",
                    "Bỏ sự kiện biên.",
                )


def boundaries_sit_on_activities(place: Place) -> Iterator[Finding]:
    """A boundary event sits on an activity of its container."""
    for event in place.all("boundaryEvent"):
        host = place.by_id.get(local(event.get("attachedToRef")))
        if host is None or not is_host(tag_of(host)):
            yield broken(
                event, "boundary_host", "Sự kiện biên không gắn vào hoạt động nào.", "Gắn vào một hoạt động."
            )


def is_host(kind: str) -> bool:
    """Whether an element of this kind may carry boundary events."""
    return kind == "task" or kind.endswith(("Task", "ubProcess")) or kind in ("callActivity", "transaction")


def executable_is_private(place: Place) -> Iterator[Finding]:
    """What runs is a private process."""
    for process in place.all("process"):
        if process.get("isExecutable") in ("true", "1") and process.get("processType") == "Public":
            yield broken(
                process,
                "process_public",
                "Tiến trình chạy được không thể là Public.",
                "Đặt processType là None.",
            )


RULES = (
    ids_are_unique,
    nodes_have_ids,
    ends_agree,
    flows_have_ends,
    flows_are_immediate,
    conditions_are_not_alone,
    defaults_are_plain,
    conditions_are_written,
    scripts_are_feel,
    directions_hold,
    starts_and_ends_pair,
    nodes_are_connected,
    event_gateways_await_events,
    boundaries_sit_on_activities,
    executable_is_private,
)
