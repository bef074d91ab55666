"""A whole .bpmn file to flows: every process in it, with everything that is wrong at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from workflows.expressions import ExpressionFault
from workflows.findings import Finding
from workflows.model import CallActivity, FlowDefinition, Lane, ModelError, Node, SequenceFlow
from workflows.parser import foreign, refused, rules, values
from workflows.parser.elements import MAKERS, Names, shared
from workflows.parser.reading import (
    BpmnFaults,
    bpmn_children,
    children,
    line_of,
    local,
    mc,
    read_xml,
    tag_of,
    text_of,
)

MEND_EXPRESSION = "Viết lại bằng FEEL."
MEND_MODEL = "Sửa phần tử này trong sơ đồ."


@dataclass(frozen=True)
class Document:
    """The processes of a file. `main` is the first executable one.

    violations  rules of BPMN it breaks: it can be run for a look, but not be published
    notes       what of other engines' attributes was left
    """

    processes: Mapping[str, FlowDefinition]
    main: str
    violations: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def parse_bpmn(content: bytes, library: Mapping[str, FlowDefinition] | None = None) -> FlowDefinition:
    """Return the file's main process, fit to be published. Raises BpmnFaults with every fault.

    library  processes of other files that a call activity may call, by id
    """
    document = parse_document(content, library)
    if document.violations:
        raise BpmnFaults(list(document.violations))
    return document.processes[document.main]


def parse_document(content: bytes, library: Mapping[str, FlowDefinition] | None = None) -> Document:
    """Return every process of the file, whatever rules it breaks. Raises BpmnFaults when it cannot run at all."""
    root = read_xml(content)
    foreign.translate(root)
    refusals = list(refused.refusals(root))
    violations = tuple(rules.violations(root))
    reader = Reader(root, library or {})
    document = reader.document()
    if refusals or reader.findings:
        raise BpmnFaults([*refusals, *(reader.findings if not refusals else ()), *violations])
    return replace(document, violations=violations, notes=tuple(foreign.notes(root)))


class Reader:
    """Reads one file, collecting faults on the way."""

    def __init__(self, root: etree._Element, library: Mapping[str, FlowDefinition]) -> None:
        self.root, self.library = root, library
        self.findings: list[Finding] = []
        self.names = Names(
            messages={
                item.get("id", ""): item.get("name", "") or item.get("id", "")
                for item in children(root, "message")
            },
            errors={
                item.get("id", ""): item.get("errorCode", "") or item.get("id", "")
                for item in children(root, "error")
            },
            definitions={
                item.get("id", ""): item
                for name, item in bpmn_children(root)
                if name.endswith("EventDefinition")
            },
        )
        self.processes = {item.get("id", ""): item for item in children(root, "process")}
        self.nodes: dict[str, dict[str, Node]] = {}
        self.flows: dict[str, dict[str, SequenceFlow]] = {}
        self.lanes: dict[str, dict[str, Lane]] = {}

    def document(self) -> Document:
        """Read all processes, then put each together with those it calls."""
        for process_id, element in self.processes.items():
            self.nodes[process_id], self.flows[process_id] = {}, {}
            self.lanes[process_id] = self.read_lanes(element)
            self.read_container(element, process_id)
        executable = [
            key for key, item in self.processes.items() if item.get("isExecutable") in ("true", "1")
        ]
        main = next(iter(executable or self.processes), "")
        if not main:
            self.findings.append(
                Finding("", "no_process", "error", "Tệp không có tiến trình nào.", "Vẽ một tiến trình.")
            )
        made = {} if self.findings else {key: self.definition(key) for key in self.processes}
        return Document({key: flow for key, flow in made.items() if flow is not None}, main)

    def read_lanes(self, process: etree._Element) -> dict[str, Lane]:
        """The lanes of a process, with role and agency."""
        found: dict[str, Lane] = {}
        for element in process.iter(f"{{{etree.QName(process).namespace}}}lane"):
            node_ids = tuple(text_of(item) for item in children(element, "flowNodeRef"))
            with_agency = self.guarded(element, lambda item=element: values.expression(mc(item, "agency")))
            lane = Lane(
                element.get("id", ""), element.get("name", ""), mc(element, "role"), with_agency, node_ids
            )
            found[lane.id] = lane
        return found

    def read_container(self, container: etree._Element, process_id: str) -> None:
        """Read the nodes and flows of a process or sub-process, and of those inside it."""
        container_id = container.get("id", "")
        ends: dict[str, tuple[list[str], list[str]]] = {}
        for element in children(container, "sequenceFlow"):
            flow = self.guarded(element, lambda item=element: read_flow(item))
            if flow is not None:
                self.flows[process_id][flow.id] = flow
                ends.setdefault(flow.source, ([], []))[1].append(flow.id)
                ends.setdefault(flow.target, ([], []))[0].append(flow.id)
        for name, element in bpmn_children(container):
            if name in MAKERS:
                self.read_node(element, container_id, process_id, ends)
            if name == "subProcess":
                self.read_container(element, process_id)

    def read_node(
        self,
        element: etree._Element,
        container_id: str,
        process_id: str,
        ends: Mapping[str, tuple[list[str], list[str]]],
    ) -> None:
        """Read one node."""
        node_id = element.get("id", "")
        lane = next((lane for lane in self.lanes[process_id].values() if node_id in lane.node_ids), None)
        incoming, outgoing = ends.get(node_id, ([], []))
        default = local(element.get("default")) or None

        def make() -> Node:
            base: dict[str, Any] = shared(element, container_id, lane)
            base |= {"incoming": tuple(incoming), "outgoing": tuple(outgoing), "default": default}
            return MAKERS[tag_of(element)](element, base, self.names, lane)

        node = self.guarded(element, make)
        if node is not None:
            self.nodes[process_id][node.id] = node

    def definition(self, process_id: str) -> FlowDefinition | None:
        """One process with everything it calls, directly or not."""
        nodes, flows = dict(self.nodes[process_id]), dict(self.flows[process_id])
        lanes, todo = dict(self.lanes[process_id]), list(self.nodes[process_id].values())
        calls: list[str] = []
        mine: tuple[dict[str, Any], ...] = (nodes, flows, lanes)
        while todo:
            node = todo.pop()
            if not isinstance(node, CallActivity) or node.called in (process_id, *calls):
                continue
            called = self.called(node)
            if called is None:
                return None
            calls.append(node.called)
            for part, theirs in zip(mine, called, strict=True):
                self.merge(node, part, theirs)
            todo += called[0].values()
        element = self.processes[process_id]
        name = element.get("name", "")
        made: FlowDefinition | None = self.guarded(
            element,
            lambda: FlowDefinition(process_id, nodes, flows, name, lanes, tuple(calls), line_of(element)),
        )
        return made

    def called(
        self, node: CallActivity
    ) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]] | None:
        """Nodes, flows and lanes of a called process, from this file or the library."""
        if node.called in self.processes:
            return self.nodes[node.called], self.flows[node.called], self.lanes[node.called]
        flow = self.library.get(node.called)
        if flow is not None:
            return flow.nodes, flow.flows, flow.lanes
        sentence = f"Gọi tiến trình không có: {node.called or '(trống)'}."
        mend = "Ghi mã của một tiến trình trong gói vào calledElement."
        self.findings.append(Finding(node.id, "called_unknown", "error", sentence, mend, node.line))
        return None

    def merge(self, node: CallActivity, mine: dict[str, Any], theirs: Mapping[str, Any]) -> None:
        """Add a called process's parts; ids must stay unique."""
        for key, value in theirs.items():
            if mine.get(key, value) != value:
                sentence = f"Tiến trình được gọi dùng lại mã {key}."
                self.findings.append(
                    Finding(node.id, "id_twice", "error", sentence, "Đổi một trong hai mã.", node.line)
                )
        mine.update(theirs)

    def guarded(self, element: etree._Element, make: Any) -> Any:
        """Make a value; a fault becomes a finding and None."""
        element_id, line = element.get("id", ""), line_of(element)
        try:
            return make()
        except ExpressionFault as fault:
            sentence = f"Biểu thức không đọc được: {fault.text.strip()} ({fault.reason})."
            self.findings.append(Finding(element_id, "expression", "error", sentence, MEND_EXPRESSION, line))
        except ModelError as fault:
            place = fault.element or element_id
            sentence = f"{fault.sentence[:1].upper()}{fault.sentence[1:]}."
            self.findings.append(Finding(place, fault.code, "error", sentence, MEND_MODEL, line))
        return None


def read_flow(element: etree._Element) -> SequenceFlow:
    """One sequence flow."""
    condition = element.find(f"{{{etree.QName(element).namespace}}}conditionExpression")
    return SequenceFlow(
        element.get("id", ""),
        local(element.get("sourceRef")),
        local(element.get("targetRef")),
        values.expression(foreign.condition_text(text_of(condition))),
        element.get("name", ""),
        line_of(element),
    )
