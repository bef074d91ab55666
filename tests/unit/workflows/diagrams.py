"""Small diagrams for tests, written as lines instead of XML.

    process(
        "start s", "user a", "end e",
        "s -> a -> e",
    )

Each line is a kind, an id and what else the element has, or a chain of flows; `[cond]` before an id
puts a condition on the flow into it, `[*]` makes it the default flow.
"""

import re
from datetime import UTC, datetime
from typing import Any

from workflows.core import Step, advance
from workflows.events import Event, Started
from workflows.model import FlowDefinition
from workflows.parser import parse_document
from workflows.state import State

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="https://motcua.vn/bpmn/1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" id="defs">'
)
KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "task": "task",
    "manual": "manualTask",
    "script": "scriptTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
    "events": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "call": "callActivity",
}
FORMAL = 'xsi:type="tFormalExpression"'


def xml(*lines: str, before: str = "", after: str = "") -> bytes:
    """The file of one process "p"; `before` holds messages and errors, `after` other processes."""
    return f'{HEAD}{before}<process id="p" isExecutable="true">{body(*lines)}</process>{after}</definitions>'.encode()


def body(*lines: str) -> str:
    """The elements of a process or sub-process."""
    chains = [line for line in lines if " -> " in line]
    defaults: dict[str, str] = {}
    flows = "".join(chain(line, defaults) for line in chains)
    return "".join(element(line, defaults) for line in lines if " -> " not in line) + flows


def element(line: str, defaults: dict[str, str]) -> str:
    """One element: `kind id [attributes] [| content]`, or XML as it is."""
    if line.startswith("<"):
        return line
    head, _, content = line.partition("|")
    kind, node_id, *attributes = head.split(maxsplit=2)
    default = f'default="{defaults[node_id]}"' if node_id in defaults else ""
    return f'<{KINDS[kind]} id="{node_id}" {default} {" ".join(attributes)}>{content}</{KINDS[kind]}>'


def chain(line: str, defaults: dict[str, str]) -> str:
    """The flows of "a -> [x > 1] b -> c"; a flow's id is its ends."""
    found = ""
    source = ""
    for part in line.split(" -> "):
        condition, target = re.fullmatch(r"\s*(?:\[(.*)\])?\s*([\w.]+)\s*", part).groups()  # type: ignore[union-attr]
        if source:
            flow_id = f"{source}_{target}"
            text = ""
            if condition == "*":
                defaults[source] = flow_id
            elif condition:
                text = f"<conditionExpression {FORMAL}><![CDATA[{condition}]]></conditionExpression>"
            found += f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'
        source = target
    return found


def process(*lines: str, before: str = "", after: str = "") -> FlowDefinition:
    """The flow of one process."""
    document = parse_document(xml(*lines, before=before, after=after))
    return document.processes["p"]


def timer(duration: str) -> str:
    """A timer event definition: a duration, a cycle R…/…, or a moment."""
    tag = (
        "timeCycle"
        if duration.startswith("R")
        else "timeDuration"
        if duration.startswith("P")
        else "timeDate"
    )
    return f"<timerEventDefinition><{tag} {FORMAL}>{duration}</{tag}></timerEventDefinition>"


def message(name: str, key: str = "") -> str:
    """A message event definition."""
    return f'<messageEventDefinition messageRef="{name}"/>'


class Play:
    """A run being played by hand: the state after each event, and all effects so far."""

    def __init__(self, flow: FlowDefinition, variables: dict[str, Any] | None = None, **facts: Any) -> None:
        self.flow, self.facts = flow, facts
        self.effects: list[Any] = []
        self.lines: list[tuple[str, str]] = []
        self.state: State = State()
        self.take(Started(variables or {}), first=True)

    def take(self, event: Event, *, at: datetime = AT, first: bool = False) -> Step:
        """Advance by one event, through the stored form, as production does."""
        state = None if first else State.from_json(self.state.to_json())
        step = advance(self.flow, state, event, at=at, facts=self.facts)
        self.state = step.state
        self.effects += step.effects
        self.lines += [(trace.node, trace.event) for trace in step.trace]
        return step

    @property
    def open(self) -> list[str]:
        """The nodes at which tokens wait, in order."""
        return sorted(token.node for token in self.state.tokens)

    def at(self, node_id: str, number: int = 0) -> str:
        """The id of a token at a node."""
        return [token.id for token in self.state.tokens if token.node == node_id][number]

    def wait_at(self, node_id: str) -> str:
        """The id of the timer or subscription of an event."""
        return next(wait.id for wait in self.state.waits if wait.node == node_id)

    def times(self, node_id: str, event: str = "completed") -> int:
        """How often something happened at a node."""
        return self.lines.count((node_id, event))

    def of(self, kind: type) -> list[Any]:
        """The effects of one kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]
