"""The periodic table, settings.PERIODIC: name → (dotted path of a handler, how often).

From one minute on, each slot of time is an ordinary job under the key "name@slot": however many
workers tick, it exists once, and it is retried and ends as an incident like any other. Below one
minute a job a second would be dear: the worker calls the handler straight, which must be cheap
and safe when several workers do so; a failure there becomes a job (once an hour), so that it is
retried and seen.
"""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings

from jobs.models import Job
from jobs.registry import handler_of
from jobs.services.enqueueing import enqueue

SHORTEST_JOB = timedelta(minutes=1)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
logger = logging.getLogger(__name__)


def slot_of(at: datetime, every: timedelta) -> datetime:
    """Return the beginning of the slot that holds this moment; slots are counted from 2026 UTC."""
    return at - (at - EPOCH) % every


class Ticker:
    """Remembers which slots this process has seen, so that a tick is nearly free."""

    def __init__(self) -> None:
        self.seen: dict[str, datetime] = {}

    def tick(self, now: datetime) -> None:
        """Do or order what has become due."""
        for name, (_, every) in settings.PERIODIC.items():
            slot = slot_of(now, every)
            if self.seen.get(name) == slot:
                continue
            self.seen[name] = slot
            if every < SHORTEST_JOB:
                call(name, now)
            else:
                order(name, slot)


def order(name: str, slot: datetime) -> Job:
    """Order the job of one slot; the second worker finds it there."""
    at = slot.isoformat(timespec="seconds")
    return enqueue(name, key=f"{name}@{at}", payload={"at": at})


def call(name: str, now: datetime) -> None:
    """Call a handler straight; a failure is logged and becomes a job of this hour."""
    try:
        handler_of(name)({"at": now.isoformat()}, job_id=0, attempt=0, key=name)
    except Exception:
        logger.exception("periodic %s failed", name)
        hour = slot_of(now, timedelta(hours=1))
        enqueue(name, key=f"{name}!{hour.isoformat(timespec='seconds')}", payload={"at": now.isoformat()})
