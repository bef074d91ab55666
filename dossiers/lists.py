"""Reference lists that are rows of the database; registered by name in settings.REFERENCE_LISTS.

A list is kept for half a minute: a form of 500 rows asks it a thousand times.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from accounts.models import Agency
from forms.lists.model import Entry, ReferenceList
from registry.licence_models import Institution

KEPT_SECONDS = 30


def agencies() -> ReferenceList:
    """The agencies of this installation, by their codes."""
    return agencies_at(span())


def institutions() -> ReferenceList:
    """The institutions of the register while they last, found by former names and by those they follow too."""
    return institutions_at(span())


def institutions_ever() -> ReferenceList:
    """Every institution the register knows, those that ended too: for what old papers name."""
    return ReferenceList(replace(entry, valid_from=None, valid_to=None) for entry in institutions().entries)


def span() -> int:
    """Return the number of the present span of time in which a list is kept."""
    return int(time.monotonic() // KEPT_SECONDS)


@lru_cache(maxsize=1)
def agencies_at(moment: int) -> ReferenceList:
    """Return the agencies as they are during one span of time."""
    return ReferenceList(Entry(agency.code, agency.name) for agency in Agency.objects.order_by("name"))


@lru_cache(maxsize=1)
def institutions_at(moment: int) -> ReferenceList:
    """Return the institutions as they are during one span of time."""
    return ReferenceList(institution_entries())


def institution_entries() -> Iterator[Entry]:
    """Yield an entry an institution, by its code or, without one, its public id."""
    for each in Institution.objects.order_by("name").prefetch_related("predecessors", "names"):
        former = [before.name for before in (*each.predecessors.all(), *each.names.all())]
        yield Entry(
            code=each.code or str(each.public_id), name=each.name, valid_from=each.valid_from, valid_to=each.valid_to,
            aliases=tuple(name for name in dict.fromkeys(former) if name != each.name),
            more={"kind": each.kind, "tax_code": each.tax_code},
        )  # fmt: skip
