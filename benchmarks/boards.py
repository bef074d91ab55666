"""The desk of the head of inspection at a thousand and at a hundred thousand inspected institutions.

Every page in-process with Django's own client, one reader at a time: what the page itself costs. The population is that of
benchmarks.inspections_filled, three years of one department. The tables of group 19 of a year are written whole.
"""

from collections.abc import Sequence
from functools import partial

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import DATABASES, Stand, Store

SIZES = {"1k": 1_000, "100k": 100_000}
DOSSIERS = 1_000
ROUNDS = 10


def sides(stand: Stand) -> Sequence[Side]:
    """Give both sizes on both databases."""
    return [
        Side(
            f"{database}, {name}",
            partial(taken, stand.store(f"boards_{name}", database, dossiers=DOSSIERS), stand.amount(targets), stand.amount(ROUNDS)),
        )
        for database in DATABASES
        for name, targets in SIZES.items()
    ]  # fmt: skip


def taken(store: Store, targets: int, rounds: int) -> Rows:
    """Return p50, p95 and queries of every page."""
    with Child("benchmarks.board_readers", store.environment) as reader:
        reader.ask("fill", targets=targets)
        found = reader.ask("read", rounds=rounds)
        return {
            page: {
                "p50": percentile(each["times"], 50),
                "p95": percentile(each["times"], 95),
                "queries": each["queries"],
            }
            for page, each in found.items()
        }


BOARDS = Measure(
    name="boards",
    title="Desk of the head of inspection",
    units={"p50": "ms", "p95": "ms", "queries": ""},
    sides=sides,
    limits={"p95": 1_000, "queries": 40},
)
