"""One XML element of a process to one node of the model.

Each maker gets the element and what all nodes share, and returns the node; it raises ModelError or
ExpressionFault, which the reader of the whole file collects.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workflows import model
from workflows.parser import values
from workflows.parser.reading import child, children, line_of, local, mc, tag_of, text_of

Shared = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What definitions outside a process are called: messages and errors by id, called processes by id."""

    messages: Mapping[str, str]
    errors: Mapping[str, str]
    definitions: Mapping[str, etree._Element]


def shared(element: etree._Element, container: str, lane: model.Lane | None) -> Shared:
    """What every node has. Incoming and outgoing come from the flows, the only truth about them."""
    return {
        "id": element.get("id", ""),
        "container": container,
        "name": element.get("name", ""),
        "lane": lane.id if lane else None,
        "line": line_of(element),
        "status": mc(element, "status"),
        "status_done": mc(element, "statusDone"),
        "texts": values.texts(element),
    }


def event_definitions(element: etree._Element, names: Names) -> list[etree._Element]:
    """The event definitions of an event, inline or referred to."""
    inline = [
        found for found in element if isinstance(found.tag, str) and tag_of(found).endswith("EventDefinition")
    ]
    referred = [
        names.definitions.get(local(text_of(found))) for found in children(element, "eventDefinitionRef")
    ]
    return inline + [found for found in referred if found is not None]


