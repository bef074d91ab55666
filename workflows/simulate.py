"""Runs a diagram without people, database or waiting: the runner behind `bpmn run` and scenarios.

Human tasks and operations complete at once unless named in `wait_at`. Whenever the run rests, the
next trigger is delivered; when there is none that anybody waits for, the clock jumps to the next
due timer. A message that the flow throws reaches whoever waits for it in the same file, or starts
the process of the file that begins with it or comes to it. It is the production core: what happens here happens
there.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workdays import Calendar
from workflows.core import FlowStuck, Steering, Trace, advance
from workflows.effects import CallOperation, Effect, SendMessage
from workflows.events import Completed, Event, MessageArrived, OperationDone, Started, TimerFired
from workflows.model import CatchEvent, FlowDefinition, ReceiveTask, StartEvent, UserTask
from workflows.state import ROOT, State, Token, Wait

MAX_EVENTS = 10_000
MAX_FIRINGS = 100


@dataclass(frozen=True)
class Line:
    """One thing that happened. `scope` is the process or sub-process, with its number below the root."""

    at: datetime
    scope: str
    node: str
    kind: str
    event: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How it ended: "completed", "waiting" at `open` nodes, or "error"."""

    end: str
    open: tuple[str, ...]
    variables: Mapping[str, Any]
    error: str | None = None


@dataclass
class Course:
    """One running instance of one process of the file; `asked` is what each token's operation was called with."""

    flow: FlowDefinition
    state: State = field(default_factory=State)
    asked: dict[str, CallOperation] = field(default_factory=dict)


