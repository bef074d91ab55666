"""The hashes of the chain: what exactly is hashed, in one place, for writer and verifier alike.

Canonical JSON (sorted keys, no spaces, UTF-8) under SHA-256. Values are hashed with a random salt
that is erased with them, so a digest that stays behind cannot be guessed back into a name.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64


def canonical(value: object) -> bytes:
    """Return the one byte form of a JSON-able value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def values_digest(salt: str, values: Mapping[str, object]) -> str:
    """Return the salted digest that an entry keeps of its values."""
    return hashlib.sha256(salt.encode() + canonical(values)).hexdigest()


def seal_hash(position: int, previous_hash: str, entry: Mapping[str, object]) -> str:
    """Return the hash of one link.

    entry  the fields named in ENTRY_FIELDS, `at` an aware moment
    """
    at = entry["at"]
    assert isinstance(at, datetime)
    facts = {**entry, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(canonical([position, previous_hash, facts])).hexdigest()


ENTRY_FIELDS = (
    "id",
    "action",
    "actor_id",
    "on_behalf_of_id",
    "agency_id",
    "target",
    "target_id",
    "at",
    "values_digest",
)
