"""The small values of a flow's model: outcomes, mappings, timers, messages, multi-instance markers.

They refuse to exist when wrong, as the nodes that hold them do. Use them by way of `workflows.model`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflows.expressions import Expression

OutcomeKind = Literal["positive", "negative", "neutral"]
TimerKind = Literal["date", "duration", "cycle", "undated"]
EndKind = Literal["none", "message", "error", "terminate"]

AGENCY_WORDS = frozenset({"receiving", "deciding", "parent", "register_keeper", "support"})


class ModelError(ValueError):
    """A definition that cannot exist.

    element   id of the element at fault
    code      stable word for the kind of fault
    sentence  what is wrong, in Vietnamese
    """

    def __init__(self, element: str, code: str, sentence: str) -> None:
        super().__init__(f"{element}: {sentence}")
        self.element = element
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Outcome:
    """One way a person may end a step: a button.

    follows  the event of the case that takes this way by itself, in the case's own words; "" for none
    """

    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: OutcomeKind = "neutral"
    needs_reason: bool = False
    sends_back: bool = False
    follows: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            raise ModelError("", "outcome_without_key", "kết quả (outcome) thiếu khóa")
        if self.kind not in ("positive", "negative", "neutral"):
            raise ModelError("", "outcome_kind", f"loại kết quả không có: {self.kind}")


@dataclass(frozen=True)
class Assignment:
    """A named value of a mapping: `name` takes what `value` computes."""

    name: str
    value: Expression


@dataclass(frozen=True)
class Timer:
    """When a timer event fires: a moment, after a duration, or again and again.

    kind          "undated" was drawn without a time: it never fires by itself, and must not be published
    repeats       for a cycle: how often, None for without end
    working_days  a duration of days counts working days of the agency's calendar
    """

    kind: TimerKind
    value: Expression
    repeats: int | None = 1
    working_days: bool = False


@dataclass(frozen=True)
class Message:
    """What a message event waits for or throws; `key` correlates it (None: any)."""

    name: str
    key: Expression | None = None


@dataclass(frozen=True)
class MultiInstance:
    """An activity carried out several times, at once or one after another.

    cardinality  how many, or
    items, item  a list and the variable that holds one entry of it
    output_item, outputs  a variable of each instance, and the list in which the values are kept
    until        completion condition; the rest is cancelled when it holds
    """

    sequential: bool
    cardinality: Expression | None = None
    items: Expression | None = None
    item: str = ""
    output_item: str = ""
    outputs: str = ""
    until: Expression | None = None

    def __post_init__(self) -> None:
        if (self.cardinality is None) == (self.items is None):
            raise ModelError(
                "", "multi_instance_count", "nhiều lượt cần đúng một trong hai: số lượt hoặc danh sách"
            )
