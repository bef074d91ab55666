"""What a flow is checked against beside itself: the names, people and terms of its package and agency.

Each part may be None: then what depends on it is not checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Surroundings:
    """What exists around a flow.

    facts         names that expressions may read of the case
    holders       role code → how many people hold it
    term_hours    hours of working time that the law gives
    """

    forms: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    facts: frozenset[str] | None = None
    holders: Mapping[str, int] | None = None
    term_hours: Decimal | None = None


NOTHING_KNOWN = Surroundings()
