"""Small flows as BPMN text, and the store that stands for published versions in these tests."""

from workflows.model import FlowDefinition
from workflows.parser import parse_bpmn

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:mc="https://motcua.vn/bpmn/1" targetNamespace="https://motcua.vn/test">'
)
YES_NO = '<mc:outcome key="yes" label_vi="Có"/><mc:outcome key="no" label_vi="Không" needsReason="true"/>'


def bpmn(body: str) -> bytes:
    """Return a whole file around the elements of one process."""
    return f'{HEAD}<process id="p" isExecutable="true">{body}</process></definitions>'.encode()


def step(node_id: str, *, role: str = "clerk", extra: str = "", outcomes: str = "") -> str:
    """Return a user task of a role at the receiving agency."""
    return (
        f'<userTask id="{node_id}" name="{node_id}" mc:role="{role}" mc:agency="receiving" {extra}>'
        f"<extensionElements>{outcomes}</extensionElements></userTask>"
    )


def arrows(*pairs: str) -> str:
    """Return sequence flows: "a>b", or "a>b?condition"."""
    flows = []
    for number, pair in enumerate(pairs):
        ends, _, condition = pair.partition("?")
        source, target = ends.split(">")
        inner = (
            f'<conditionExpression xsi:type="tFormalExpression"><![CDATA[{condition}]]></conditionExpression>'
            if condition
            else ""
        )
        flows.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(flows)


TWO_STEPS = bpmn(
    '<startEvent id="start"/><endEvent id="end" mc:statusDone="9"/>'
    + step("check", extra='mc:status="2" mc:statusDone="3"', outcomes=YES_NO)
    + step("sign", role="leader", extra='mc:fourEyes="check"')
    + '<exclusiveGateway id="way" default="f3"/>'
    + arrows(
        "start>check", "check>way", 'way>sign?check_outcome = "yes" and amount > 5', "way>end", "sign>end"
    )
)

NO_WAY_OUT = bpmn(
    '<startEvent id="start"/><endEvent id="end"/><endEvent id="other"/><exclusiveGateway id="way"/>'
    + step("check", outcomes=YES_NO)
    + arrows("start>check", "check>way", "way>end?amount > 5", "way>other?amount > 9")
)

CHANGED = bpmn(
    '<startEvent id="start"/><endEvent id="end"/>' + step("other") + arrows("start>other", "other>end")
)

FORK = bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    '<parallelGateway id="fork"/><parallelGateway id="join"/>'
    + step("left")
    + step("right")
    + arrows("start>fork", "fork>left", "fork>right", "left>join", "right>join", "join>end")
)

OPERATION = bpmn(
    '<startEvent id="start"/><endEvent id="end"/><endEvent id="refused" mc:statusDone="5"/>'
    '<serviceTask id="issue" mc:operation="issue_number"><extensionElements>'
    '<mc:input name="amount" value="amount + 0.5"/><mc:output name="given" value="given"/>'
    "</extensionElements></serviceTask>"
    '<boundaryEvent id="sorry" attachedToRef="issue"><errorEventDefinition errorRef="e"/></boundaryEvent>'
    + arrows("start>issue", "issue>end", "sorry>refused")
).replace(b"<process ", b'<error id="e" errorCode="NO_NUMBER"/><process ', 1)

REMINDER = bpmn(
    '<startEvent id="start"/><endEvent id="end"/><endEvent id="late" mc:statusDone="7"/>'
    + step("answer")
    + '<boundaryEvent id="timeout" attachedToRef="answer" cancelActivity="true">'
    '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">duration("PT1H")</timeDuration></timerEventDefinition>'
    "</boundaryEvent>" + arrows("start>answer", "answer>end", "timeout>late")
)

FIVE_STEPS = bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    + "".join(step(f"s{n}") for n in range(1, 6))
    + arrows("start>s1", "s1>s2", "s2>s3", "s3>s4", "s4>s5", "s5>end")
)

PUBLISHED: dict[tuple[str, str], bytes] = {}


def flow_definition(flow_key: str, version_hash: str) -> FlowDefinition:
    """Stand for settings.FLOW_SOURCE. Raises KeyError for a version nobody published."""
    return parse_bpmn(PUBLISHED[flow_key, version_hash])
