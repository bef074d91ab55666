"""What the three kinds of case of this package offer their flows; named in settings.CASE_KINDS."""

from inspections.conditions import CONDITIONS
from inspections.roles import OWN_ROLES
from inspections.status import OVER_INSPECTION, OVER_TARGET, InspectionStatus, TargetStatus
from procedures.cases import CaseKind

MEANINGS = {name: condition.meaning for name, condition in CONDITIONS.items()}
INSPECTIONS = CaseKind(
    statuses=frozenset(InspectionStatus.values),
    clock_stops=frozenset(map(str, OVER_INSPECTION)),
    own_roles=OWN_ROLES,
    conditions=MEANINGS,
)
TARGETS = CaseKind(
    statuses=frozenset(TargetStatus.values),
    clock_stops=frozenset(map(str, OVER_TARGET)),
    own_roles=OWN_ROLES,
    conditions=MEANINGS,
)
DECISIONS = CaseKind(statuses=frozenset(), own_roles=OWN_ROLES, conditions=MEANINGS)
