"""Writes the ledger of a dossier's clocks, and what is owed by it: the one place that does.

Every function runs inside the transaction of the event that moves the clock, the dossier locked.
What is owed is read from the ledger's lines (dossiers.ledger), never set by hand.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from accounts.selectors import calendar_of
from dossiers.clock import result_due
from dossiers.ledger import Line, OutOfTurn, Promise, Reading, State, after, read, state_of
from dossiers.models import ClockEntry, Dossier
from procedures.selectors import package_for
from workdays import Calendar, Due, budget_end

Clock, Kind = ClockEntry.Clock, ClockEntry.Kind


def lines_of(entries: Iterable[ClockEntry]) -> list[Line]:
    """Return ledger rows as the pure arithmetic reads them."""
    return [
        Line(entry.kind, entry.at, entry.due_at if entry.kind == Kind.EXTENDED else None) for entry in entries
    ]


def lines_of_term(dossier: Dossier) -> list[Line]:
    """Return the lines of the term; a dossier from before the ledger was started when it was received."""
    written = [entry for entry in dossier.clock_entries.all() if entry.clock == Clock.TERM]
    if not written and dossier.received_at and dossier.due_at:
        return [Line("started", dossier.received_at)]
    return lines_of(sorted(written, key=lambda entry: entry.pk))


def promise_of(dossier: Dossier, calendar: Calendar) -> Promise:
    """Return what the procedure's term promises to a clock that starts at a moment."""
    term = package_for(dossier.procedure, dossier.rules_hash).definition.term

    def promise(at: datetime) -> Due:
        first = dossier.received_at in (None, at)
        sent = dossier.submitted_at if first else at
        return result_due(
            term, dossier.receiving_agency, submitted_at=sent, received_at=at, calendar=calendar
        )

    return promise


def reading_of_term(dossier: Dossier, calendar: Calendar | None = None) -> Reading:
    """Return how the term of a dossier stands by its ledger and a calendar (None: its agency's as it is now)."""
    calendar = calendar or calendar_of(dossier.receiving_agency_id)
    return read(lines_of_term(dossier), promise_of(dossier, calendar), calendar)


def state_of_term(dossier: Dossier) -> State:
    """Return in which state the term is, by its ledger alone: no calendar is asked for that."""
    return state_of(lines_of_term(dossier))


def move_term(
    dossier: Dossier,
    kind: str,
    at: datetime,
    *,
    until: datetime | None = None,
    reason: str = "",
    basis: str = "",
    actor_id: int | None = None,
) -> Reading:
    """Write one line of the term and what is owed after it; return how the term stands. Raises OutOfTurn.

    until  for an extension: the new moment
    """
    calendar = calendar_of(dossier.receiving_agency_id)
    promise = promise_of(dossier, calendar)
    before = read(lines_of_term(dossier), promise, calendar)
    reading = after(before, Line(kind, at, until), promise, calendar)
    begin_ledger(dossier)
    write(
        dossier, Clock.TERM, kind, at, reason=reason, basis=basis, actor_id=actor_id,
        was_due_at=dossier.due_at, due_at=reading.due.at if reading.due else None,
    )  # fmt: skip
    owe(dossier, reading)
    return reading


def recompute_term(dossier: Dossier, reading: Reading, at: datetime, *, why: str) -> None:
    """Write that a change of the calendar moved what is owed, and owe it."""
    begin_ledger(dossier)
    was_due_at, due_at = dossier.due_at, reading.due.at if reading.due else None
    write(dossier, Clock.TERM, Kind.RECOMPUTED, at, reason=why, was_due_at=was_due_at, due_at=due_at)
    owe(dossier, reading)


def begin_ledger(dossier: Dossier) -> None:
    """Write down the start of a term that began before there was a ledger."""
    if dossier.received_at and dossier.due_at and not dossier.clock_entries.filter(clock=Clock.TERM).exists():
        write(dossier, Clock.TERM, Kind.STARTED, dossier.received_at, due_at=dossier.due_at)