def make_start(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    definition = _one(element, names)
    reference = definition.get("messageRef") if definition is not None else None
    message = _message(element, definition, names, reference)
    outputs = values.assignments(element, "output") if message is not None else ()
    return model.StartEvent(**base, message=message, outputs=outputs)


def make_end(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    definition = _one(element, names)
    inputs = values.assignments(element, "input")
    match tag_of(definition) if definition is not None else "":
        case "messageEventDefinition":
            reference = definition.get("messageRef") if definition is not None else None
            message = _message(element, definition, names, reference)
            return model.EndEvent(**base, result="message", message=message, inputs=inputs)
        case "errorEventDefinition":
            return model.EndEvent(**base, result="error", error_code=_error(definition, names) or "")
        case "terminateEventDefinition":
            return model.EndEvent(**base, result="terminate")
    return model.EndEvent(**base)


def make_catch(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    outputs = values.assignments(element, "output")
    return model.CatchEvent(**base, **_timer_or_message(element, names), outputs=outputs)


def make_throw(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    definition = _one(element, names)
    reference = definition.get("messageRef") if definition is not None else None
    message = _message(element, definition, names, reference)
    return model.ThrowEvent(**base, message=message, inputs=values.assignments(element, "input"))


def make_boundary(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    definition = _one(element, names)
    attached_to = local(element.get("attachedToRef"))
    interrupting = element.get("cancelActivity") not in ("false", "0")
    common = {**base, "attached_to": attached_to, "interrupting": interrupting}
    if definition is not None and tag_of(definition) == "errorEventDefinition":
        return model.BoundaryEvent(**common, error=True, error_code=_error(definition, names))
    outputs = values.assignments(element, "output")
    return model.BoundaryEvent(**common, **_timer_or_message(element, names), outputs=outputs)


def make_person_task(
    element: etree._Element, base: Shared, names: Names, lane: model.Lane | None
) -> model.Node:
    made = model.UserTask if tag_of(element) == "userTask" else model.ManualTask
    own_agency = values.expression(mc(element, "agency"))
    return made(
        **base,
        multi=values.multi_instance(element),
        role=mc(element, "role") or (lane.role if lane else ""),
        agency=own_agency or (lane.agency if lane else None),
        form=mc(element, "form"),
        outcomes=values.outcomes(element),
        budget_hours=values.hours(element),
        document=mc(element, "document"),
        four_eyes=tuple(part.strip() for part in mc(element, "fourEyes").split(",") if part.strip()),
        holder=values.expression(mc(element, "holder")),
        shows=values.answers_shown(element),
    )


def make_task(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    return model.UndefinedTask(**base, multi=values.multi_instance(element))


def make_script(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    script = values.expression(text_of(child(element, "script")))
    multi = values.multi_instance(element)
    return model.ScriptTask(**base, multi=multi, script=script, result=mc(element, "result"))


def make_service(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    return model.ServiceTask(**base, operation=mc(element, "operation"), **_mapping(element))


def make_rule(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    decision = mc(element, "decision")
    operation = f"decision:{decision}" if decision else ""
    return model.BusinessRuleTask(**base, operation=operation, decision=decision, **_mapping(element))


def make_send(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    message = values.message(element, names.messages, element.get("messageRef"))
    inputs = values.assignments(element, "input")
    return model.SendTask(**base, multi=values.multi_instance(element), message=message, inputs=inputs)


def make_receive(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    message = values.message(element, names.messages, element.get("messageRef"))
    outputs = values.assignments(element, "output")
    return model.ReceiveTask(**base, multi=values.multi_instance(element), message=message, outputs=outputs)


def make_sub_process(
    element: etree._Element, base: Shared, names: Names, lane: model.Lane | None
) -> model.Node:
    return model.SubProcess(**base, multi=values.multi_instance(element))


def make_call(element: etree._Element, base: Shared, names: Names, lane: model.Lane | None) -> model.Node:
    return model.CallActivity(**base, called=local(element.get("calledElement")), **_mapping(element))


def plain(made: type[model.Node]) -> "Maker":
    """A maker for a node with nothing of its own."""
    return lambda element, base, names, lane: made(**base)


Maker = Callable[[etree._Element, Shared, Names, model.Lane | None], model.Node]

MAKERS: Mapping[str, Maker] = {
    "startEvent": make_start,
    "endEvent": make_end,
    "intermediateCatchEvent": make_catch,
    "intermediateThrowEvent": make_throw,
    "boundaryEvent": make_boundary,
    "userTask": make_person_task,
    "manualTask": make_person_task,
    "task": make_task,
    "scriptTask": make_script,
    "serviceTask": make_service,
    "businessRuleTask": make_rule,
    "sendTask": make_send,
    "receiveTask": make_receive,
    "subProcess": make_sub_process,
    "callActivity": make_call,
    "exclusiveGateway": plain(model.ExclusiveGateway),
    "parallelGateway": plain(model.ParallelGateway),
    "inclusiveGateway": plain(model.InclusiveGateway),
    "eventBasedGateway": plain(model.EventGateway),
}
"""Every element that becomes a node."""


def _one(element: etree._Element, names: Names) -> etree._Element | None:
    return next(iter(event_definitions(element, names)), None)


def _message(
    element: etree._Element, definition: etree._Element | None, names: Names, reference: str | None
) -> model.Message | None:
    """The message of a message event; one without a reference is named after the event itself."""
    if definition is None or tag_of(definition) != "messageEventDefinition":
        return None
    if reference is None:
        key = values.expression(mc(element, "key"))
        return model.Message(element.get("name", "") or element.get("id", ""), key)
    return values.message(element, names.messages, reference)


def _error(definition: etree._Element | None, names: Names) -> str | None:
    """The code an error event throws or catches; None: any."""
    reference = definition.get("errorRef") if definition is not None else None
    if reference is None:
        return None
    return names.errors.get(local(reference), local(reference))


def _timer_or_message(element: etree._Element, names: Names) -> dict[str, Any]:
    definition = _one(element, names)
    if definition is not None and tag_of(definition) == "timerEventDefinition":
        return {"timer": values.timer(element.get("id", ""), definition)}
    reference = definition.get("messageRef") if definition is not None else None
    return {"message": _message(element, definition, names, reference)}


def _mapping(element: etree._Element) -> dict[str, Any]:
    return {
        "multi": values.multi_instance(element),
        "inputs": values.assignments(element, "input"),
        "outputs": values.assignments(element, "output"),
    }
