"""Codes of the roles that an inspection itself fills: they are nobody's appointment."""

LEAD_ROLE = "truong_doan"
INSTITUTION_ROLE = "doi_tuong"
OWN_ROLES = frozenset({LEAD_ROLE, INSTITUTION_ROLE})
PROCEDURE, TARGET_PROCEDURE, DECISION_PROCEDURE = (
    "sector_inspection",
    "sector_inspection_target",
    "inspection_decision",
)
"""The packages that an inspection, each of its institutions and each decision on the way run by."""
