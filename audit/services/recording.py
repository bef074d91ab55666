"""Writes the record of a change, in the transaction of the change.

Every change pays for its record, so the rows are written by statements that stand here as text:
one on PostgreSQL, where a second INSERT may ride on the first; two on SQLite.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.digests import ENTRY_FIELDS, values_digest
from audit.errors import OutsideTransaction
from audit.models import AuditEntry

ENTRY_COLUMNS = ENTRY_FIELDS[1:]  # all but the id
INSERT_ENTRY = (
    f"INSERT INTO audit_auditentry ({', '.join(ENTRY_COLUMNS)}) "
    f"VALUES ({', '.join(['%s'] * len(ENTRY_COLUMNS))}) RETURNING id"
)
INSERT_VALUES = 'INSERT INTO audit_auditvalues (salt, "values", entry_id) '
INSERT_BOTH = (
    f"WITH entry AS ({INSERT_ENTRY}) {INSERT_VALUES}SELECT %s, %s::jsonb, id FROM entry RETURNING entry_id"
)


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
    entry = AuditEntry(
        action=action,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        agency_id=agency_id,
        target=target,
        target_id=str(target_id),
        at=at,
        values_digest=values_digest(salt, plain) if plain else "",
    )
    entry.pk = _insert(entry, salt, json.dumps(plain) if plain else None)
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def _insert(entry: AuditEntry, salt: str, values: str | None) -> int:
    """Insert an entry and the JSON text of its values, if any; return its number."""
    row = [getattr(entry, column) for column in ENTRY_COLUMNS]
    row[ENTRY_COLUMNS.index("at")] = connection.ops.adapt_datetimefield_value(entry.at)
    with connection.cursor() as cursor:
        if values is not None and connection.vendor == "postgresql":
            cursor.execute(INSERT_BOTH, [*row, salt, values])
            return int(cursor.fetchone()[0])
        cursor.execute(INSERT_ENTRY, row)
        number = int(cursor.fetchone()[0])
        if values is not None:
            cursor.execute(f"{INSERT_VALUES}VALUES (%s, %s, %s)", [salt, values, number])
    return number
