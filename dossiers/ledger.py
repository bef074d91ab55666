"""Two clocks of a dossier as a ledger: pure arithmetic over what was written down, in order.

The *reception* clock gives the office 8 working hours to say whether it takes a dossier; it lies
outside the term. The *term* counts working days from complete reception (or arrival at who
decides) to the result. Each line says what happened to a clock and when; everything else follows
from the lines: what is owed now, what would be owed without the extension, which hours ran and
which did not. A term in days never becomes hours: a pause moves it by whole working days.
Sources: NĐ 61/2018 Đ19.4, Đ19.9; NĐ 309/2026 Đ8; PROCEDURES of the common part, 0.2 and 0.4.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from workdays import Calendar, Due, postponed, working_hours_between

ClockName = Literal["reception", "term"]
Kind = Literal[
    "promised", "started", "paused", "resumed", "reset", "extended", "continued", "recomputed", "stopped"
]
State = Literal["waiting", "running", "paused", "stopped"]

NEXT: dict[State, dict[Kind, State]] = {
    "waiting": {"promised": "waiting", "recomputed": "waiting", "started": "running"},
    "running": {
        "paused": "paused", "reset": "running", "extended": "running", "continued": "running",
        "recomputed": "running", "stopped": "stopped",
    },
    "paused": {"resumed": "running", "reset": "running", "recomputed": "paused", "stopped": "stopped"},
    "stopped": {"started": "running"},
}  # fmt: skip

Promise = Callable[[datetime], Due]


class OutOfTurn(Exception):
    """A clock in this state cannot do this."""

    def __init__(self, state: State, kind: Kind) -> None:
        self.state, self.kind = state, kind
        super().__init__(f"a clock that is {state} cannot be {kind}")


@dataclass(frozen=True)
class Line:
    """One line: what happened to the clock, when; `until` is the new moment an extension names."""

    kind: Kind
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """How a clock stands after its lines.

    due         what is owed now, the extension counted; None before the start
    unextended  what would be owed without any extension
    since       since when it is in this state
    """

    state: State = "waiting"
    due: Due | None = None
    unextended: Due | None = None
    since: datetime | None = None
    extensions: int = 0


@dataclass(frozen=True)
class Span:
    """A stretch of time in which a clock ran, or stood; hours are the agency's working hours in it."""

    state: State
    start: datetime
    end: datetime
    hours: Decimal


def read(lines: Iterable[Line], promise: Promise, calendar: Calendar) -> Reading:
    """Return how the clock stands.

    lines    in the order in which they were written
    promise  what is owed for a clock that starts at a moment

    Raises OutOfTurn for a line that cannot follow the one before.
    """
    reading = Reading()
    for line in lines:
        reading = after(reading, line, promise, calendar)
    return reading


def after(reading: Reading, line: Line, promise: Promise, calendar: Calendar) -> Reading:
    """Return how the clock stands after one more line. Raises OutOfTurn."""
    state = turned(reading.state, line.kind)
    due, unextended, extensions = reading.due, reading.unextended, reading.extensions
    if line.kind in ("promised", "started", "reset"):
        due = unextended = promise(line.at)
        extensions = 0 if line.kind == "started" else extensions
    elif line.kind == "resumed":
        due, unextended = (moved(each, reading, line, calendar) for each in (due, unextended))
    elif line.kind == "extended" and due is not None and line.until is not None:
        due, extensions = replace(due, at=line.until), extensions + 1
    since = reading.since if state == reading.state and line.kind != "reset" else line.at
    return Reading(state, due, unextended, since, extensions)


def turned(state: State, kind: Kind) -> State:
    """Return the state a line leads to. Raises OutOfTurn for one that cannot follow."""
    following = NEXT[state].get(kind)
    if following is None:
        raise OutOfTurn(state, kind)
    return following


def state_of(lines: Iterable[Line]) -> State:
    """Return the state in which lines leave a clock, as `read` does, for who need not know what is owed."""
    state: State = "waiting"
    for line in lines:
        state = turned(state, line.kind)
    return state


def moved(due: Due | None, paused: Reading, line: Line, calendar: Calendar) -> Due | None:
    """Return what is owed after the pause that this line ends."""
    if due is None or paused.since is None:
        return due
    later = postponed(due.at, paused.since, line.at, calendar)
    return Due(later.at, due.provisional or later.provisional)


def spans(lines: Sequence[Line], calendar: Calendar, *, until: datetime) -> list[Span]:
    """Return every stretch from the first line to the last, or to a moment where the clock has not stopped.

    They follow each other without a gap; their hours add up to the working hours of the whole.
    """
    found: list[Span] = []
    state: State = "waiting"
    began: datetime | None = None
    for line in lines:
        turned = NEXT[state][line.kind]
        if began is not None and (turned != state or line.kind == "reset"):
            found.append(span(state, began, line.at, calendar))
            began = line.at
        state, began = turned, began or line.at
    if began is not None and state != "stopped":
        found.append(span(state, began, max(until, began), calendar))
    return found


def span(state: State, start: datetime, end: datetime, calendar: Calendar) -> Span:
    """Return one stretch with its working hours."""
    return Span(state, start, end, working_hours_between(start, end, calendar))
