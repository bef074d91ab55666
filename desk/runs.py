"""A run in the words of the desk, of whatever kind of case: its history, the path walked, what a step is called."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from viewflow.workflow.status import STATUS

from dossiers.titles import title_of
from workflows.model import FlowDefinition
from workflows.models import WorkItem
from workflows.selectors import Position

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    at: datetime
    title: Any
    what: str
    person_name: str = ""
    detail: Any = ""


class RunView:
    """One run for one reader at one moment.

    items     every step of the run, in the order of opening
    position  where it stands; None where there is no run, or the reader may not know
    reads     whether the reader may know how a step went
    """

    def __init__(
        self,
        flow: FlowDefinition,
        items: Sequence[WorkItem],
        position: Position | None,
        *,
        reads: Callable[[WorkItem], bool],
        at: datetime,
    ) -> None:
        self.flow, self.items, self.position, self.reads, self.at = flow, items, position, reads, at

    def title(self, node_id: str) -> Any:
        """Return a step's title."""
        return title_of(self.flow, node_id)

    def outcome_labels(self, node_id: str, key: str) -> Any:
        """Return the words of the way a step went."""
        node = self.flow.nodes.get(node_id)
        outcome = node.outcome(key) if node is not None and hasattr(node, "outcome") else None
        return outcome.labels if outcome else key

    @property
    def happenings(self) -> list[Happening]:
        """What happened at the steps, in the order of opening; how a step went only where that may be read."""
        return [line for item in self.items for line in self.of_item(item)]

    def of_item(self, item: WorkItem) -> list[Happening]:
        """Return the lines of one step: taken, done or closed."""
        title, name = self.title(item.node_id), item.owner.full_name if item.owner else ""
        lines = []
        if item.claimed_at:
            lines.append(Happening(item.claimed_at, title, _("đã nhận việc"), name))
        if item.completed_at and item.status == STATUS.DONE:
            detail = self.outcome_labels(item.node_id, item.outcome) if self.reads(item) else ""
            lines.append(Happening(item.completed_at, title, _("đã xong"), name, detail))
        elif item.completed_at:
            lines.append(Happening(item.completed_at, title, _("đã đóng"), name))
        return lines

    @property
    def walk(self) -> dict[str, Any]:
        """What the drawing marks, by BPMN ids: the path walked with the time each step took, the position now."""
        where = self.position
        if where is None:
            return {"walked": [], "here": [], "took": {}}
        rounds: dict[str, list[timedelta]] = defaultdict(list)
        for item in self.items:
            if item.status == STATUS.DONE:
                # two machines' clocks differ a little: a round that seems to end before it began took no time
                rounds[item.node_id].append(max(timedelta(), item.completed_at - item.opened_at))
        opened = {item.node_id: item.opened_at for item in self.items if item.is_open}
        return {
            "walked": sorted(where.completed),
            "here": [
                {"id": node_id, "label": self.here(opened.get(node_id))} for node_id in sorted(where.active)
            ],
            "took": {node_id: took(times) for node_id, times in rounds.items()},
        }

    def here(self, since: datetime | None) -> str:
        """Return the words at the position now, with the time spent there so far; a step of no person has none."""
        if since is None:
            return _("Đang ở đây")
        return _("Đang ở đây: %(time)s") % {"time": in_largest_unit(self.at - since)}


def newest_first(happened: Sequence[Happening]) -> list[Happening]:
    """Return lines as a history shows them."""
    return sorted(happened, key=lambda each: each.at, reverse=True)


def since(history: Sequence[Happening], moment: datetime | None) -> list[Happening]:
    """Return what happened after a page was shown; the latest three when that is not known."""
    if moment is None:
        return list(history[:3])
    return [each for each in history if each.at > moment] or list(history[:1])


def took(times: Sequence[timedelta]) -> str:
    """Return how long a step took over all its rounds, and how many there were."""
    total = in_largest_unit(sum(times, timedelta()))
    if len(times) == 1:
        return total
    return _("%(time)s, %(n)d lần") % {"time": total, "n": len(times)}


def in_largest_unit(time: timedelta) -> str:
    """Return a span of time in its largest unit."""
    seconds = max(0, int(time.total_seconds()))
    if seconds >= DAY:
        return ngettext("%(n)d ngày", "%(n)d ngày", seconds // DAY) % {"n": seconds // DAY}
    if seconds >= HOUR:
        return ngettext("%(n)d giờ", "%(n)d giờ", seconds // HOUR) % {"n": seconds // HOUR}
    minutes = max(1, seconds // MINUTE)
    return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes}
