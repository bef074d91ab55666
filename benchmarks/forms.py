"""Large forms: the page and the saving of 300 questions, and of a table of 500 rows with computed values beside it.

A vocational school applies with 400 to 500 rows of rooms and equipment; that page is saved while it is filled in, so
saving counts as much as opening. One applicant, Django's own client in a process on SQLite: what is measured is reading, checking,
computing, storing the draft and drawing the page, not the network.
"""

from collections.abc import Sequence
from functools import partial

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side
from benchmarks.stand import SQLITE, Stand

TIMES = 10
DOSSIERS = 10
LIMITS = {"page": 500, "save": 500, "page_queries": 15, "save_queries": 15}
"""Half a second to open and to save on the server, and the house's fifteen queries: neither may grow with the rows."""


def sides(stand: Stand) -> Sequence[Side]:
    """Give one side: both forms are rows of it."""
    child = stand.child(
        "benchmarks.forms_case", dict(stand.store("forms", SQLITE, dossiers=DOSSIERS).environment)
    )
    return [Side("SQLite", partial(taken, child, stand.amount(TIMES)))]


def taken(child: Child, times: int) -> Rows:
    """Return the medians of every form."""
    return child.ask("measure", times=times)


FORMS = Measure(
    name="forms",
    title="Large forms",
    units={"page": "ms", "save": "ms", "page_queries": "", "save_queries": ""},
    sides=sides,
    limits=LIMITS,
)
