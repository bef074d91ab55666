"""Writers of one process take turns on SQLite, whose own lock lets one of many wait until it gives up.

Twenty tablets that come back at once would try for the write lock in sleeps of their own; the unlucky ones would starve
for longer than the time-out (measured). Here they queue, and only one of the process tries. The worker, another
process, waits by SQLite's busy handler, which looks again every 100 ms at most (sqliteDefaultBusyCallback): between turns
that follow each other at once it can miss every gap until it gives up ("database is locked", seen). So after two
seconds without one the turns leave a gap as long as its sleep. PostgreSQL locks by row and needs none of it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

LONGEST_SLEEP = 0.12
WITHOUT_A_GAP = 2.0
"""Seconds. A pause of 0.12 in 2.12 costs a fleet of tablets six parts in a hundred while it sends."""


class Turns:
    """A queue for the write lock.

    gap_at    when the database last stood free as long as a waiting process sleeps
    ended_at  when the last turn ended
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ):
        self.clock, self.sleep = clock, sleep
        self.lock = threading.Lock()
        self.gap_at = self.ended_at = clock()

    @contextmanager
    def next(self) -> Iterator[None]:
        """Wait for the turn and hold it."""
        with self.lock:
            self.leave_a_gap()
            try:
                yield
            finally:
                self.ended_at = self.clock()

    def leave_a_gap(self) -> None:
        """Stand aside where turn followed turn for too long."""
        now = self.clock()
        if now - self.ended_at >= LONGEST_SLEEP:
            self.gap_at = now
        elif now - self.gap_at >= WITHOUT_A_GAP:
            self.sleep(LONGEST_SLEEP)
            self.gap_at = self.clock()


of_this_process = Turns()


@contextmanager
def turn() -> Iterator[None]:
    """Hold the process's turn to write; to be entered outside of a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with of_this_process.next():
        yield
