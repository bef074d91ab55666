"""Migrates a test database of SQLite once, and copies it until a migration, a model or a requirement changes.

Migrating costs half a minute of a processor, more than most runs of a few tests.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
WHAT_COUNTS = ("*/migrations/*.py", "*/models.py", "*/*models.py", "*/models/*.py", "*/apps.py")
AND = ("config/settings.py", "requirements.txt", "accounts/permissions.py")


make_database = BaseDatabaseCreation.create_test_db


@contextmanager
def migrated_once() -> Iterator[None]:
    """Let whoever makes a test database copy the one that was migrated before; wrap its making in it."""
    with mock.patch.object(BaseDatabaseCreation, "create_test_db", made_by_copying):
        yield


def made_by_copying(creation: BaseDatabaseCreation, *args: Any, **options: Any) -> str:
    """Make a test database as Django does, but for the migrating."""

    def carry_out(command: str, *words: Any, **choices: Any) -> None:
        if command == "migrate" and creation.connection.vendor == "sqlite":
            migrate_or_copy(creation.connection, choices)
        else:
            call_command(command, *words, **choices)

    with mock.patch("django.core.management.call_command", carry_out):
        return make_database(creation, *args, **options)


def migrate_or_copy(connection: BaseDatabaseWrapper, choices: dict[str, Any]) -> None:
    """Copy the database that is kept; where there is none, migrate and keep it."""
    kept = kept_database()
    connection.ensure_connection()
    if not kept.exists():
        call_command("migrate", **choices)
        keep(connection.connection, kept)
        return
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)


def kept_database() -> Path:
    """Return where the migrated database is kept, once there is one."""
    return Path(tempfile.gettempdir()) / f"motcua-migrated-{os.getuid()}-{fingerprint()}.sqlite3"


def keep(database: sqlite3.Connection, at: Path) -> None:
    """Copy a database to a file that is there whole or not at all."""
    unfinished = at.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as target:
        database.backup(target)
    unfinished.chmod(0o600)
    unfinished.rename(at)


def fingerprint() -> str:
    """Return a hash of everything a fresh database is made from."""
    files = {path for pattern in WHAT_COUNTS for path in ROOT.glob(pattern)} | {ROOT / path for path in AND}
    found = sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]