def owe(dossier: Dossier, reading: Reading) -> None:
    """Let the dossier owe what its ledger says."""
    assert reading.due is not None and reading.unextended is not None
    dossier.due_at, dossier.is_due_provisional = reading.due.at, reading.due.provisional
    dossier.original_due_at = reading.unextended.at
    dossier.save(update_fields=["due_at", "is_due_provisional", "original_due_at"])


def stop_term(dossier: Dossier, at: datetime, reason: str) -> None:
    """Stop the term, if it runs or stands."""
    if dossier.due_at is not None and is_going(reading_of_term(dossier)):
        move_term(dossier, Kind.STOPPED, at, reason=reason)


def is_going(reading: Reading) -> bool:
    """Whether a clock was started and has not stopped."""
    return reading.state in ("running", "paused")


def start_reception(dossier: Dossier, at: datetime) -> None:
    """Give the office its working hours to look at what was sent; a clock that runs goes on."""
    if reception_started(dossier) is not None:
        return
    owed = reception_owed(dossier, at, calendar_of(dossier.receiving_agency_id))
    write(dossier, Clock.RECEPTION, Kind.STARTED, at, due_at=owed)
    owe_reception(dossier, owed)


def reception_owed(dossier: Dossier, since: datetime, calendar: Calendar) -> datetime:
    """Return until when the office looks at what was sent at a moment."""
    hours = package_for(dossier.procedure, dossier.rules_hash).definition.reception_hours
    return budget_end(since, Decimal(hours), calendar)


def recompute_reception(dossier: Dossier, owed: datetime, at: datetime, *, why: str) -> None:
    """Write that a change of the calendar moved the end of the office's hours."""
    was = dossier.reception_due_at
    write(dossier, Clock.RECEPTION, Kind.RECOMPUTED, at, reason=why, was_due_at=was, due_at=owed)
    owe_reception(dossier, owed)


def owe_reception(dossier: Dossier, owed: datetime) -> None:
    """Let the office owe its look by a moment."""
    dossier.reception_due_at = owed
    dossier.save(update_fields=["reception_due_at"])


def stop_reception(dossier: Dossier, at: datetime, reason: str = "") -> None:
    """Stop the office's hours, if they run."""
    if reception_started(dossier) is not None:
        owed = dossier.reception_due_at
        write(dossier, Clock.RECEPTION, Kind.STOPPED, at, reason=reason, was_due_at=owed, due_at=owed)


def reception_started(dossier: Dossier) -> datetime | None:
    """Return since when what was sent waits for the office; None where it does not."""
    started = None
    for entry in sorted(dossier.clock_entries.all(), key=lambda entry: entry.pk):
        if entry.clock == Clock.RECEPTION and entry.kind != Kind.RECOMPUTED:
            started = entry.at if entry.kind == Kind.STARTED else None
    return started


def write(
    dossier: Dossier,
    clock: str,
    kind: str,
    at: datetime,
    *,
    reason: str = "",
    basis: str = "",
    actor_id: int | None = None,
    was_due_at: datetime | None = None,
    due_at: datetime | None = None,
) -> ClockEntry:
    """Add one row."""
    return ClockEntry.objects.create(
        dossier=dossier, clock=clock, kind=kind, at=at, reason=reason, basis=basis, actor_id=actor_id,
        was_due_at=was_due_at, due_at=due_at,
    )  # fmt: skip


def ledger_of(dossier: Dossier) -> Sequence[ClockEntry]:
    """Return every line of both clocks, oldest first."""
    return list(dossier.clock_entries.select_related("actor").order_by("pk"))


__all__ = [
    "OutOfTurn",
    "ledger_of",
    "move_term",
    "reading_of_term",
    "reception_owed",
    "reception_started",
    "recompute_reception",
    "recompute_term",
    "start_reception",
    "state_of_term",
    "stop_reception",
    "stop_term",
]
