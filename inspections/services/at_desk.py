"""What every writing of a visit at the desk begins and ends with: may it be written into, and that tablets will hear of it.

A tablet asks for what changed after a number, the visit's `sync_seq`; whatever a desk writes takes the next one.
"""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from inspections.errors import MayNot, WrongMoment
from inspections.models import Target
from inspections.selectors.visible import visible_target
from inspections.services.sync.sections import open_hold


def taken_up(person: Person, public_id: UUID | str, at: datetime, *, section: str = "") -> Target:
    """Return a visit that a member of its team may write into now, its row locked; inside a transaction.

    section  the one that is written into: no tablet may hold it

    Raises NotVisible, MayNot("lead") for who is not of the team, WrongMoment ("closed", "held").
    """
    _, sight = visible_target(person, public_id, at)
    if not sight.team:
        raise MayNot("lead")
    locked = Target.objects.select_for_update(of=("self",)).select_related("inspection", "institution")
    target = locked.get(public_id=public_id)
    if not target.takes_answers:
        raise WrongMoment("closed")
    if section:
        check_not_held(target, section)
    return target


def check_not_held(target: Target, section: str) -> None:
    """Raises WrongMoment("held") while a tablet has a section."""
    if is_held(target, section):
        raise WrongMoment("held")


def is_held(target: Target, section: str) -> bool:
    """Say whether a tablet has a section; one that was signed out for good, lost or broken, holds nothing any more."""
    hold = open_hold(target, section)
    return hold is not None and hold.device.revoked_at is None


def passed_on(target: Target) -> None:
    """Let every tablet hear of what was written under the visit's next number."""
    target.sync_seq += 1
    Target.objects.filter(pk=target.pk).update(sync_seq=target.sync_seq)
