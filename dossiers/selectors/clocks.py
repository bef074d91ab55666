"""What the ledger of a dossier says to a reader: its lines, and every stretch of time with its hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from accounts.selectors import calendar_of
from dossiers.errors import NotVisible
from dossiers.ledger import Span, spans
from dossiers.models import ClockEntry, Dossier
from dossiers.selectors.visible import visible_dossier
from dossiers.timekeeping import ledger_of, lines_of, state_of_term


@dataclass(frozen=True)
class ClockPage:
    """One clock: its lines oldest first, and the stretches in which it ran or stood."""

    label: str
    entries: Sequence[ClockEntry]
    spans: Sequence[Span]


def clocks_of(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, list[ClockPage]]:
    """Return a dossier and its two clocks as an officer may read them. Raises NotVisible."""
    dossier, sight = visible_dossier(person, public_id, at)
    if not sight.listed:
        raise NotVisible
    calendar, entries = calendar_of(dossier.receiving_agency_id), ledger_of(dossier)
    pages = []
    for clock in ClockEntry.Clock:
        own = [entry for entry in entries if entry.clock == clock]
        pages.append(ClockPage(str(clock.label), own, spans(lines_of(own), calendar, until=at)))
    return dossier, pages


def is_overdue(dossier: Dossier, at: datetime) -> bool:
    """Say whether the result is, or came, later than owed; a term that stands by its ledger is not late."""
    if dossier.due_at is None or (dossier.decided_at or at) <= dossier.due_at:
        return False
    stands = dossier.is_waiting_for_applicant and state_of_term(dossier) == "paused"
    return dossier.decided_at is not None or not stands
