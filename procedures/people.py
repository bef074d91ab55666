"""Who holds which role where, as the checks before publishing ask it."""

from collections import defaultdict
from datetime import datetime

from accounts.selectors import valid_appointments
from workflows.checks.surroundings import Holders

APPLICANT_ROLE = "nguoi_nop"
"""The role of whoever applies: nobody is appointed to it."""


def holders_at(at: datetime) -> Holders | None:
    """Return role → agency's name → ids of the people who hold it there; None before anybody is appointed."""
    held: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for role, agency, person_id in valid_appointments(at).values_list(
        "role__code", "acts_for__name", "person_id"
    ):
        held[role][agency].add(person_id)
    return {
        role: {agency: frozenset(people) for agency, people in agencies.items()}
        for role, agencies in held.items()
    } or None
