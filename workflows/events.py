"""What can happen to a run. `advance` takes exactly one of these.

Values are plain (texts, decimals, dates, lists, contexts); moments come as the separate `at`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Started:
    """The run begins. `message` names the message start event to begin at; empty: the none start."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    at_node: str = ""


@dataclass(frozen=True)
class Completed:
    """A person ended a step. `outcome` is empty where the step offers none."""

    token_id: str
    outcome: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OperationDone:
    """The operation that a service task called has answered."""

    token_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OperationFailed:
    """The operation ended in a named error of the flow (BPMN error, not a technical fault)."""

    token_id: str
    error_code: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TimerFired:
    """The moment of a timer has come; `timer_id` as given by StartTimer."""

    timer_id: str


@dataclass(frozen=True)
class TimersMoved:
    """The calendar changed: open timers in working time are due at other moments, as `core.recounted` tells them.

    due_at  timer id → its new moment
    """

    due_at: Mapping[str, datetime]


@dataclass(frozen=True)
class MessageArrived:
    """A message for this run. With `subscription_id` it goes to that one; else to the first that matches."""

    name: str
    key: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    subscription_id: str | None = None


@dataclass(frozen=True)
class Cancelled:
    """The case was withdrawn or stopped: every token closes."""

    reason: str


Event = (
    Started
    | Completed
    | OperationDone
    | OperationFailed
    | TimerFired
    | TimersMoved
    | MessageArrived
    | Cancelled
)
