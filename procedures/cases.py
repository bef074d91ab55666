"""The kinds of case a package may be about: what its flow may set and ask of a step before it goes on.

A package says its kind by `case` in procedure.yaml; a dossier where it says nothing. Other kinds declare themselves
and are wired by dotted path in settings.CASE_KINDS, since the floors above are unknown here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from procedures.definition import OF_DOSSIERS as DOSSIER
from procedures.people import APPLICANT_ROLE


@dataclass(frozen=True)
class CaseKind:
    """What a kind of case offers its flows.

    statuses     codes that a node may set
    clock_stops  statuses with which the law's term is over
    own_roles    roles that the case itself fills, by no appointment: the applicant, a team, an institution
    conditions   name → meaning of what a package may ask for before a step goes on (`requires`)
    """

    statuses: frozenset[str]
    clock_stops: frozenset[str] = frozenset()
    own_roles: frozenset[str] = frozenset()
    conditions: Mapping[str, str] = field(default_factory=dict)


OF_DOSSIERS = CaseKind(
    statuses=frozenset(str(code) for code in range(1, 11)),
    clock_stops=frozenset({"9"}),
    own_roles=frozenset({APPLICANT_ROLE}),
)
ONLY_DOSSIERS: Mapping[str, CaseKind] = {DOSSIER: OF_DOSSIERS}


@cache
def case_kinds() -> Mapping[str, CaseKind]:
    """Return every kind of case by the name a package gives it."""
    others = {name: import_string(path) for name, path in settings.CASE_KINDS.items()}
    return {**ONLY_DOSSIERS, **others}
