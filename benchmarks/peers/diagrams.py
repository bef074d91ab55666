"""The flows that are compared, as BPMN files that every side reads unchanged.

Conditions are written so that FEEL, Python and JavaScript agree on them (`n < 300`); attributes of
this product stand in its own namespace and tell the others nothing.
"""

from collections.abc import Iterable

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:mc="https://motcua.vn/bpmn/1" id="d" targetNamespace="https://motcua.vn/benchmarks">'
)
EVENTS = '<startEvent id="start"/><endEvent id="end"/>'
NODES_OF_A_VERSION = 200


def bpmn(body: str) -> str:
    """Return a whole file around the elements of one process."""
    return f'{HEAD}<process id="p" isExecutable="true">{EVENTS}{body}</process></definitions>'


def person(node_id: str, inner: str = "") -> str:
    """Return a step of a clerk."""
    return (
        f'<userTask id="{node_id}" name="{node_id}" mc:role="clerk" mc:agency="receiving">{inner}</userTask>'
    )


def service(node_id: str) -> str:
    """Return a step of the machine."""
    return f'<serviceTask id="{node_id}" name="{node_id}" implementation="work" mc:operation="work"/>'


def arrow(source: str, target: str, condition: str = "") -> str:
    """Return a sequence flow."""
    inner = (
        f'<conditionExpression xsi:type="tFormalExpression"><![CDATA[{condition}]]></conditionExpression>'
        if condition
        else ""
    )
    name = f"{source}_{target}"
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def chain(*nodes: str) -> str:
    """Return the flows from each node to the next."""
    return "".join(arrow(source, target) for source, target in zip(nodes, nodes[1:], strict=False))


def row(steps: Iterable[str], kind: str) -> str:
    """Return a flow of steps one after the other."""
    names = list(steps)
    make = person if kind == "person" else service
    return bpmn("".join(map(make, names)) + chain("start", *names, "end"))


def people() -> str:
    """Return five human steps in a row."""
    return row((f"s{number}" for number in range(1, 6)), "person")


def services() -> str:
    """Return five service tasks in a row."""
    return row((f"s{number}" for number in range(1, 6)), "service")


def fork() -> str:
    """Return three human steps at once, and their join."""
    steps = ("a", "b", "c")
    return bpmn(
        '<parallelGateway id="fork"/><parallelGateway id="join"/>'
        + "".join(map(person, steps))
        + arrow("start", "fork")
        + "".join(arrow("fork", step) + arrow(step, "join") for step in steps)
        + arrow("join", "end")
    )


def instances(count: int) -> str:
    """Return one human step with that many parallel instances."""
    marker = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality '
        f'xsi:type="tFormalExpression">{count}</loopCardinality></multiInstanceLoopCharacteristics>'
    )
    return bpmn(person("s1", marker) + chain("start", "s1", "end"))


def loop(times: int) -> str:
    """Return a human step that is taken again and again; each completion writes the variable n, from 1 on."""
    return bpmn(
        person("s1")
        + '<exclusiveGateway id="again" default="again_end"/>'
        + chain("start", "s1", "again")
        + arrow("again", "s1", f"n < {times}")
        + arrow("again", "end")
    )


def timer() -> str:
    """Return a wait of one second."""
    return bpmn(
        '<intermediateCatchEvent id="wait"><timerEventDefinition id="w"><timeDuration '
        'xsi:type="tFormalExpression">"PT1S"</timeDuration></timerEventDefinition></intermediateCatchEvent>'
        + chain("start", "wait", "end")
    )


def version(number: int) -> str:
    """Return a flow of 200 nodes: 198 human steps between start and end, other names in each version."""
    return row((f"v{number}s{step}" for step in range(NODES_OF_A_VERSION - 2)), "person")
