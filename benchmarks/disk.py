"""How fast the disk keeps its word: one small write and fsync, which every commit waits for."""

import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import Stand

WRITES = 100
PAGE = bytes(8192)


def sides(stand: Stand) -> Sequence[Side]:
    """Give the disk under the databases."""
    return [Side("write 8 kB, fsync", partial(taken, stand.folder / "fsync", stand.amount(WRITES)))]


def taken(file: Path, writes: int) -> Rows:
    """Return the milliseconds of a write."""
    with file.open("wb", buffering=0) as written:
        times = [timed(written.fileno()) for _ in range(writes)]
    file.unlink()
    return {"": {"p50": percentile(times, 50), "p95": percentile(times, 95)}}


def timed(descriptor: int) -> float:
    """Return the milliseconds of one write."""
    began = time.perf_counter()
    os.write(descriptor, PAGE)
    os.fsync(descriptor)
    return 1000 * (time.perf_counter() - began)


DISK = Measure(name="disk", title="The disk under it all", units={"p50": "ms", "p95": "ms"}, sides=sides)
