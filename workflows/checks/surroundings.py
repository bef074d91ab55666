"""What a flow is checked against beside itself: the names, people and terms of its package and agency.

Each part may be None: then what depends on it is not checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Holders = Mapping[str, Mapping[str, frozenset[int]]]


@dataclass(frozen=True)
class Surroundings:
    """What exists around a flow.

    facts         names that expressions may read of the case
    errors        operation → the codes of the errors by which it may end; of one that is left out nothing is known
    messages      names of the messages that other systems send or take
    holders       role code → agency → ids of the people who hold it there
    term_hours    hours of working time that the law gives
    clock_stops   statuses with which they are over: what comes later takes none of them
    """

    forms: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    errors: Mapping[str, frozenset[str]] | None = None
    statuses: frozenset[str] | None = None
    facts: frozenset[str] | None = None
    messages: frozenset[str] | None = None
    holders: Holders | None = None
    term_hours: Decimal | None = None
    clock_stops: frozenset[str] = frozenset()


NOTHING_KNOWN = Surroundings()
