"""The nodes of a flow: one frozen class for each kind of BPMN element that is executed.

Use them by way of `workflows.model`. Source: BPMN 2.0.2 clauses 10.3 to 10.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from workflows.expressions import Expression
from workflows.parts import Assignment, EndKind, Message, ModelError, MultiInstance, Outcome, Timer


@dataclass(frozen=True, kw_only=True)
class Node:
    """What every node has. `line` is the line in the file; `status_done` is set when the node completes."""

    kind: ClassVar[str] = ""
    id: str
    container: str
    name: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    lane: str | None = None
    line: int = 0
    status: str = ""
    status_done: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.id:
            raise ModelError("", "id_missing", "phần tử thiếu mã (id)")
        if self.default is not None and self.default not in self.outgoing:
            raise ModelError(
                self.id, "default_not_outgoing", "luồng mặc định không phải luồng ra của phần tử"
            )


@dataclass(frozen=True, kw_only=True)
class StartEvent(Node):
    """With a message, a run begins when it comes; `outputs` are written from the message's values."""

    kind: ClassVar[str] = "startEvent"
    message: Message | None = None
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndEvent(Node):
    """`error_code` belongs to an error end, `message` to a message end."""

    kind: ClassVar[str] = "endEvent"
    result: EndKind = "none"
    message: Message | None = None
    error_code: str = ""
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CatchEvent(Node):
    """Waits for a moment or a message; `outputs` are written from the message's values."""

    kind: ClassVar[str] = "intermediateCatchEvent"
    timer: Timer | None = None
    message: Message | None = None
    outputs: tuple[Assignment, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.timer is None) == (self.message is None):
            raise ModelError(self.id, "event_definition", "sự kiện chờ cần đúng một: hẹn giờ hoặc thông điệp")


@dataclass(frozen=True, kw_only=True)
class ThrowEvent(Node):
    """Passes at once; with a message it is a send task without a box."""

    kind: ClassVar[str] = "intermediateThrowEvent"
    message: Message | None = None
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BoundaryEvent(Node):
    """An event at the edge of an activity. `error_code` None while `error` is true catches every error."""

    kind: ClassVar[str] = "boundaryEvent"
    attached_to: str
    interrupting: bool = True
    timer: Timer | None = None
    message: Message | None = None
    error: bool = False
    error_code: str | None = None
    outputs: tuple[Assignment, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if sum((self.timer is not None, self.message is not None, self.error)) != 1:
            raise ModelError(
                self.id, "event_definition", "sự kiện biên cần đúng một: hẹn giờ, thông điệp hoặc lỗi"
            )
        if self.error and not self.interrupting:
            raise ModelError(self.id, "error_must_interrupt", "sự kiện biên bắt lỗi luôn ngắt hoạt động")


@dataclass(frozen=True, kw_only=True)
class Activity(Node):
    multi: MultiInstance | None = None


@dataclass(frozen=True, kw_only=True)
class UserTask(Activity):
    """A step of a person.

    role          code of the role; agency: a word of AGENCY_WORDS or FEEL over the case
    four_eyes     nodes whose people may not complete this one
    shows         (step, question) pairs: answers of earlier steps that whoever is only consulted here may read
    holder        FEEL: who gets the step by name, a person's public id or several in the order wanted
    budget_hours  hours of working time
    document      kinds of document, parted by commas
    """

    kind: ClassVar[str] = "userTask"
    role: str = ""
    agency: Expression | None = None
    form: str = ""
    outcomes: tuple[Outcome, ...] = ()
    budget_hours: Decimal | None = None
    document: str = ""
    four_eyes: tuple[str, ...] = ()
    holder: Expression | None = None
    shows: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        keys = [outcome.key for outcome in self.outcomes]
        if len(keys) != len(set(keys)):
            raise ModelError(self.id, "outcome_twice", "hai kết quả (outcome) trùng khóa")
        if self.budget_hours is not None and self.budget_hours <= 0:
            raise ModelError(self.id, "budget_not_positive", "ngân sách giờ phải lớn hơn 0")
        if self.id in self.four_eyes:
            raise ModelError(self.id, "four_eyes_itself", "bước không thể bốn mắt với chính nó")

    @property
    def documents(self) -> tuple[str, ...]:
        """The kinds of document the step is about."""
        return tuple(kind.strip() for kind in self.document.split(",") if kind.strip())

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome with this key, or None."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


@dataclass(frozen=True, kw_only=True)
class ManualTask(UserTask):
    """Done by a person outside the system, who only says that it is done."""

    kind: ClassVar[str] = "manualTask"


@dataclass(frozen=True, kw_only=True)
class UndefinedTask(Activity):
    """A task without a type; completes at once (BPMN 2.0.2 clause 13.3.3)."""

    kind: ClassVar[str] = "task"


@dataclass(frozen=True, kw_only=True)
class ScriptTask(Activity):
    """FEEL; a context result is merged into the variables, another goes into `result` when it has a name."""

    kind: ClassVar[str] = "scriptTask"
    script: Expression | None = None
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceTask(Activity):
    """Calls an operation of the catalogue and waits for its answer."""

    kind: ClassVar[str] = "serviceTask"
    operation: str = ""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BusinessRuleTask(ServiceTask):
    """Asks a decision; `operation` is "decision:<name>"."""

    kind: ClassVar[str] = "businessRuleTask"
    decision: str = ""


@dataclass(frozen=True, kw_only=True)
class SendTask(Activity):
    """Throws its message and goes on."""

    kind: ClassVar[str] = "sendTask"
    message: Message | None = None
    inputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReceiveTask(Activity):
    """Waits for its message; without one, for the answer of whoever completes it."""

    kind: ClassVar[str] = "receiveTask"
    message: Message | None = None
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubProcess(Activity):
    """An embedded sub-process: its nodes have this id as their container."""

    kind: ClassVar[str] = "subProcess"


@dataclass(frozen=True, kw_only=True)
class CallActivity(Activity):
    """Runs another process with variables of its own. `called` is that process's container."""

    kind: ClassVar[str] = "callActivity"
    called: str = ""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExclusiveGateway(Node):
    kind: ClassVar[str] = "exclusiveGateway"


@dataclass(frozen=True, kw_only=True)
class ParallelGateway(Node):
    kind: ClassVar[str] = "parallelGateway"


@dataclass(frozen=True, kw_only=True)
class InclusiveGateway(Node):
    kind: ClassVar[str] = "inclusiveGateway"


@dataclass(frozen=True, kw_only=True)
class EventGateway(Node):
    """Takes the way of the first event behind it."""

    kind: ClassVar[str] = "eventBasedGateway"
