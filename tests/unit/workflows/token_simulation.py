"""The harness of the token-simulation suite: no data, every choice is given, no clock runs.

The suite's words differ from ours, and are translated here: destroyed without exit is whatever was
opened, did not complete and is not active; event-based gateways, terminate ends and error ends that
are caught never complete; an activity interrupted at its edge does; a process is active beside its
nodes. The order of completions is compared within each process, since nothing orders two pools.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from workflows.events import Started
from workflows.model import Activity, BoundaryEvent, EndEvent, EventGateway, StartEvent
from workflows.parser import Document, parse_document
from workflows.simulate import Line, Simulation

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Digest:
    """What must hold at one point of a scenario."""

    completed: Mapping[str, tuple[str, ...]]
    active: Mapping[str, int]
    destroyed: Mapping[str, int]
    over: bool


class Scenario:
    """One scenario being played."""

    def __init__(self, path: Path, test: Mapping[str, Any]) -> None:
        self.test = test
        self.document: Document = parse_document(path.read_bytes())
        wait_at = {step["wait_at"] for step in test["steps"] if "wait_at" in step}
        self.simulation = Simulation(self.document.processes, self.document.main, at=AT, wait_at=wait_at)
        self.processes = {key: flow.id for flow in self.document.processes.values() for key in flow.nodes}
        flows = etree.fromstring(path.read_bytes()).iter(f"{BPMN}messageFlow")
        self.message_flows = {
            flow.get("id"): (flow.get("sourceRef"), flow.get("targetRef")) for flow in flows
        }
        self.carried = 0
        self.choices: dict[str, list[str]] = {}
        self.read = 0

    def play(self) -> Iterator[tuple[str, Digest, Digest]]:
        """Take every step; yield a name, what is and what must be, at each expectation."""
        expected = iter(self.test["expected"])
        for step in self.test["steps"]:
            if "choose" in step:
                self.choices[step["choose"]] = step["flows"]
                self.simulation.choose(self.choices)
            elif "trigger" in step or "signal_flow" in step:
                self.trigger(step.get("trigger") or step["signal_flow"])
            elif "expect" in step:
                yield step["expect"], self.digest(), self.wanted(next(expected))

    def trigger(self, name: str) -> None:
        """Let an event happen or a task end, begin a process at the node of this name, or a message flow."""
        name = self.message_flows.get(name, ("", name))[1]
        if not self.simulation.deliver(name):
            flow = next((flow for flow in self.document.processes.values() if name in flow.nodes), None)
            if flow is None:
                return
            event = Started(at_node=name) if isinstance(flow.nodes[name], StartEvent) else Started()
            self.simulation.start(flow, event)
        while self.simulation.settle() or self.carry():
            pass

    def carry(self) -> bool:
        """Let message flows out of what has completed begin or wake their targets."""
        new = [line.node for line in self.simulation.lines[self.carried :] if line.event == "completed"]
        self.carried = len(self.simulation.lines)
        targets = [target for source, target in self.message_flows.values() if source in new]
        for target in targets:
            self.trigger(target)
        return bool(targets)

    def digest(self) -> Digest:
        """Where things stand, in the suite's words."""
        lines = self.simulation.lines
        done = [node for line in lines if (node := self.exited(line)) is not None]
        new, self.read = done[self.read :], len(done)
        active: Counter[str] = Counter()
        for course in self.simulation.courses:
            active.update(token.node for token in course.state.tokens)
            if course.state.tokens:
                active[course.flow.id] += 1
        opened = Counter(line.node for line in lines if line.event == "opened")
        destroyed = opened - Counter(done) - active
        return Digest(self.by_process(new), dict(active), dict(destroyed), not active)

    def exited(self, line: Line) -> str | None:
        """The node that leaves by this line, in the suite's sense."""
        node = next(
            flow.nodes[line.node] for flow in self.document.processes.values() if line.node in flow.nodes
        )
        if line.event == "cancelled" and isinstance(node, Activity) and self.is_interrupted(line):
            return line.node
        never = (
            isinstance(node, EventGateway)
            or isinstance(node, EndEvent)
            and (node.result == "terminate" or node.result == "error" and self.is_caught(line))
        )
        return line.node if line.event == "completed" and not never else None

    def is_interrupted(self, line: Line) -> bool:
        """Whether a boundary event of the cancelled activity happens next."""
        following = self.following(line)
        return following is not None and self.attached_to(following.node) == line.node

    def is_caught(self, line: Line) -> bool:
        """Whether the activity around an error end is interrupted next."""
        following = self.following(line)
        return following is not None and following.event == "cancelled"

    def following(self, line: Line) -> Line | None:
        place = next(number for number, other in enumerate(self.simulation.lines) if other is line)
        return next(iter(self.simulation.lines[place + 1 :]), None)

    def attached_to(self, node_id: str) -> str:
        nodes = [flow.nodes.get(node_id) for flow in self.document.processes.values()]
        return next((node.attached_to for node in nodes if isinstance(node, BoundaryEvent)), "")

    def by_process(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Completions in order, for each process."""
        found: dict[str, tuple[str, ...]] = {}
        for name in names:
            process = self.processes.get(name, "")
            found[process] = (*found.get(process, ()), name)
        return found

    def wanted(self, expected: Mapping[str, Any]) -> Digest:
        """What the suite's fixture says."""
        return Digest(
            self.by_process(expected["completed_in_order"]),
            expected["still_active"],
            expected["destroyed_without_exit"],
            expected["process_completed"],
        )
