"""Takes the scenarios of a package through the production core: no people, no database, no waiting.

A step names the node it ends; operations answer as the catalogue says they usually do, and business-rule
tasks as the package's decisions do, unless the next step names their node with other answers. Time
passes only where a step says `at`, and every timer due by then fires first. Pure.
"""

from collections import deque
from collections.abc import Mapping
from typing import Any

from decisions.feel import FeelError
from forms.definition import FormDefinition
from procedures.deciding import decide, is_decision
from procedures.errors import DecisionUnknown, Fault
from procedures.package import Files
from procedures.people import APPLICANT_ROLE
from procedures.scenarios import NOTHING, SCENARIOS, Scenario, Step, read_scenarios
from workflows.effects import CallOperation, SetStatus
from workflows.events import Cancelled, Completed, Event, OperationDone, Started
from workflows.model import FlowDefinition, UserTask
from workflows.simulate import Course, Simulation, names_start
from workflows.state import Token

WITHDRAWN = "7"
NOT_WITHDRAWN = frozenset({"9", "10"})


class Unexpected(Exception):
    """A rehearsal went another way than its scenario says, at a line of the file."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


class Rehearsal(Simulation):
    """A simulation in which people do only what a scenario says.

    usual  operation → what it answers unless a step says otherwise
    files  the package's, for its decisions
    """

    def __init__(
        self,
        flow: FlowDefinition,
        scenario: Scenario,
        *,
        forms: Mapping[str, FormDefinition] = NOTHING,
        usual: Mapping[str, Mapping[str, Any]] = NOTHING,
        files: Files = NOTHING,
    ) -> None:
        facts = {
            "answers": scenario.answers, "steps": {}, "channel": "online",
            "receiving": "receiving", "deciding": "deciding",
        }  # fmt: skip
        super().__init__({flow.id: flow}, flow.id, at=scenario.at, facts=facts)
        self.flow, self.scenario, self.forms, self.usual = flow, scenario, forms, usual
        self.files, self.line_at = files, scenario.line
        self.next_step: Step | None = None
        self.withdrawn = False

    def rehearse(self) -> None:
        """Go through the scenario. Raises Unexpected where it cannot be followed or ends otherwise."""
        steps = self.scenario.steps
        self.next_step = steps[0] if steps else None
        self.open()
        self.rest(self.scenario.line)
        for number, step in enumerate(steps):
            self.next_step = step
            self.pass_time(step)
            self.rest(step.line)
            self.next_step = steps[number + 1] if number + 1 < len(steps) else None
            self.do(step)
            self.rest(step.line)
        self.compare()

    def open(self) -> None:
        """Begin as a person who applies, or with the scenario's message. Raises Unexpected for one nothing begins with."""
        message = self.scenario.message
        if not message:
            self.begin({}, deque())
        elif any(names_start(message, start) for start in self.flow.message_starts):
            self.start(self.flow, Started(self.scenario.values, message=message))
        else:
            raise Unexpected(self.scenario.line, f"quy trình không bắt đầu bằng thông điệp {message}")

    def rest(self, line: int) -> None:
        """Let everything happen that needs nobody; `line` says where the scenario stands."""
        self.line_at = line
        while self.error is None and self.settle():
            pass
        if self.error is not None and self.scenario.expect.end != "error":
            raise Unexpected(line, f"quy trình mắc kẹt: {self.error}")

    def pass_time(self, step: Step) -> None:
        """Move the clock to a step's moment; every timer due by then fires first."""
        while step.at is not None and self.error is None:
            due = [wait.due_at for course in self.courses for wait in course.state.waits if wait.due_at]
            if not due or min(due) > step.at or not self.jump():
                self.at = max(self.at, step.at)
                return
            self.rest(step.line)

    def do(self, step: Step) -> None:
        """Let one step happen: a person's, an operation's, an event that is waited for, or the withdrawal."""
        if step.withdraw:
            self.withdraw(step)
            return
        course, token = self.waiting_at(step)
        if token is None:
            if not self.deliver(step.node):
                raise Unexpected(step.line, f"{step.node} không chờ ai; đang mở: {self.open_nodes()}")
        elif token.waits == "operation":
            self.take(course, OperationDone(token.id, step.answers))
        else:
            self.check_answer(step)
            self.remember(step)
            self.take(course, Completed(token.id, step.outcome))

    def withdraw(self, step: Step) -> None:
        """Let the applicant take the dossier back: every token closes. Raises Unexpected once it is over or decided."""
        if self.outcome().end != "waiting" or self.status in NOT_WITHDRAWN:
            raise Unexpected(step.line, "không còn gì để rút")
        for course in self.courses:
            self.take(course, Cancelled(step.withdraw))
        self.withdrawn = True
        self.effects.append(SetStatus(WITHDRAWN))

    def waiting_at(self, step: Step) -> tuple[Course, Token | None]:
        """Return the token that waits at a step's node for a person or an operation."""
        for course in self.courses:
            for token in course.state.tokens:
                if token.node == step.node and token.waits in ("person", "operation"):
                    return course, token
        return self.courses[0], None

    def check_answer(self, step: Step) -> None:
        """Raises Unexpected for an outcome, a reason or a question that the step does not have."""
        node = self.flow.nodes[step.node]
        if not isinstance(node, UserTask):
            return
        outcome = node.outcome(step.outcome)
        if node.outcomes and outcome is None:
            offered = ", ".join(each.key for each in node.outcomes)
            raise Unexpected(step.line, f"{step.node} không có kết quả {step.outcome!r}; có: {offered}")
        if outcome is not None and outcome.needs_reason and not step.reason:
            raise Unexpected(step.line, f"{step.node}: kết quả {step.outcome} cần reason")
        form = self.forms.get(node.form)
        unknown = set(step.answers) - (form.keys if form else frozenset())
        if unknown:
            raise Unexpected(step.line, f"{step.node}: biểu mẫu không hỏi {', '.join(sorted(unknown))}")

    def remember(self, step: Step) -> None:
        """Make a step's answers facts, as the dossier does."""
        node = self.flow.nodes[step.node]
        answered = {**step.answers, "outcome": step.outcome, "reason": step.reason}
        facts = {**self.facts, "steps": {**self.facts["steps"], step.node: answered}}
        if isinstance(node, UserTask) and node.role == APPLICANT_ROLE and node.form and step.answers:
            facts["answers"] = step.answers
        self.facts = facts

    def answer(self, course: Course, token: Token) -> Event | None:
        """An operation answers as usual unless the next step speaks for it; a person waits for a step."""
        spoken_for = self.next_step is not None and self.next_step.node == token.node
        if token.waits != "operation" or spoken_for:
            return None
        asked = course.asked[token.id]
        if is_decision(asked.operation):
            return OperationDone(token.id, self.decided(asked))
        return OperationDone(token.id, self.usual.get(asked.operation, {}))

    def decided(self, asked: CallOperation) -> Mapping[str, Any]:
        """Return what the package's decision answers. Raises Unexpected where it answers nothing."""
        try:
            return decide(self.files, asked.operation, asked.inputs, at=self.at)
        except (DecisionUnknown, FeelError) as error:
            raise Unexpected(self.line_at, f"{asked.node_id}: không quyết định được: {error}") from error

    def compare(self) -> None:
        """Raises Unexpected where the end, the status or the way is another than expected."""
        expected, outcome = self.scenario.expect, self.outcome()
        end = "withdrawn" if self.withdrawn else outcome.end
        if end != expected.end:
            raise Unexpected(
                expected.line, f"mong end {expected.end}, thấy {end}; đang mở: {self.open_nodes()}"
            )
        if self.status != expected.status:
            raise Unexpected(
                expected.line, f"mong status {expected.status}, thấy {self.status or 'không có'}"
            )
        passed = iter([line.node for line in self.lines if line.event == "opened"])
        for node in expected.trace:
            if node not in passed:
                raise Unexpected(expected.line, f"đường đi không qua {node} đúng thứ tự của trace")

    @property
    def status(self) -> str:
        """The legal status reached."""
        reached = [effect.code for effect in self.effects if isinstance(effect, SetStatus)]
        return reached[-1] if reached else ""

    def open_nodes(self) -> str:
        """The nodes that wait, in words."""
        return ", ".join(self.outcome().open) or "không có"


def check_scenarios(
    content: bytes,
    flow: FlowDefinition,
    forms: Mapping[str, FormDefinition],
    *,
    usual: Mapping[str, Mapping[str, Any]],
    files: Files = NOTHING,
    file: str = SCENARIOS,
) -> list[Fault]:
    """Return the faults of a file of scenarios, and of every scenario that goes otherwise than it says."""
    scenarios, faults = read_scenarios(content, file=file)
    for scenario in scenarios:
        try:
            Rehearsal(flow, scenario, forms=forms, usual=usual, files=files).rehearse()
        except Unexpected as unexpected:
            faults.append(Fault(file, unexpected.line, f"kịch bản {scenario.name}: {unexpected.message}"))
    return faults
