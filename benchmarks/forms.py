"""Large forms: the page and the saving of 300 questions, and of a table of 500 rows with computed values beside it.

One applicant, Django's own client in a process on SQLite: what is measured is reading, checking,
computing, storing the draft and drawing the page, not the network.
"""

from collections.abc import Sequence
from functools import partial

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side
from benchmarks.stand import SQLITE, Stand

TIMES = 10
DOSSIERS = 10


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
    limits={"page": 500, "save": 500},
)
