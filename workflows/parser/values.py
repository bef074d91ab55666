"""The small values in a diagram: expressions, timers, messages, mappings, outcomes, texts."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import cast

from lxml import etree

from workflows.expressions import Expression
from workflows.model import (
    Assignment,
    Message,
    ModelError,
    MultiInstance,
    Outcome,
    OutcomeKind,
    Timer,
    TimerKind,
)
from workflows.parser.reading import MC, child, children, local, mc, text_of

_DURATION = re.compile(r"-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_CYCLE = re.compile(r"R(\d*)/(.+)")
TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def expression(text: str) -> Expression | None:
    """A FEEL expression, or None for an empty text. Raises ExpressionFault."""
    return Expression(text) if text.strip() else None


def required(element: str, text: str, what: str) -> Expression:
    """A FEEL expression that must be there."""
    found = expression(text)
    if found is None:
        raise ModelError(element, "expression_missing", f"thiếu {what}")
    return found


def timer(element: str, definition: etree._Element) -> Timer:
    """The timer of a timerEventDefinition. ISO 8601 texts are taken as they are, everything else is FEEL."""
    found = [(kind, child(definition, kind)) for kind in TIMER_KINDS]
    given = [(kind, text_of(found_child)) for kind, found_child in found if found_child is not None]
    if not given:
        return Timer("undated", Expression("null"))
    if len(given) > 1:
        raise ModelError(
            element, "timer_definition", "hẹn giờ cần đúng một: timeDate, timeDuration hoặc timeCycle"
        )
    kind, text = given[0]
    repeats: int | None = 1
    cycle = _CYCLE.fullmatch(text)
    if kind == "timeCycle":
        if cycle is None:
            raise ModelError(element, "timer_cycle", f"chu kỳ không đúng ISO 8601 (R3/PT1H): {text}")
        repeats, text = int(cycle[1]) if cycle[1] else None, cycle[2]
    value = required(element, timer_text(element, kind, text), "thời điểm của hẹn giờ")
    return Timer(cast(TimerKind, TIMER_KINDS[kind]), value, repeats, mc(definition, "workingDays") == "true")


def timer_text(element: str, kind: str, text: str) -> str:
    """The FEEL text of a timer: an ISO literal becomes a string, which the core reads."""
    if kind == "timeDate" and _MOMENT.fullmatch(text) or kind != "timeDate" and _DURATION.fullmatch(text):
        return f'"{text}"'
    if text[:1] in "P-" and text[1:2].isdigit() or text[:1].isdigit() or re.fullmatch(r"P[\w.]*", text):
        raise ModelError(element, "timer_value", f"thời gian không đúng ISO 8601: {text}")
    return text


def message(element: etree._Element, names: Mapping[str, str], reference: str | None) -> Message | None:
    """The message an element refers to, with the key that our namespace gives; None without a reference."""
    if reference is None:
        return None
    found = names.get(local(reference))
    if found is None:
        raise ModelError(element.get("id", ""), "message_unknown", f"thông điệp không có: {reference}")
    return Message(found, expression(mc(element, "key")))


def extensions(element: etree._Element, name: str) -> list[etree._Element]:
    """The elements of our namespace under extensionElements."""
    holder = child(element, "extensionElements")
    return holder.findall(f"{{{MC}}}{name}") if holder is not None else []


def assignments(element: etree._Element, name: str) -> tuple[Assignment, ...]:
    """The mapping <mc:input name="x" value="FEEL"/>, or <mc:output …/>."""
    owner = element.get("id", "")
    return tuple(
        Assignment(
            item.get("name", ""), required(owner, item.get("value", ""), f"giá trị của {item.get('name')}")
        )
        for item in extensions(element, name)
    )


def outcomes(element: etree._Element) -> tuple[Outcome, ...]:
    """The outcomes of a user task."""
    return tuple(
        Outcome(
            item.get("key", ""),
            {
                locale: item.get(f"label_{locale}", "")
                for locale in ("vi", "en", "km")
                if item.get(f"label_{locale}")
            },
            cast(OutcomeKind, item.get("kind", "neutral")),
            item.get("needsReason") == "true",
            item.get("sendsBack") == "true",
            item.get("follows", ""),
        )
        for item in extensions(element, "outcome")
    )


def texts(element: etree._Element) -> dict[str, dict[str, str]]:
    """Texts in several languages, by name: <mc:text name="title" vi="…" en="…"/>."""
    return {
        item.get("name", ""): {
            str(locale): str(value) for locale, value in item.attrib.items() if locale in ("vi", "en", "km")
        }
        for item in extensions(element, "text")
    }


def answers_shown(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """mc:shows as pairs of a step and a question of its form. Raises ModelError."""
    named = [part.strip() for part in mc(element, "shows").split(",") if part.strip()]
    pairs = [tuple(each.split(".")) for each in named]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ModelError(element.get("id", ""), "shows", "mc:shows cần bước.câu hỏi, cách nhau bằng dấu phẩy")
    return tuple((pair[0], pair[1]) for pair in pairs)


def hours(element: etree._Element) -> Decimal | None:
    """mc:budgetHours as a decimal."""
    text = mc(element, "budgetHours")
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise ModelError(
            element.get("id", ""), "budget_not_number", f"ngân sách giờ không phải số: {text}"
        ) from error


def multi_instance(element: etree._Element) -> MultiInstance | None:
    """The multi-instance marker, by BPMN's elements or our short form <mc:multi items item output outputs/>."""
    marker = child(element, "multiInstanceLoopCharacteristics")
    if marker is None:
        return None
    short = next(iter(extensions(marker, "multi") or extensions(element, "multi")), None)
    given: dict[str, str] = (
        {str(key): str(value) for key, value in short.attrib.items()} if short is not None else {}
    )
    return MultiInstance(
        sequential=marker.get("isSequential") in ("true", "1"),
        cardinality=expression(text_of(child(marker, "loopCardinality"))),
        items=expression(given.get("items", "") or text_of(child(marker, "loopDataInputRef"))),
        item=given.get("item", "") or item_name(marker, "inputDataItem"),
        output_item=given.get("output", "") or item_name(marker, "outputDataItem"),
        outputs=given.get("outputs", "") or text_of(child(marker, "loopDataOutputRef")),
        until=expression(text_of(child(marker, "completionCondition"))),
    )


def item_name(marker: etree._Element, name: str) -> str:
    """The name of the variable that holds one entry."""
    found = children(marker, name)
    return (found[0].get("name") or found[0].get("id") or "") if found else ""
