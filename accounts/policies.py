"""Who may run a use case of this package.

An `actor` is the person who acts. None stands for the system itself (a command at the
console, demo data); a face never passes it.
"""

from datetime import datetime

from accounts.errors import NotAllowed
from accounts.models import Agency, Appointment, Person
from accounts.permissions import ADMINISTER_PEOPLE
from accounts.selectors import agencies_where, may


def check_may(actor: Person | None, permission: str, agency: Agency, at: datetime) -> None:
    """Pass where the actor holds the permission at the agency. Raises NotAllowed."""
    if actor is not None and not may(actor, permission, agency, at):
        raise NotAllowed(permission, agency.pk)


def check_may_everywhere(actor: Person | None, permission: str, at: datetime) -> None:
    """Pass where the actor holds the permission at every top of the tree. Raises NotAllowed.

    What is common to all agencies (the calendar, a new top agency) asks for this.
    """
    if actor is not None and not may_everywhere(actor, permission, at):
        raise NotAllowed(permission, None)


def may_everywhere(person: Person, permission: str, at: datetime) -> bool:
    """Tell whether the person holds the permission at every agency without a parent."""
    tops = set(Agency.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    return bool(tops) and tops <= agencies_where(person, permission, at)


def check_may_administer(actor: Person | None, person: Person, at: datetime) -> None:
    """Pass where the actor may administer this person's account. Raises NotAllowed."""
    if actor is not None and not may_administer(actor, person, at):
        raise NotAllowed(ADMINISTER_PEOPLE, None)


def may_administer(actor: Person, person: Person, at: datetime) -> bool:
    """Tell whether every agency a person has ever acted for lies in the actor's reach.

    Whoever acts for an agency outside the reach is outside it too: otherwise the administrator
    of a school could close the account of a director.
    """
    reach = agencies_where(actor, ADMINISTER_PEOPLE, at)
    served = set(Appointment.objects.filter(person=person).values_list("acts_for_id", flat=True))
    return bool(served) and served <= reach
