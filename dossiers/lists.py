"""Reference lists that are rows of the database; registered by name in settings.REFERENCE_LISTS.

A list is kept for half a minute: a form of 500 rows asks it a thousand times.
"""

import time
from functools import lru_cache

from accounts.models import Agency
from forms.lists.model import Entry, ReferenceList

KEPT_SECONDS = 30


def agencies() -> ReferenceList:
    """The agencies of this installation, by their codes."""
    return agencies_at(int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def agencies_at(moment: int) -> ReferenceList:
    """Return the agencies as they are during one span of time."""
    return ReferenceList(Entry(agency.code, agency.name) for agency in Agency.objects.order_by("name"))
