"""Keep what a person has typed, exactly as typed, until it is sent or thrown away."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Person
from audit.services import record
from dossiers.models import Draft
from forms.services import hold
from procedures.selectors import in_force

UPLOADS_KEPT = timedelta(days=90)


def save_draft(person: Person, procedure: str, values: Mapping[str, Any], *, at: datetime) -> Draft:
    """Store raw values; they follow the version in force; uploads are kept 90 days. Raises NotInForce."""
    edition = in_force(procedure, at)
    with transaction.atomic():
        draft, _ = Draft.objects.update_or_create(
            person=person,
            procedure=procedure,
            defaults={"values": dict(values), "rules_hash": edition.rules.version_hash, "updated_at": at},
            create_defaults={
                "values": dict(values),
                "rules_hash": edition.rules.version_hash,
                "updated_at": at,
                "idempotency_key": uuid.uuid4(),
            },
        )
        hold(values, owner_id=person.pk, until=at + UPLOADS_KEPT)
        record(
            action="draft.saved",
            actor_id=person.pk,
            target="dossiers.Draft",
            target_id=draft.pk,
            at=at,
            values={"procedure": procedure},
        )
    return draft


def discard_draft(person: Person, procedure: str, *, at: datetime) -> None:
    """Throw a draft away; its uploads are swept later."""
    with transaction.atomic():
        for draft in Draft.objects.filter(person=person, procedure=procedure):
            record(
                action="draft.discarded",
                actor_id=person.pk,
                target="dossiers.Draft",
                target_id=draft.pk,
                at=at,
            )
            draft.delete()
