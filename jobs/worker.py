"""One process serving some queues: threads that fetch jobs, and, in one process, ticker and reaper.

A thread looks for work ten times a second with a plain read (no lock, a fraction of a
millisecond on SQLite) and takes the write lock only when there is something to claim. When asked
to stop, a thread finishes the job it holds; a job that takes longer than the grace is abandoned,
and its lease runs out.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Mapping
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from jobs.periodic import Ticker
from jobs.reaper import reap

POLL_SECONDS = 0.1
TICK_SECONDS = 0.2
REAP_SECONDS = 1.0
GRACE_SECONDS = 6.0
logger = logging.getLogger(__name__)


def claim(queue: str, worker_id: str) -> DBTaskResult | None:
    """Claim the next transport of a queue, None when there is none."""
    ready = DBTaskResult.objects.ready().filter(queue_name=queue)
    if not ready.exists():
        return None
    with transaction.atomic():
        do_not_wait_for_the_disk()
        transport = ready.get_locked()
        if transport is not None:
            transport.claim(worker_id)
        return transport


def do_not_wait_for_the_disk() -> None:
    """Let this transaction commit before it is on disk: a claim that a crash undoes is made again.

    Taking the job's lease, which follows, waits, and takes the claim to disk with it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")


class WorkerProcess:
    """The life of one process."""

    def __init__(self, queues: Mapping[str, int], *, ticks: bool, parent: int) -> None:
        self.queues = queues
        self.ticks = ticks
        self.parent = parent
        self.stop = threading.Event()
        self.worker_id = f"{socket.gethostname()[:40]}:{os.getpid()}"

    def run(self) -> None:
        """Serve until a signal comes or the parent is gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        threads = [
            threading.Thread(target=self.serve, args=(queue,), name=f"{queue}-{number}", daemon=True)
            for queue, count in self.queues.items()
            for number in range(count)
        ]
        for thread in threads:
            thread.start()
        self.watch()
        deadline = time.monotonic() + GRACE_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Take no new work."""
        self.stop.set()

    def watch(self) -> None:
        """Tick and reap until it is time to stop."""
        ticker, next_reaping = Ticker(), 0.0
        while not self.stop.wait(TICK_SECONDS):
            if os.getppid() != self.parent:
                self.stop.set()
            elif self.ticks:
                next_reaping = self.tick(ticker, next_reaping)
        connection.close()

    def tick(self, ticker: Ticker, next_reaping: float) -> float:
        """Do what the clock asks for; a database that is away is tried again at the next tick."""
        try:
            ticker.tick(timezone.now())
            if time.monotonic() >= next_reaping:
                reap(timezone.now())
                return time.monotonic() + REAP_SECONDS
        except DatabaseError:
            logger.exception("tick failed")
            connection.close()
            self.stop.wait(1)
        return next_reaping

    def serve(self, queue: str) -> None:
        """Fetch and run the jobs of one queue, one after the other."""
        runner = task_runner(queue, self.worker_id)
        while not self.stop.is_set():
            try:
                transport = claim(queue, self.worker_id)
                if transport is None:
                    self.stop.wait(POLL_SECONDS)
                    continue
                runner.run_task(transport)
                close_old_connections()
            except DatabaseError:
                logger.exception("queue %s: the database is away", queue)
                connection.close()
                self.stop.wait(1)
        connection.close()


def task_runner(queue: str, worker_id: str) -> TaskRunner:
    """Return django-tasks' own runner, of which only `run_task` is used."""
    return TaskRunner(
        queue_names=[queue],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