class Simulation:
    """One simulated world: the runs of a file's processes under one clock."""

    def __init__(
        self,
        processes: Mapping[str, FlowDefinition],
        main: str,
        *,
        at: datetime,
        choices: Mapping[str, Sequence[str]] | None = None,
        wait_at: Iterable[str] = (),
        facts: Mapping[str, Any] | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.processes, self.main, self.at = processes, main, at
        self.wait_at = frozenset(wait_at)
        self.steering = Steering(choices or {}, self.wait_at)
        self.facts, self.calendar = facts or {}, calendar
        self.courses: list[Course] = []
        self.messages: deque[SendMessage] = deque()
        self.lines: list[Line] = []
        self.effects: list[Effect] = []
        self.error: str | None = None
        self.events = 0
        self.firings: dict[tuple[int, str], int] = {}

    def run(self, variables: Mapping[str, Any], triggers: Sequence[str] = ()) -> Outcome:
        """Start the main process, deliver the triggers, let time pass until nothing moves."""
        left = deque(triggers)
        self.begin(variables, left)
        while self.error is None and (self.settle() or self.deliver_first(left) or self.jump()):
            pass
        return self.outcome()

    def outcome(self) -> Outcome:
        """How it stands now."""
        first = self.courses[0].state if self.courses else State()
        open_nodes = tuple(token.node for course in self.courses for token in course.state.tokens)
        error = self.error or (first.error_code or "error" if first.ended == "error" else None)
        end = "error" if error is not None else "waiting" if open_nodes else "completed"
        return Outcome(end, open_nodes, first.variables, error)

    def choose(self, choices: Mapping[str, Sequence[str]]) -> None:
        """Let gateways take these flows from now on."""
        self.steering = Steering(choices, self.wait_at)

    # starting

    def begin(self, variables: Mapping[str, Any], left: deque[str]) -> None:
        """Start the main process: at its none start, or at the message start that the first trigger names."""
        flow = self.processes[self.main]
        starts = [node for node in flow.contents.get(flow.id, ()) if isinstance(node, StartEvent)]
        at_message = [node for node in starts if node.message is not None]
        if len(at_message) < len(starts) or not starts:
            self.start(flow, Started(variables))
            return
        named = [node for node in at_message if left and names_start(left[0], node)]
        if named:
            left.popleft()
        self.start(flow, Started(variables, at_node=(named or at_message)[0].id))

    def start(self, flow: FlowDefinition, event: Started) -> Course:
        """Begin a run of a process."""
        course = Course(flow)
        self.courses.append(course)
        self.take(course, event)
        return course

    # moving

    def take(self, course: Course, event: Event) -> None:
        """Give one event to one run, keeping what happened. A flow that gets stuck ends the simulation."""
        self.events += 1
        if self.events > MAX_EVENTS:
            self.error = "too_many_steps"
            return
        state = None if isinstance(event, Started) else course.state
        before = {scope.id: scope.container for scope in course.state.scopes}
        try:
            step = advance(
                course.flow,
                state,
                event,
                at=self.at,
                facts=self.facts,
                calendar=self.calendar,
                steering=self.steering,
            )
        except FlowStuck as stuck:
            self.error = f"{stuck.code}: {stuck.node_id} {stuck.detail}".strip()
            self.lines.append(Line(self.at, course.flow.id, stuck.node_id, "", "failed"))
            return
        course.state = step.state
        containers = before | {scope.id: scope.container for scope in step.state.scopes}
        self.lines += [self.line(course, trace, containers) for trace in step.trace]
        self.effects += step.effects
        course.asked |= {each.token_id: each for each in step.effects if isinstance(each, CallOperation)}
        self.messages += [effect for effect in step.effects if isinstance(effect, SendMessage)]

    def line(self, course: Course, trace: Trace, containers: Mapping[str, str]) -> Line:
        container = (
            course.flow.nodes[trace.node].container if trace.node in course.flow.nodes else course.flow.id
        )
        scope = (
            container if trace.scope == ROOT else f"{containers.get(trace.scope, container)}:{trace.scope}"
        )
        return Line(self.at, scope, trace.node, trace.kind, trace.event, trace.changed)

    def settle(self) -> bool:
        """Do one thing that needs nobody: deliver a thrown message, complete a task. Return whether there was one."""
        if self.messages:
            self.post(self.messages.popleft())
            return True
        for course in self.courses:
            for token in course.state.tokens:
                event = self.answer(course, token)
                if event is not None:
                    self.take(course, event)
                    return True
        return False

    def answer(self, course: Course, token: Token) -> Event | None:
        """What happens by itself to a waiting token."""
        if token.node in self.wait_at:
            return None
        if token.waits == "operation":
            return OperationDone(token.id)
        if token.waits == "person":
            return Completed(token.id, self.usual_outcome(course, token))
        return None

    def usual_outcome(self, course: Course, token: Token) -> str:
        """The outcome a variable `<node>_choice` names, else the first positive one, else the first."""
        node = course.flow.nodes[token.node]
        if not isinstance(node, UserTask) or not node.outcomes:
            return ""
        named = course.state.variables.get(f"{node.id}_choice")
        if isinstance(named, str):
            return named
        positive = [outcome.key for outcome in node.outcomes if outcome.kind == "positive"]
        return (positive or [node.outcomes[0].key])[0]

    def post(self, message: SendMessage) -> None:
        """Bring a thrown message to who waits for it, or to the process that it starts."""
        event = MessageArrived(message.name, message.key, message.variables)
        if self.arrived(event):
            return
        for flow in self.processes.values():
            starts = [node for node in flow.contents.get(flow.id, ()) if isinstance(node, StartEvent)]
            if any(names_start(message.name, node) for node in starts):
                self.start(flow, Started(message.variables, message=message.name))
                return
        running = {course.flow.id for course in self.courses}
        for flow in self.processes.values():
            if flow.id not in running and awaits(flow, message.name):
                self.start(flow, Started())
                self.messages.append(message)
                return

    def arrived(self, event: MessageArrived) -> bool:
        """Deliver a message to the first run that waits for it. Return whether there is one."""
        for course in self.courses:
            for wait in course.state.waits:
                if wait.kind == "message" and wait.name == event.name and wait.key in (None, event.key):
                    self.take(course, MessageArrived(event.name, event.key, event.variables, wait.id))
                    return True
        return False

    # triggers and time

    def deliver_first(self, left: deque[str]) -> bool:
        """Deliver the next trigger if anybody waits for it. Return whether it was."""
        if left and self.deliver(left[0]):
            left.popleft()
            return True
        return False

    def deliver(self, name: str) -> bool:
        """Let what a name stands for happen: an event, a task's completion, a message, a new run."""
        for course in self.courses:
            wait = next((wait for wait in course.state.waits if wait.node == name), None)
            if wait is not None:
                self.happen(course, wait)
                return True
            token = next((token for token in course.state.tokens if token.node == name), None)
            if token is not None and token.waits in ("person", "operation", "event"):
                self.take(
                    course,
                    OperationDone(token.id) if token.waits == "operation" else self.completed(course, token),
                )
                return True
        return self.arrived(MessageArrived(name)) or self.start_at(name)

    def completed(self, course: Course, token: Token) -> Completed:
        return Completed(token.id, self.usual_outcome(course, token))

    def start_at(self, name: str) -> bool:
        """Start another run at the start event of this id, or of the message of this name."""
        for flow in self.processes.values():
            for node in flow.contents.get(flow.id, ()):
                if isinstance(node, StartEvent) and node.message is not None and names_start(name, node):
                    self.start(flow, Started(at_node=node.id))
                    return True
        return False

    def happen(self, course: Course, wait: Wait) -> None:
        """Let a waiting event happen; a timer takes the clock along."""
        if wait.kind == "message":
            self.take(course, MessageArrived(wait.name, wait.key, {}, wait.id))
            return
        self.at = max(self.at, wait.due_at or self.at)
        self.take(course, TimerFired(wait.id))

    def jump(self) -> bool:
        """Move the clock to the next due timer and fire it. Return whether there is one."""
        due = [
            (wait.due_at, number, wait)
            for number, course in enumerate(self.courses)
            for wait in course.state.waits
            if wait.due_at is not None and self.firings.get((number, wait.id), 0) < MAX_FIRINGS
        ]
        if not due:
            return False
        _, number, wait = min(due, key=lambda found: found[0])
        self.firings[number, wait.id] = self.firings.get((number, wait.id), 0) + 1
        self.happen(self.courses[number], wait)
        return True


def names_start(name: str, node: StartEvent) -> bool:
    """Whether a name stands for this message start event: its id, or its message's name."""
    return node.message is not None and name in (node.id, node.message.name)


def awaits(flow: FlowDefinition, name: str) -> bool:
    """Whether a process waits for this message somewhere on its way."""
    caught = [node for node in flow.nodes.values() if isinstance(node, CatchEvent | ReceiveTask)]
    return any(node.message is not None and node.message.name == name for node in caught)
