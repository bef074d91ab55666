"""One certified copy drawn, signed by the leader and sealed by the agency: milliseconds, and documents a second.

No database: what is measured is the work of the queues pdf and sign. Each signature includes what
the product does before it stores a file: every signature so far is examined anew. One worker
process, then two side by side, whose documents a second are added up.
"""

from collections.abc import Sequence
from functools import partial
from statistics import median

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side
from benchmarks.stand import Stand

DOCUMENTS = 6
STEPS = ("draw", "sign", "seal", "all")


def sides(stand: Stand) -> Sequence[Side]:
    """Give one worker, and two."""
    workers = [worker(stand, number) for number in range(2)]
    documents = stand.amount(DOCUMENTS)
    return [
        Side("one worker", partial(taken, workers[:1], documents)),
        Side("two workers", partial(taken, workers, documents)),
    ]


def worker(stand: Stand, number: int) -> Child:
    """Start a worker with keys of its own."""
    folder = stand.folder / f"documents-{number}"
    return stand.child("benchmarks.documents_case", {"MOTCUA_DATA_DIR": str(folder), "MOTCUA_DEMO": "1"})


def taken(workers: Sequence[Child], documents: int) -> Rows:
    """Return what workers give side by side."""
    for worker in workers:
        worker.tell("measure", documents=documents)
    found = [worker.answer() for worker in workers]
    steps = {step: median(one[step] for one in found) for step in STEPS}
    return {"": {**steps, "speed": sum(one["speed"] for one in found)}}


DOCUMENT = Measure(
    name="documents",
    title="One decision drawn, signed and sealed",
    units={**dict.fromkeys(STEPS, "ms"), "speed": "documents/s"},
    sides=sides,
)
