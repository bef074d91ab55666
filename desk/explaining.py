"""Puts into words why a step is open: what ended before it, which conditions held, on which values.

The facts come from `workflows.explain`. A value that came from the case is shown only to those who
may read the application's answers, and how a step ended only to those who read that step.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dossiers.selectors import title_of
from dossiers.sight import Sight
from workflows.events import (
    Completed,
    Event,
    MessageArrived,
    OperationDone,
    OperationFailed,
    Started,
    TimerFired,
)
from workflows.explain import Decision, Explanation, ValueRead
from workflows.model import FlowDefinition

WORDS: Mapping[type[Event], Promise] = {
    Started: gettext_lazy("Hồ sơ được gửi lúc %(at)s."),
    Completed: gettext_lazy("%(person)s đã làm xong bước “%(step)s” lúc %(at)s."),
    OperationDone: gettext_lazy("Hệ thống đã làm xong việc “%(step)s” lúc %(at)s."),
    OperationFailed: gettext_lazy("Việc tự động “%(step)s” báo lỗi %(code)s lúc %(at)s."),
    TimerFired: gettext_lazy("Đã đến hạn “%(step)s” lúc %(at)s."),
    MessageArrived: gettext_lazy("Đã có tin báo “%(step)s” lúc %(at)s."),
}
WITH_OUTCOME = gettext_lazy("%(person)s đã làm xong bước “%(step)s” với kết quả “%(outcome)s” lúc %(at)s.")
SKIPPED = gettext_lazy("%(person)s đã cho bỏ qua việc tự động “%(step)s” lúc %(at)s.")
HELD = gettext_lazy("Rẽ nhánh%(where)s vì %(read)s (điều kiện: %(condition)s).")
BY_DEFAULT = gettext_lazy("Rẽ nhánh%(where)s theo lối mặc định vì không điều kiện nào khác đúng: %(read)s.")
UNREAD = gettext_lazy("Rẽ nhánh%(where)s theo kết quả của một bước bạn không được xem.")


class Explainer:
    """Words one flow's explanations for one reader.

    unread  the steps of other offices, whose answers are not the reader's to read
    """

    def __init__(self, flow: FlowDefinition, sight: Sight, unread: Collection[str] = ()) -> None:
        self.flow, self.sight, self.unread = flow, sight, frozenset(unread)

    def sentences(self, explanation: Explanation) -> list[str]:
        """Return one sentence for what ended before, then one for each choice on the way."""
        told = [self.cause(explanation)]
        told += [self.decision(each) for each in explanation.decisions]
        told += [
            _("Tất cả các nhánh song song%(where)s đã xong.") % {"where": self.where(node_id)}
            for node_id in explanation.joined
        ]
        return told

    def cause(self, explanation: Explanation) -> str:
        """Say which event brought the dossier here, by whom, when."""
        past = explanation.cause
        event = past.event
        words = WORDS[type(event)]
        if isinstance(event, Completed) and event.outcome and past.node_id not in self.unread:
            words = WITH_OUTCOME
        elif isinstance(event, OperationDone) and past.actor is not None:
            words = SKIPPED
        return str(words) % {
            "person": past.actor.full_name if past.actor else _("Hệ thống"),
            "step": self.title(past.node_id),
            "outcome": self.outcome(past.node_id, getattr(event, "outcome", "")),
            "code": getattr(event, "error_code", ""),
            "at": in_words(past.at),
        }

    def decision(self, decision: Decision) -> str:
        """Say which condition held, or that none did, with the values it read; neither where it asked an unread step."""
        if any(self.is_unread(each) for each in decision.read):
            return str(UNREAD) % {"where": self.where(decision.node_id)}
        read = [self.value_read(each) for each in decision.read]
        return str(BY_DEFAULT if decision.is_default else HELD) % {
            "where": self.where(decision.node_id),
            "read": "; ".join(read) or "; ".join(decision.conditions),
            "condition": "; ".join(decision.conditions),
        }

    def is_unread(self, read: ValueRead) -> bool:
        """Say whether a name stands for what an unread step answered: u2_outcome, steps.u2.y_kien."""
        parts = read.path.split(".")
        answered = parts[1] if parts[0] == "steps" and len(parts) > 1 else ""
        return not self.unread.isdisjoint({read.path.removesuffix("_outcome"), answered})

    def value_read(self, read: ValueRead) -> str:
        """Say what a name stood for: a step's outcome in its own words, any other by name and value."""
        node_id = read.path.removesuffix("_outcome")
        if node_id != read.path and node_id in self.flow.nodes and isinstance(read.value, str):
            words = {"step": self.title(node_id), "outcome": self.outcome(node_id, read.value)}
            return _("kết quả bước “%(step)s” là “%(outcome)s”") % words
        hidden = read.from_case and not self.sight.answers
        return f"{read.path} = {_('(bạn không được xem)') if hidden else in_words(read.value)}"

    def where(self, node_id: str) -> str:
        """Name a gateway, or nothing where the drawing does not."""
        name = self.flow.nodes[node_id].name
        return _(" tại “%(name)s”") % {"name": name} if name else ""

    def title(self, node_id: str) -> str:
        """Return a node's title in the reader's language."""
        return in_language(title_of(self.flow, node_id)) if node_id else ""

    def outcome(self, node_id: str, key: str) -> str:
        """Return an outcome's label in the reader's language."""
        find = getattr(self.flow.nodes.get(node_id), "outcome", None)
        found = find(key) if find else None
        return in_language(found.labels) if found else key


def in_language(text: Any) -> str:
    """Return a text of a flow in the reader's language, else in Vietnamese."""
    if isinstance(text, Mapping):
        language = (get_language() or "vi")[:2]
        return str(text.get(language) or text.get("vi", ""))
    return str(text)


def in_words(value: Any) -> str:
    """Return a value as a person reads it."""
    match value:
        case None:
            return _("(chưa có)")
        case bool():
            return _("có") if value else _("không")
        case Decimal() | int():
            return number_format(value)
        case datetime():
            return date_format(timezone.localtime(value), "H:i d/m/Y")
        case date():
            return date_format(value, "d/m/Y")
        case list() | tuple():
            return ", ".join(in_words(each) for each in value)
    return f"“{value}”" if isinstance(value, str) else str(value)
