"""The engine alone: runs of five human steps, each claimed and completed, beside stock viewflow's.

Three ways take turns in one process a database: the engine without its audit rows, the engine as it
is used, and a stock viewflow flow of the same shape. Both databases keep their fsync. Statements are
counted around claim and complete, without transaction control; "beside" are those of audit and
jobs. CPU is the process's own, the database server's not included: a busy machine bends it less
than runs a second.
"""

from collections.abc import Sequence
from functools import partial

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side
from benchmarks.stand import DATABASES, Stand

WAYS = ("engine", "engine, audited", "stock viewflow")
RUNS = 40


def sides(stand: Stand) -> Sequence[Side]:
    """Give every way on both databases; the ways of one share a process."""
    made = []
    for database in DATABASES:
        store = stand.store("engine", database)
        settings = {**store.environment, "DJANGO_SETTINGS_MODULE": "benchmarks.engine_settings"}
        child = stand.child("benchmarks.engine_ways", settings)
        made += [Side(f"{database} · {way}", partial(taken, child, way, stand.amount(RUNS))) for way in WAYS]
    return made


def taken(child: Child, way: str, runs: int) -> Rows:
    """Return what one round of one way gives."""
    return {"": child.ask("measure", way=way, runs=runs)}


ENGINE = Measure(
    name="engine",
    title="Five human steps, each claimed and completed",
    units={
        "speed": "runs/s",
        "CPU": "ms a run",
        "statements": "a step",
        "beside": "a step, of audit and jobs",
    },
    sides=sides,
    limits={"statements": 5},
)
