"""Propose an inspection together with the institutions it is to be about: both or neither."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Agency, Person
from inspections.models import Inspection
from inspections.services.prepare import add_target
from inspections.services.propose import propose
from registry.models import Institution


def propose_for(
    person: Person,
    agency: Agency,
    institutions: Sequence[Institution],
    *,
    idempotency_key: UUID,
    at: datetime,
    **said: Any,
) -> Inspection:
    """Return the inspection that was proposed, or the one this key proposed before, just as it stands.

    said  what inspections.services.propose takes

    Raises MayNot, NotFit, NotInForce.
    """
    known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    with transaction.atomic():
        inspection = propose(person, agency, idempotency_key=idempotency_key, at=at, **said)
        for institution in institutions:
            add_target(person, inspection, institution, at=at)
    return inspection
