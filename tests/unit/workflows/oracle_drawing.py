"""Draws the oracle's blocks as diagrams for the core and the runtime."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.unit.workflows.diagrams import FORMAL, body, process, timer
from tests.unit.workflows.oracle import (
    NOTHING,
    Again,
    Block,
    Called,
    Chain,
    Choice,
    Each,
    Inside,
    Some,
    Step,
    Together,
)
from workflows.model import FlowDefinition

KEY = "17"
WHO = 'mc:role="clerk" mc:agency="receiving"'


@dataclass
class Drawing:
    """Draws a block as the lines of a diagram, with the processes it calls and the messages it awaits."""

    lines: list[str] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    steps: dict[str, Step] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)

    def flow(self, block: Block) -> FlowDefinition:
        """The flow of a block."""
        return process(*self.whole(block), before=self.messages, after="".join(self.called))

    @property
    def messages(self) -> str:
        """The definitions of the messages awaited."""
        awaited = [step.id for step in self.steps.values() if step.awaits]
        return "".join(
            f'<message id="{message_of(step_id)}" name="{message_of(step_id)}"/>' for step_id in awaited
        )

    def whole(self, block: Block) -> list[str]:
        """A container's lines: start, block, end."""
        number = next(self.numbers)
        first, last = self.draw(block)
        self.lines += [f"start s{number}", f"end e{number}", f"s{number} -> {first}", f"{last} -> e{number}"]
        return self.lines

    def apart(self, block: Block) -> str:
        """The elements of a container inside or beside this one."""
        inner = Drawing(numbers=self.numbers, steps=self.steps, called=self.called)
        return body(*inner.whole(block))

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw a block; return its first and last node."""
        match block:
            case Step():
                self.steps[block.id] = block
                return self.event_gateway(block) if block.awaits == "events" else self.step(block)
            case Chain():
                return self.chain([self.draw(part) for part in block.parts])
            case Together():
                return self.split("parallel", block.parts, [""] * len(block.parts))
            case Choice():
                conditions = [f"[{str(index == block.taken).lower()}] " for index in range(len(block.parts))]
                return self.split("exclusive", block.parts, conditions)
            case Some():
                conditions = [f"[{str(index in block.taken).lower()}] " for index in range(len(block.parts))]
                return self.split("inclusive", block.parts, conditions)
            case Again():
                return self.again(block)
            case Inside():
                return self.activity("subProcess", block.part, "")
            case Called():
                return self.activity("callActivity", block.part, "")
            case Each():
                return self.each(block)

    def node(self, kind: str) -> str:
        name = f"n{next(self.numbers)}"
        self.lines.append(f"{kind} {name}")
        return name

    def step(self, block: Step, marker: str = "") -> tuple[str, str]:
        """A step, with what follows when its timer comes first."""
        self.lines.append(drawn_step(block, marker))
        if block.late is None:
            return block.id, block.id
        first, last = self.draw(block.late)
        merge = self.node("exclusive")
        edge = timer_of(block.id)
        self.lines.append(f'boundary {edge} attachedToRef="{block.id}" | {timer("PT1H")}')
        self.lines += [f"{edge} -> {first}", f"{last} -> {merge}", f"{block.id} -> {merge}"]
        return block.id, merge

    def event_gateway(self, block: Step) -> tuple[str, str]:
        """A gateway at which a message and a timer race."""
        first, last = self.draw(block.late or NOTHING)
        merge, came, late = self.node("exclusive"), f"m_{block.id}", timer_of(block.id)
        self.lines += [f"events {block.id}", drawn_step(Step(came, awaits="catch"), "", message_of(block.id))]
        self.lines += [f"catch {late} | {timer('PT1H')}", f"{block.id} -> {came} -> {merge}"]
        self.lines += [f"{block.id} -> {late} -> {first}", f"{last} -> {merge}"]
        return block.id, merge

    def chain(self, ends: Sequence[tuple[str, str]]) -> tuple[str, str]:
        if not ends:
            empty = self.node("task")
            return empty, empty
        self.lines += [f"{left[1]} -> {right[0]}" for left, right in zip(ends, ends[1:], strict=False)]
        return ends[0][0], ends[-1][1]

    def split(self, kind: str, parts: Sequence[Block], conditions: Sequence[str]) -> tuple[str, str]:
        ends = [self.draw(part) for part in parts]
        fork, join = self.node(kind), self.node(kind)
        for (first, last), condition in zip(ends, conditions, strict=True):
            self.lines += [f"{fork} -> {condition}{first}", f"{last} -> {join}"]
        return fork, join

    def again(self, block: Again) -> tuple[str, str]:
        name = f"k{next(self.numbers)}"
        self.lines += [
            f"script {name}_0 | <script>{{{name}: 0}}</script>",
            f"exclusive {name}_m",
            f"exclusive {name}_x",
        ]
        self.lines.append(f"script {name}_1 | <script>{{{name}: {name} + 1}}</script>")
        first, last = self.draw(block.part)
        out = self.node("task")
        self.lines += [f"{name}_0 -> {name}_m -> {first}", f"{last} -> {name}_1 -> {name}_x"]
        self.lines += [f"{name}_x -> [{name} = {block.times}] {out}", f"{name}_x -> [*] {name}_m"]
        return f"{name}_0", out

    def each(self, block: Each) -> tuple[str, str]:
        """A multi-instance activity."""
        marker = (
            f'<multiInstanceLoopCharacteristics isSequential="{str(block.sequential).lower()}">'
            f"<loopCardinality {FORMAL}>{block.times}</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        if isinstance(block.part, Step):
            self.steps[block.part.id] = block.part
            return self.step(block.part, marker)
        return self.activity("callActivity" if block.called else "subProcess", block.part, marker)

    def activity(self, tag: str, part: Block, marker: str) -> tuple[str, str]:
        """A sub-process, or a call activity with the process it calls."""
        inside, name = self.apart(part), f"p{next(self.numbers)}"
        if tag == "subProcess":
            self.lines.append(f'<subProcess id="{name}">{marker}{inside}</subProcess>')
        else:
            self.called.append(f'<process id="{name}_q" isExecutable="false">{inside}</process>')
            self.lines.append(f'call {name} calledElement="{name}_q" | {marker}')
        return name, name


def drawn_step(step: Step, marker: str, message: str = "") -> str:
    """The line of a step."""
    message = message or message_of(step.id)
    match step.awaits:
        case "catch":
            return f'catch {step.id} mc:key="{KEY}" | <messageEventDefinition messageRef="{message}"/>'
        case "receive":
            return f'receive {step.id} messageRef="{message}" mc:key="{KEY}"'
    return f"user {step.id} {WHO} | {marker}"


def message_of(step_id: str) -> str:
    """The name of the message that a step awaits."""
    return f"msg_{step_id}"


def timer_of(step_id: str) -> str:
    """The event that happens when a step's timer comes first."""
    return f"t_{step_id}"


def event_of(step: Step) -> str:
    """The node at which a step's message arrives."""
    return f"m_{step.id}" if step.awaits == "events" else step.id
