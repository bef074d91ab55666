"""The harness of the betsy suite: its marker words become FEEL, its traces are read from the run.

A script task holds a word such as SCRIPT_task1, which means "append task1 to the trace"; conditions
are four Java idioms. Nothing else of a model is touched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from workflows.parser import parse_document
from workflows.simulate import Simulation

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
SCRIPTS = {
    "INCREMENT_INTEGER_VARIABLE": "{integerVariable: integerVariable + 1}",
    "INCREMENT_INTEGER_VARIABLE_AND_LOG": "{integerVariable: integerVariable + 1}",
    "SET_STRING_DATA": '{data: "String"}',
}
MARKERS = {
    "INCREMENT_INTEGER_VARIABLE_AND_LOG": "Increment",
    "CREATE_MARKER_FILE": "MarkerExists",
    "LOG_DATA": "DataCorrect",
}
ERRORS = {"no_way_out": "RuntimeException", "bad_value": "GenericError"}


@dataclass(frozen=True)
class Case:
    """One model with one input and the trace it must leave."""

    path: Path
    input: str | None
    number: int
    trace: tuple[str, ...]


def cases(folder: Path, tests: list[Mapping[str, Any]]) -> Iterator[Case]:
    """Every case of the suite's expected.json."""
    for test in tests:
        for case in test["cases"]:
            path = folder / test["group"] / f"{test['name']}.bpmn"
            yield Case(path, case["input"], case["integerVariable"] or 0, tuple(case["trace"]))


def translated(content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the model in FEEL, and the marker that each script task leaves."""
    root = etree.fromstring(content)
    markers: dict[str, str] = {}
    for script in root.iter(f"{BPMN}script"):
        word = (script.text or "").strip()
        owner = script.getparent().get("id")
        marker = word.removeprefix("SCRIPT_") if word.startswith("SCRIPT_") else MARKERS.get(word)
        if marker:
            markers[owner] = marker
        script.text = SCRIPTS.get(word, "null")
        if word == "WAIT_TEN_SECONDS":
            become_timer(script)
    for tag in ("conditionExpression", "loopCardinality", "completionCondition"):
        for element in root.iter(f"{BPMN}{tag}"):
            if (element.text or "").strip():
                element.text = feel(element.text)
    return etree.tostring(root), markers


def become_timer(script: etree._Element) -> None:
    """A task that takes ten seconds is a timer of ten seconds."""
    task = script.getparent()
    task.tag = f"{BPMN}intermediateCatchEvent"
    definition = etree.SubElement(task, f"{BPMN}timerEventDefinition")
    duration = etree.SubElement(definition, f"{BPMN}timeDuration")
    duration.set("{http://www.w3.org/2001/XMLSchema-instance}type", "bpmn2:tFormalExpression")
    duration.text = "PT10S"
    task.remove(script)


def feel(text: str) -> str:
    """One of the suite's Java idioms in FEEL."""
    text = re.sub(r"\$\{(\w+)\}", r"\1", text.strip())
    text = re.sub(r'!(\w+)\.contains\((".*?")\)', r"not(contains(\1, \2))", text)
    return re.sub(r'(\w+)\.contains\((".*?")\)', r"contains(\1, \2)", text)


def trace_of(case: Case) -> list[str]:
    """Run a case in the pure core and return the trace it leaves."""
    content, markers = translated(case.path.read_bytes())
    document = parse_document(content)
    simulation = Simulation(document.processes, document.main, at=AT)
    outcome = simulation.run({"test": case.input, "integerVariable": Decimal(case.number)})
    trace = [
        markers[line.node] for line in simulation.lines if line.event == "completed" and line.node in markers
    ]
    if outcome.end == "error":
        trace.append(ERRORS.get((outcome.error or "").partition(":")[0], "ErrorThrownErrorEvent"))
    return trace
