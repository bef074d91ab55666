"""Migrates a test database once, and copies it until a migration, a model or a requirement changes.

Migrating costs half a minute of a processor, more than most runs of a few tests.
"""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
WHAT_COUNTS = ("*/migrations/*.py", "*/models.py", "*/*models.py", "*/models/*.py", "*/apps.py")
AND = ("config/settings.py", "requirements.txt", "accounts/permissions.py")
IS_THERE = "SELECT 1 FROM pg_database WHERE datname = %s"
Migrate = Callable[..., None]

make_database = BaseDatabaseCreation.create_test_db


@contextmanager
def migrated_once() -> Iterator[None]:
    """Let whoever makes a test database copy the one that was migrated before; wrap its making in it."""
    with mock.patch.object(BaseDatabaseCreation, "create_test_db", made_by_copying):
        yield


def made_by_copying(creation: BaseDatabaseCreation, *args: Any, **options: Any) -> str:
    """Make a test database as Django does, but for the migrating: the first process does that, the others wait and copy."""
    make = {"sqlite": filled_from_file, "postgresql": made_from_template}[creation.connection.vendor]
    with one_at_a_time():
        return make(creation, lambda migrate: make_migrated_by(migrate, creation, args, options))


def make_migrated_by(
    migrate: Migrate, creation: BaseDatabaseCreation, args: tuple[Any, ...], options: dict[str, Any]
) -> str:
    """Make a test database, with something in the place of Django's migrating; return its name."""

    def carry_out(command: str, *words: Any, **choices: Any) -> None:
        if command == "migrate":
            migrate(**choices)
        else:
            call_command(command, *words, **choices)

    with mock.patch("django.core.management.call_command", carry_out):
        return make_database(creation, *args, **options)


def in_earnest(**choices: Any) -> None:
    """Migrate."""
    call_command("migrate", **choices)


def filled_from_file(creation: BaseDatabaseCreation, make: Callable[[Migrate], str]) -> str:
    """Fill SQLite's database from the file that is kept; where there is none, migrate and keep it."""
    connection, kept = creation.connection, kept_database()

    def copy(**choices: Any) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(kept)) as source:
            source.backup(connection.connection)

    if kept.exists():
        return make(copy)
    name = make(in_earnest)
    connection.ensure_connection()
    keep(connection.connection, kept)
    return name


def made_from_template(creation: BaseDatabaseCreation, make: Callable[[Migrate], str]) -> str:
    """Make PostgreSQL's database from the template on its server; where there is none, migrate and make it one."""
    connection, template = creation.connection, template_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(IS_THERE, [template])
        is_there = cursor.fetchone()
    if is_there:
        with mock.patch.dict(connection.settings_dict["TEST"], TEMPLATE=template):
            return make(lambda **choices: None)
    name = make(in_earnest)
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
    return name


@contextmanager
def product_database(server: str, *, from_nothing: bool) -> Iterator[str]:
    """Make a database for a product on a PostgreSQL server, migrated where a template is there and wanted; give its address."""
    name = f"motcua_product_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        is_there = connection.execute(IS_THERE, [template_name()]).fetchone()
        template = template_name() if is_there and not from_nothing else "template1"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def template_name() -> str:
    """Return the name of the migrated database on a PostgreSQL server, once there is one."""
    return f"motcua_migrated_{fingerprint()}"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let other processes wait here until this one has made its database."""
    with Path(tempfile.gettempdir(), f"motcua-migrated-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept_database() -> Path:
    """Return where the migrated database is kept, once there is one."""
    return Path(tempfile.gettempdir()) / f"motcua-migrated-{os.getuid()}-{fingerprint()}.sqlite3"


def keep(database: sqlite3.Connection, at: Path) -> None:
    """Copy a database to a file that is there whole or not at all."""
    unfinished = at.with_suffix(f".{os.getpid()}")
    try:
        with closing(sqlite3.connect(unfinished)) as target:
            database.backup(target)
        unfinished.chmod(0o600)
        unfinished.rename(at)
    finally:
        unfinished.unlink(missing_ok=True)


def fingerprint() -> str:
    """Return a hash of everything a fresh database is made from."""
    files = {path for pattern in WHAT_COUNTS for path in ROOT.glob(pattern)} | {ROOT / path for path in AND}
    found = sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]
