"""Rules about data and other parts that this engine does not execute (BPMN 2.0.2 clause 10.4).

Data objects may be drawn and joined to steps; they are pictures. Whatever would move data by
BPMN's own means is refused, since values move by `mc:input` and `mc:output` alone.
"""

import re
from collections.abc import Iterator

from workflows.findings import Finding
from workflows.parser.reading import child, tag_of
from workflows.parser.rules.place import EVENTS, Place, broken

NOT_MOVED = {
    "ioSpecification": "dữ liệu vào ra của BPMN (ioSpecification)",
    "ioBinding": "ràng buộc dữ liệu với thao tác (ioBinding)",
    "assignment": "phép gán dữ liệu của BPMN (assignment)",
    "transformation": "phép biến đổi dữ liệu của BPMN (transformation)",
    "correlationSubscription": "tương liên của BPMN (correlationSubscription)",
    "correlationKey": "tương liên của BPMN (correlationKey)",
    "correlationProperty": "tương liên của BPMN (correlationProperty)",
    "dataState": "trạng thái của đối tượng dữ liệu (dataState)",
}
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")


def data_is_not_moved(place: Place) -> Iterator[Finding]:
    """BPMN's own ways of moving data are not executed."""
    for element in place.all(*NOT_MOVED):
        mend = "Dùng mc:key." if "correlation" in tag_of(element) else "Dùng mc:input và mc:output."
        yield broken(
            element, f"refused_{tag_of(element)}", f"Không thực hiện được {NOT_MOVED[tag_of(element)]}.", mend
        )
    for element in place.all("dataInput", "dataOutput"):
        parent = element.getparent()
        if parent is not None and tag_of(parent) in EVENTS:
            sentence = "Không thực hiện được dữ liệu của sự kiện (dataInput, dataOutput)."
            yield broken(element, "refused_eventData", sentence, "Dùng mc:input và mc:output.")


def properties_have_owners(place: Place) -> Iterator[Finding]:
    """A property belongs to a process, an activity or an event."""
    for element in place.all("property"):
        parent = element.getparent()
        if parent is None or tag_of(parent) == "definitions":
            yield broken(
                element,
                "property_place",
                "Thuộc tính (property) đứng ngoài tiến trình.",
                "Chuyển vào tiến trình.",
            )


def performers_are_named_once(place: Place) -> Iterator[Finding]:
    """A performer is a parameter binding or an expression, not both."""
    for element in place.all("performer", "humanPerformer", "potentialOwner", "resourceRole"):
        if (
            child(element, "resourceParameterBinding") is not None
            and child(element, "resourceAssignmentExpression") is not None
        ):
            yield broken(
                element, "performer_twice", "Người thực hiện khai báo hai cách.", "Dùng mc:role và mc:agency."
            )


def formats_are_mime_types(place: Place) -> Iterator[Finding]:
    """The format of a text is a MIME type."""
    for element in place.all("textAnnotation", "documentation"):
        given = element.get("textFormat")
        if given and not _MIME.fullmatch(given):
            yield broken(
                element, "text_format", f"textFormat không phải kiểu MIME: {given}.", "Ghi text/plain."
            )


RULES = (data_is_not_moved, properties_have_owners, performers_are_named_once, formats_are_mime_types)
