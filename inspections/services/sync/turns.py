"""Writers of one process take turns on SQLite, whose own lock lets one of many wait until it gives up.

Twenty tablets that come back at once would try for the write lock in sleeps of their own; the unlucky ones, and the
worker beside, would starve for longer than the time-out (measured). Here they queue, and only one of the process tries. PostgreSQL locks by
row and needs none of it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

one_at_a_time = threading.Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Hold the process's turn to write; to be entered outside of a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with one_at_a_time:
        yield
