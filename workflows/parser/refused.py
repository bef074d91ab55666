"""What this engine does not execute, each with what to use instead.

Refusing at publishing is kinder than executing half: BPMN elements outside this list and `MAKERS`
have meanings that an analyst expects and the core does not give.
"""

from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding
from workflows.parser.reading import bpmn_children, children, line_of, tag_of

REFUSED: dict[str, tuple[str, str]] = {
    "complexGateway": ("cổng phức hợp", "Dùng cổng bao hàm với điều kiện FEEL."),
    "adHocSubProcess": ("tiến trình con tùy hứng", "Vẽ rõ các nhánh bằng cổng song song hoặc bao hàm."),
    "transaction": ("giao dịch", "Dùng tiến trình con với sự kiện biên bắt lỗi."),
    "callChoreography": ("vũ đạo (choreography)", "Vẽ thành tiến trình."),
    "choreographyTask": ("vũ đạo (choreography)", "Vẽ thành tiến trình."),
    "subChoreography": ("vũ đạo (choreography)", "Vẽ thành tiến trình."),
    "choreography": ("vũ đạo (choreography)", "Vẽ thành tiến trình."),
    "globalChoreographyTask": ("vũ đạo (choreography)", "Vẽ thành tiến trình."),
    "globalConversation": ("hội thoại (conversation)", "Vẽ thành tiến trình."),
    "conversation": ("hội thoại (conversation)", "Vẽ thành tiến trình."),
    "standardLoopCharacteristics": ("vòng lặp chuẩn", "Vẽ vòng lặp bằng cổng loại trừ."),
    "signalEventDefinition": ("sự kiện tín hiệu", "Dùng sự kiện thông điệp."),
    "escalationEventDefinition": ("sự kiện leo thang", "Dùng sự kiện lỗi, hoặc hẹn giờ không ngắt."),
    "compensateEventDefinition": ("sự kiện bù trừ", "Vẽ rõ các bước hủy bỏ sau một cổng."),
    "cancelEventDefinition": ("sự kiện hủy giao dịch", "Dùng sự kiện lỗi."),
    "conditionalEventDefinition": ("sự kiện điều kiện", "Dùng cổng loại trừ, hoặc sự kiện thông điệp."),
    "linkEventDefinition": ("sự kiện nối", "Nối bằng một luồng."),
    "globalTask": ("tác vụ toàn cục", "Vẽ tác vụ trong tiến trình."),
    "globalUserTask": ("tác vụ toàn cục", "Vẽ tác vụ trong tiến trình."),
    "globalScriptTask": ("tác vụ toàn cục", "Vẽ tác vụ trong tiến trình."),
    "globalManualTask": ("tác vụ toàn cục", "Vẽ tác vụ trong tiến trình."),
    "globalBusinessRuleTask": ("tác vụ toàn cục", "Vẽ tác vụ trong tiến trình."),
}
"""Elements refused wherever they stand."""

ALLOWED_EVENTS: dict[str, frozenset[str]] = {
    "startEvent": frozenset({"messageEventDefinition"}),
    "endEvent": frozenset({"messageEventDefinition", "errorEventDefinition", "terminateEventDefinition"}),
    "intermediateCatchEvent": frozenset({"messageEventDefinition", "timerEventDefinition"}),
    "intermediateThrowEvent": frozenset({"messageEventDefinition"}),
    "boundaryEvent": frozenset({"messageEventDefinition", "timerEventDefinition", "errorEventDefinition"}),
}
"""Which event definitions each place may have."""


def refusals(root: etree._Element) -> Iterator[Finding]:
    """One finding for each element that is not executed."""
    shared = {item.get("id"): name for name, item in bpmn_children(root) if name.endswith("EventDefinition")}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = tag_of(element)
        if (
            name in REFUSED
            and element.getparent() is not root
            or name in REFUSED
            and not name.endswith("Definition")
        ):
            yield refusal(element, *REFUSED[name])
        elif name in ALLOWED_EVENTS:
            yield from event_refusals(element, name, shared)
        yield from attribute_refusals(element, name)


def refusal(element: etree._Element, what: str, mend: str) -> Finding:
    """The finding on a refused element, at the nearest element with an id that the analyst sees."""
    owner = (
        element if not tag_of(element).endswith(("Definition", "Characteristics")) else element.getparent()
    )
    owner = owner if owner is not None else element
    place = owner.get("id") or element.get("id") or ""
    sentence = f"Không thực hiện được {what}."
    return Finding(place, f"refused_{tag_of(element)}", "error", sentence, mend, line_of(element))


def event_refusals(element: etree._Element, name: str, shared: dict[str | None, str]) -> Iterator[Finding]:
    """An event with several definitions, or with one this place does not have."""
    inline = [tag for tag, _ in bpmn_children(element) if tag.endswith("EventDefinition")]
    referred = [
        shared.get((item.text or "").strip().rpartition(":")[2], "")
        for item in children(element, "eventDefinitionRef")
    ]
    found = [*inline, *referred]
    if len(found) > 1:
        yield refusal(
            element, "sự kiện có nhiều định nghĩa", "Tách thành nhiều sự kiện, mỗi sự kiện một định nghĩa."
        )
    for tag in found:
        if inside_event_sub_process(element):
            continue
        if tag not in ALLOWED_EVENTS[name] and (tag not in REFUSED or tag in referred):
            what, mend = REFUSED.get(
                tag, (f"{tag or 'định nghĩa không có'} ở {name}", "Dùng loại sự kiện khác.")
            )
            yield refusal(element, what, mend)


def inside_event_sub_process(element: etree._Element) -> bool:
    """Whether the event's container is refused already."""
    parent = element.getparent()
    return parent is not None and parent.get("triggeredByEvent") in ("true", "1")


def attribute_refusals(element: etree._Element, name: str) -> Iterator[Finding]:
    """Markers that are attributes."""
    if name == "subProcess" and element.get("triggeredByEvent") in ("true", "1"):
        yield refusal(element, "tiến trình con theo sự kiện", "Dùng sự kiện biên của một tiến trình con.")
    if element.get("isForCompensation") in ("true", "1"):
        yield refusal(element, "hoạt động bù trừ", "Vẽ rõ các bước hủy bỏ sau một cổng.")
    for quantity in ("startQuantity", "completionQuantity"):
        if element.get(quantity) not in (None, "1"):
            yield refusal(element, f"số thẻ {quantity}", "Dùng nhiều lượt (multi-instance).")
    if name == "multiInstanceLoopCharacteristics" and element.get("behavior", "All") not in ("All", "all"):
        yield refusal(element, "hành vi nhiều lượt khác All", "Bỏ thuộc tính behavior.")
    if name == "eventBasedGateway" and element.get("instantiate") in ("true", "1"):
        yield refusal(element, "cổng sự kiện khởi tạo", "Dùng sự kiện bắt đầu bằng thông điệp.")
