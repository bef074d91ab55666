"""Pages of the running product over HTTP: how long a reader waits, and what each costs in queries.

One reader at a time over one kept connection, a hundred requests a page and round, the pages in
turn; the web server and the worker run as `make run` starts them. Open dossiers are looked at at
random. The population is that of benchmarks.population: slim dossiers, 20,000 open at most.
"""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import POSTGRESQL, SQLITE, Stand, Store, product
from benchmarks.visitors import Visitor

REQUESTS = 100
WARM_UP = 5
SIZES = {"1k": 1_000, "100k": 100_000}
LARGE = {"1M": 1_000_000}


def sides(stand: Stand) -> Sequence[Side]:
    """Give every size on both databases; a million on PostgreSQL, where it is asked for."""
    large = LARGE if stand.large else {}
    asked = [(POSTGRESQL, *size) for size in (SIZES | large).items()] + [
        (SQLITE, *size) for size in SIZES.items()
    ]
    return [
        Side(
            f"{database}, {name}",
            partial(taken, stand.store(f"pages_{name}", database, dossiers=dossiers), stand.amount(REQUESTS)),
        )
        for database, name, dossiers in asked
    ]


def taken(store: Store, requests: int) -> Rows:
    """Return p50, p95 and queries of every page."""
    with Child("benchmarks.readers", store.environment) as readers, product(store) as running:
        asked = readers.ask("arrive", pages=requests + WARM_UP)
        visitors = {who: Visitor(running.url, session) for who, session in asked["sessions"].items()}
        times = read_in_turn(visitors, asked["pages"])
        return {
            page: {
                "p50": percentile(times[page], 50),
                "p95": percentile(times[page], 95),
                "queries": readers.ask("queries", session=asked["sessions"][who], path=paths[0]),
            }
            for page, (who, paths) in asked["pages"].items()
        }


def read_in_turn(visitors: dict[str, Visitor], pages: dict[str, Any]) -> dict[str, list[float]]:
    """Return the milliseconds of each page's requests but the first few, the pages in turn."""
    lines = [[(page, who, path) for path in paths] for page, (who, paths) in pages.items()]
    times: dict[str, list[float]] = {page: [] for page in pages}
    for page, who, path in chain.from_iterable(zip(*lines, strict=True)):
        times[page].append(visitors[who].timed_get(path))
    return {page: taken[WARM_UP:] for page, taken in times.items()}


PAGES = Measure(
    name="pages",
    title="Pages over HTTP",
    units={"p50": "ms", "p95": "ms", "queries": ""},
    sides=sides,
    limits={"p95": 150, "queries": 15},
)
