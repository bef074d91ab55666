"""Keeps the leases of the jobs that this process runs alive, from one thread.

A lease is short, so that the work of a killed process is soon taken up again; while a job runs,
its lease is moved on every third of its length. The renewing thread writes for all jobs of the
process at once and ends when there are none.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.models import Job, JobState

logger = logging.getLogger(__name__)


def lease_end(now: datetime) -> datetime:
    """Return until when a lease taken or renewed now holds."""
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Leases:
    """The jobs this process is running."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: dict[int, int] = {}
        self.thread: threading.Thread | None = None

    @contextmanager
    def kept_alive(self, job: Job) -> Iterator[None]:
        """Renew the lease of the job for as long as the block runs."""
        with self.lock:
            self.held[job.pk] = job.attempt
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.renew_for_ever, name="leases", daemon=True)
                self.thread.start()
        try:
            yield
        finally:
            with self.lock:
                self.held.pop(job.pk, None)

    def renew_for_ever(self) -> None:
        """Renew every third of a lease while anything runs; short jobs never cost a renewal."""
        pause = threading.Event()
        while True:
            pause.wait(settings.JOB_LEASE_SECONDS / 3)
            with self.lock:
                held = dict(self.held)
                if not held:
                    self.thread = None
                    break
            self.renew(held)
        connection.close()

    def renew(self, held: dict[int, int]) -> None:
        """Move the leases on; a refused write is tried again at the next turn."""
        try:
            for job_id, attempt in held.items():
                Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempt=attempt).update(
                    lease_until=lease_end(timezone.now())
                )
        except DatabaseError:
            logger.exception("leases could not be renewed")
            connection.close()


LEASES = Leases()
