"""What the core asks the world to do; the runtime carries it out in the event's transaction.

Ids are the core's: `token_id` is unique within a run and never used twice; timers and
subscriptions have ids of their own, since one token may wait for several.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from workflows.model import Outcome

RunEnd = Literal["completed", "terminated", "error", "cancelled"]
CloseReason = Literal["interrupted", "terminated", "error", "cancelled", "enough"]


@dataclass(frozen=True)
class OpenWorkItem:
    """A step waits for a person.

    agency  value of the lane's expression: a word ("receiving", "deciding", …) or a value of the case
    holder  who gets it by name: a person's public id, or several in the order wanted; None: the office
    """

    token_id: str
    node_id: str
    role: str = ""
    agency: Any = None
    form: str = ""
    budget_hours: Decimal | None = None
    document: str = ""
    four_eyes: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    holder: Any = None


@dataclass(frozen=True)
class CloseWorkItem:
    """The step no longer waits."""

    token_id: str
    reason: CloseReason


@dataclass(frozen=True)
class CallOperation:
    """Carry out an operation of the catalogue, then answer OperationDone or OperationFailed.

    operation  its name; "decision:<name>" evaluates a decision of the package
    """

    token_id: str
    node_id: str
    operation: str
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AbandonOperation:
    """Its answer is no longer awaited and will be refused."""

    token_id: str


@dataclass(frozen=True)
class StartTimer:
    timer_id: str
    token_id: str
    node_id: str
    due_at: datetime


@dataclass(frozen=True)
class MoveTimer:
    """An open timer is due at another moment."""

    timer_id: str
    due_at: datetime


@dataclass(frozen=True)
class StopTimer:
    timer_id: str


@dataclass(frozen=True)
class Subscribe:
    """Wait for a message; `key` None takes any key."""

    subscription_id: str
    token_id: str
    node_id: str
    name: str
    key: str | None = None


@dataclass(frozen=True)
class Unsubscribe:
    subscription_id: str


@dataclass(frozen=True)
class SendMessage:
    """The flow throws a message to whoever waits for it."""

    node_id: str
    name: str
    key: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SetStatus:
    """The case reaches a legal status."""

    code: str


@dataclass(frozen=True)
class RunEnded:
    """No token is left. `error_code` belongs to kind "error"."""

    kind: RunEnd
    error_code: str = ""


Effect = (
    OpenWorkItem
    | CloseWorkItem
    | CallOperation
    | AbandonOperation
    | StartTimer
    | MoveTimer
    | StopTimer
    | Subscribe
    | Unsubscribe
    | SendMessage
    | SetStatus
    | RunEnded
)
