"""Who may change what an agency's inspections go by, and who is told its secrets."""

from datetime import datetime

from accounts.models import Agency, Person
from accounts.permissions import SIGN_DOCUMENT, VIEW_CONFIDENTIAL_SOURCES, VIEW_INSPECTIONS
from accounts.selectors import agencies_where, may
from inspections.errors import MayNot
from inspections.models import Inspection
from inspections.parties import member_in


def agencies_of_rules(person: Person, at: datetime) -> set[int]:
    """Return the ids of the agencies whose rules a person may publish: who signs for an agency that inspects."""
    return agencies_where(person, SIGN_DOCUMENT, at) & agencies_where(person, VIEW_INSPECTIONS, at)


def check_may_publish_rules(person: Person, agency: Agency, at: datetime) -> None:
    """Raises MayNot."""
    if agency.pk not in agencies_of_rules(person, at):
        raise MayNot("publish_rules")


def may_know_secrets(person: Person, inspection: Inspection, at: datetime) -> bool:
    """Say whether a person is told, by office, who told the authority and why a member has a conflict (INSPECTION §1).

    The heads of the agency are, but for one who is in the team: a lead is often a deputy director.
    """
    is_head = may(person, VIEW_CONFIDENTIAL_SOURCES, inspection.agency_id, at)
    return is_head and member_in(person, inspection) is None
