"""Promise again what was promised by a calendar that has changed since.

`recompute_later` is the hook settings.CALENDAR_CHANGED: inside the transaction of the change it
orders a job under the change's own key. The job goes through open dossiers one by one; a dossier
whose moment, or whose certainty, is another by today's table gets it with a record of the old and
the new one. An applicant is told when the day itself moves. The hours of reception, steps' budgets and the timers
of flows follow.

The job comes twice: at once, and again when no process can still count by the old table (a
reception under way then, a calendar kept for settings.FLOW_CALENDAR_SECONDS).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.localdays import local_day
from accounts.selectors import calendar_of
from audit.services import record
from dossiers.ledger import Reading
from dossiers.models import Dossier
from dossiers.news import tell_due_moved
from dossiers.notes import note
from dossiers.status import TERMINAL
from dossiers.timekeeping import (
    reading_of_term,
    reception_owed,
    reception_started,
    recompute_reception,
    recompute_term,
)
from dossiers.topics import dossier_topic
from jobs.services import enqueue
from notifications.services import wake
from workdays import Calendar
from workflows.services import recompute_budgets, recount_timers

RECOMPUTE = "dossiers.recompute_due_dates"
GRACE = timedelta(seconds=60)

Calendars = Callable[[int], Calendar]


def recompute_later(*, entry_id: int, why: str, agency_id: int | None, at: datetime) -> None:
    """Order the job of one change of the calendar, and its second round.

    entry_id   audit row of the change; why, its action
    agency_id  whose calendar changed; None: the one common to all
    """
    payload = {"why": f"{why} #{entry_id}", "agency_id": agency_id}
    settled = at + timedelta(seconds=getattr(settings, "FLOW_CALENDAR_SECONDS", 60)) + GRACE
    enqueue(RECOMPUTE, key=f"{RECOMPUTE}:{entry_id}", payload=payload)
    enqueue(RECOMPUTE, key=f"{RECOMPUTE}:{entry_id}:again", payload=payload, run_at=settled)


def recompute_due_dates(*, agency_id: int | None, why: str, at: datetime) -> int:
    """Recompute what open dossiers were promised and what open steps may take; return how many promises changed.

    why  what changed the calendar, for the records

    Doing it twice changes nothing more: only what differs is written, each dossier in its own transaction.
    """
    calendars = lru_cache(maxsize=None)(calendar_of)
    waiting = promised_dossiers(agency_id).iterator(chunk_size=500)
    others = [dossier.pk for dossier in waiting if is_other(dossier, owed(dossier, calendars))]
    changed = sum(promise_again(dossier_id, calendars, why=why, at=at) for dossier_id in others)
    for dossier_id in received_otherwise(agency_id, calendars):
        recount_reception(dossier_id, calendars, why=why, at=at)
    recompute_budgets(agency_id=agency_id, why=why, at=at)
    recount_timers(agency_id=agency_id, why=why, at=at)
    return changed


def promised_dossiers(agency_id: int | None) -> "QuerySet[Dossier]":
    """Return dossiers with a promise still to be kept, counted by one agency's calendar or by any."""
    promised = Dossier.objects.filter(
        due_at__isnull=False, received_at__isnull=False, decided_at__isnull=True
    )
    promised = promised.exclude(status__in=TERMINAL).select_related("receiving_agency").order_by("pk")
    promised = promised.prefetch_related("clock_entries")
    return promised if agency_id is None else promised.filter(receiving_agency_id=agency_id)


def owed(dossier: Dossier, calendars: Calendars) -> Reading:
    """Return what the dossier's ledger owes by today's calendar."""
    return reading_of_term(dossier, calendars(dossier.receiving_agency_id))


def is_other(dossier: Dossier, reading: Reading) -> bool:
    """Whether the promise, its certainty, or what would be owed without an extension, is another than the dossier's."""
    promised, unextended = reading.due, reading.unextended
    if promised is None or unextended is None:
        return False
    owed_now = (dossier.due_at, dossier.is_due_provisional, dossier.original_due_at)
    return (promised.at, promised.provisional, unextended.at) != owed_now


def promise_again(dossier_id: int, calendars: Calendars, *, why: str, at: datetime) -> int:
    """Write one dossier's new promise, record it, tell the applicant of another day; return 1, or 0 for no change."""
    with transaction.atomic():
        dossier = promised_dossiers(None).select_for_update(of=("self",)).filter(pk=dossier_id).first()
        if dossier is None or not is_other(dossier, promised := owed(dossier, calendars)):
            return 0
        old_due_at, was_provisional = dossier.due_at, dossier.is_due_provisional
        recompute_term(dossier, promised, at, why=why)
        record(
            action="dossier.due_recomputed",
            actor_id=None,
            target="dossiers.Dossier",
            target_id=dossier.pk,
            at=at,
            values={
                "old": old_due_at,
                "new": dossier.due_at,
                "was_provisional": was_provisional,
                "provisional": dossier.is_due_provisional,
                "why": why,
            },
            agency_id=dossier.receiving_agency_id,
        )
        if local_day(old_due_at) != local_day(dossier.due_at):
            tell_due_moved(dossier, old_due_at, at)
        wake([dossier_topic(dossier)], at)
    return 1


def waiting_for_reception(agency_id: int | None) -> "QuerySet[Dossier]":
    """Return dossiers that may wait for the office to look at what was sent."""
    found = Dossier.objects.filter(reception_due_at__isnull=False, decided_at__isnull=True)
    found = found.exclude(status__in=TERMINAL).order_by("pk").prefetch_related("clock_entries")
    return found if agency_id is None else found.filter(receiving_agency_id=agency_id)


def received_otherwise(agency_id: int | None, calendars: Calendars) -> list[int]:
    """Return the dossiers whose hours of reception run and end at another moment by today's calendar."""
    waiting = waiting_for_reception(agency_id).iterator(chunk_size=500)
    return [each.pk for each in waiting if reception_by(each, calendars) not in (None, each.reception_due_at)]


def reception_by(dossier: Dossier, calendars: Calendars) -> datetime | None:
    """Return until when the office looks at a dossier by today's calendar; None where its hours do not run."""
    started = reception_started(dossier)
    return started and reception_owed(dossier, started, calendars(dossier.receiving_agency_id))


def recount_reception(dossier_id: int, calendars: Calendars, *, why: str, at: datetime) -> None:
    """Write until when the office looks at one dossier now, and record it."""
    with transaction.atomic():
        dossier = waiting_for_reception(None).select_for_update(of=("self",)).filter(pk=dossier_id).first()
        owed = reception_by(dossier, calendars) if dossier else None
        if dossier is None or owed in (None, old := dossier.reception_due_at):
            return
        recompute_reception(dossier, owed, at, why=why)
        note(dossier, "dossier.reception_recomputed", None, at, old=old, new=owed, why=why)
        wake([dossier_topic(dossier)], at)
