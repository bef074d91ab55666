"""Writes the record of a change, in the transaction of the change."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.digests import values_digest
from audit.errors import OutsideTransaction
from audit.models import AuditEntry, AuditValues


def record(
    *,
    action: str,
    actor_id: int | None,
    on_behalf_of_id: int | None = None,
    target: str,
    target_id: str | int,
    at: datetime,
    values: Mapping[str, object] | None = None,
    agency_id: int | None = None,
) -> AuditEntry:
    """Insert the record of one change: one row, two when it carries values.

    action            a verb with its package, "dossiers.receive"
    actor_id          the person, None when the system acts by itself
    on_behalf_of_id   the person represented or the delegator
    target            "dossiers.Dossier"; target_id its key
    at                aware moment
    values            what was written; dates, decimals and UUIDs are stored as their text

    Raises OutsideTransaction when no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(action)
    plain = json.loads(json.dumps(values, cls=DjangoJSONEncoder)) if values else {}
    salt = secrets.token_hex(16) if plain else ""
    entry = AuditEntry.objects.create(
        action=action,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        agency_id=agency_id,
        target=target,
        target_id=str(target_id),
        at=at,
        values_digest=values_digest(salt, plain) if plain else "",
    )
    if plain:
        AuditValues.objects.create(entry=entry, salt=salt, values=plain)
    return entry
