"""The worker as an operator sees it: one process that keeps its children alive.

Queues whose work must not share a process with threads (WeasyPrint, tokens) get children of
their own; the rest share one, which also ticks and reaps. Children are forked before anything is
connected or threaded, so they start at once and share memory. The parent only waits, restarts
what died, and passes on the wish to stop.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType

from django.conf import settings
from django.db import connections

from jobs.worker import GRACE_SECONDS, WorkerProcess

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Child:
    """What one process is to do."""

    name: str
    queues: Mapping[str, int]
    ticks: bool = False


def children_for(queues: Mapping[str, int]) -> list[Child]:
    """Divide the queues: one shared process, and as many processes as asked for the others."""
    alone = [name for name in settings.JOB_PROCESS_QUEUES if name in queues]
    shared = {name: count for name, count in queues.items() if name not in alone}
    return [
        Child("shared", shared, ticks=True),
        *(Child(f"{name}-{number}", {name: 1}) for name in alone for number in range(queues[name])),
    ]


def disconnect() -> None:
    """Leave no connection, and no pool of them, for a child to inherit: two processes on one socket lose each other."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()


class Crew:
    """Keeps the children alive until it is told to stop."""

    def __init__(self, wanted: list[Child]) -> None:
        self.wanted = wanted
        self.running: dict[int, Child] = {}
        self.stopping = False

    def run(self) -> None:
        """Start everything, restart what dies, return after a clean stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        for child in self.wanted:
            self.start(child)
        while not self.stopping:
            time.sleep(0.2)
            for child in self.ended():
                if not self.stopping:
                    logger.error("worker %s ended; starting it again", child.name)
                    time.sleep(0.5)
                    self.start(child)
        self.finish()

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Remember that a signal came; the loop does the rest."""
        self.stopping = True

    def start(self, child: Child) -> None:
        """Fork one child; the child never returns from here."""
        disconnect()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self.running[pid] = child
            return
        WorkerProcess(child.queues, ticks=child.ticks, parent=parent).run()
        sys.exit(0)

    def ended(self) -> list[Child]:
        """Return the children that are no longer there."""
        gone = []
        for pid in list(self.running):
            if os.waitpid(pid, os.WNOHANG)[0]:
                gone.append(self.running.pop(pid))
        return gone

    def finish(self) -> None:
        """Let every child finish what it holds, within the grace."""
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS + 1
        while self.running and time.monotonic() < deadline:
            self.ended()
            time.sleep(0.05)
        for pid in self.running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
