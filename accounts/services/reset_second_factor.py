"""Take away a lost second factor, so that its owner can set up a new one."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.errors import BasisMissing
from accounts.models import Person
from accounts.policies import check_may_administer
from accounts.services.end_sessions import end_sessions
from audit.services import record


def reset_second_factor(person: Person, *, reason: str, actor: Person | None, at: datetime) -> int:
    """Delete a person's authenticators and end his sessions; return how many went.

    Raises NotAllowed, BasisMissing.
    """
    with transaction.atomic():
        check_may_administer(actor, person, at)
        if not reason.strip():
            raise BasisMissing
        removed, _rows = Authenticator.objects.filter(user=person).delete()
        end_sessions(person, at)
        record(
            action="accounts.second_factor_reset",
            actor_id=actor.pk if actor else None,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
            values={"reason": reason, "removed": removed},
        )
        return removed
