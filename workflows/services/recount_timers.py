"""Count open timers in working time again: the table of working time has changed under them.

A timer counts what it was begun with, from when it began, in today's calendar of the agency that its
lane names; one that has fired is over and stays as it was. What moves is an event of the run
(`TimersMoved`, with the new moments), so that history replays to the same state whatever the table
becomes later, and an audit row.

Locks: case → run, as whoever fires a timer does: of the two the second finds what the first has done.
Calendars are read afresh, as in `services.budgets`.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache, partial

from django.db import transaction

from accounts.selectors import calendar_of
from workdays import Calendar
from workflows.calendars import CaseCalendars
from workflows.errors import WorkflowError
from workflows.events import TimersMoved
from workflows.locking import lock_case_and_run
from workflows.models import FlowTimer, Run
from workflows.running import RunActivation
from workflows.trail import record_run

Calendars = Callable[[int | None], Calendar]
logger = logging.getLogger(__name__)


def recount_timers(*, agency_id: int | None, why: str, at: datetime) -> int:
    """Move open timers in working time to where today's calendars put them; return how many moved.

    agency_id  the agency whose calendar changed: runs that count by none of its days are left alone; None: every agency's
    why        what changed the calendar, for the records

    Doing it twice changes nothing more. A run that cannot be counted does not hold up the others; its
    refusal is raised at the end, so that the job that asked comes again.
    """
    calendars = lru_cache(maxsize=None)(calendar_of)
    moved, refused = 0, None
    for run_id in list(dict.fromkeys(runs_with_working_timers())):
        try:
            moved += _recount(run_id, agency_id, calendars, why=why, at=at)
        except WorkflowError as refusal:
            logger.exception("run %s: its timers could not be counted again", run_id)
            refused = refusal
    if refused is not None:
        raise refused
    return moved


def runs_with_working_timers() -> Iterator[int]:
    """Yield the run of each open timer that counts in working time; of a version nobody knows too, to be refused."""
    waiting = FlowTimer.objects.filter(closed_at__isnull=True).order_by("run_id", "pk")
    for run_id, flow_class, node_id in waiting.values_list("run_id", "run__flow_class", "node_id"):
        if flow_class is None or flow_class.definition.nodes[node_id].timer.working_days:
            yield run_id


def _recount(run_id: int, agency_id: int | None, calendars: Calendars, *, why: str, at: datetime) -> int:
    """Count one run's timers again: looked at first, and locked only where something moves."""
    if not _moved(RunActivation(Run.objects.get(pk=run_id)), agency_id, calendars, at):
        return 0
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        old = {wait.id: wait for wait in run.state.waits}
        moved = _moved(run, agency_id, calendars, at)
        if run.run.ended_at is not None or not moved:
            return 0
        run.happen(TimersMoved(moved), at=at, even_suspended=True)
        rows = [
            {"node": old[timer_id].node, "old": old[timer_id].due_at, "new": due_at}
            for timer_id, due_at in moved.items()
        ]
        values = {"timers": rows, "why": why}
        record_run("workflows.timers_recounted", run.run, actor_id=None, at=at, values=values)
    return len(moved)


def _moved(
    run: RunActivation, agency_id: int | None, calendars: Calendars, at: datetime
) -> dict[str, datetime]:
    """Return which timers of a run move, and where to; none of a run that does not count by this agency's days."""
    counting = CaseCalendars(partial(run.handler.resolve_agency, run.run), calendars)
    moved = run.recounted(counting, at)
    return moved if agency_id is None or agency_id in {used for _, used in counting.used} else {}
