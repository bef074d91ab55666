"""Who may change what an agency's inspections go by."""

from datetime import datetime

from accounts.models import Agency, Person
from accounts.permissions import SIGN_DOCUMENT, VIEW_INSPECTIONS
from accounts.selectors import agencies_where
from inspections.errors import MayNot


def agencies_of_rules(person: Person, at: datetime) -> set[int]:
    """Return the ids of the agencies whose rules a person may publish: who signs for an agency that inspects."""
    return agencies_where(person, SIGN_DOCUMENT, at) & agencies_where(person, VIEW_INSPECTIONS, at)


def check_may_publish_rules(person: Person, agency: Agency, at: datetime) -> None:
    """Raises MayNot."""
    if agency.pk not in agencies_of_rules(person, at):
        raise MayNot("publish_rules")
