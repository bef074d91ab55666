"""A copy of the database while it is in use, and the way back.

SQLite: its online backup (https://www.sqlite.org/backup.html), in both directions, so that other
processes never see half a database. PostgreSQL: pg_dump and pg_restore in one transaction; their
major version must be at least the server's.
"""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.errors import CopyDamaged, CopyForeign, DatabaseInUse, ToolFailed

NO_DATABASE = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
PRIMARY = 0xFF  # the primary part of an extended result code
FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def copy_database(folder: Path) -> Path:
    """Write a consistent copy of the database into a folder; return the file."""
    target = folder / FILES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
    target.chmod(0o600)
    return target


def check_database_copy(folder: Path, vendor: str) -> Path:
    """Return the copy's file when it is whole and of this database's kind. Raises CopyForeign, CopyDamaged."""
    if vendor != connection.vendor:
        raise CopyForeign(f"the copy is of {vendor}, this installation runs on {connection.vendor}")
    source = folder / FILES[vendor]
    if vendor == "sqlite":
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            answers = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
        if answers != ["ok"]:
            raise CopyDamaged([f"{source.name}: {answer}" for answer in answers])
    else:
        run(["pg_restore", "--list", str(source)], database=False)
    return source


def restore_database(source: Path) -> None:
    """Put a copy in the place of the database."""
    if connection.vendor == "sqlite":
        connection.close()
        restore_sqlite(source, Path(connection.settings_dict["NAME"]))
        return
    connection.close()
    options = [
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    ]
    run(["pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source)])


def restore_sqlite(source: Path, target: Path) -> None:
    """Write a copy over a database file, page by page under SQLite's own locks; a ruined file is removed first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not is_sqlite(target):
        for name in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
            name.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target, timeout=30)) as live:
        copy.backup(live)
        live.execute("PRAGMA journal_mode=WAL")
    target.chmod(0o600)


def is_sqlite(file: Path) -> bool:
    """Say whether a file is a database. Raises DatabaseInUse while that cannot be said."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as probe:
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & PRIMARY not in NO_DATABASE:
            raise DatabaseInUse(file, error) from error
        return False
    return True


def is_empty() -> bool:
    """Say whether the database holds no tables, or cannot even be opened as one."""
    if connection.vendor == "sqlite":
        connection.close()
        if not is_sqlite(Path(connection.settings_dict["NAME"])):
            return True
    return not connection.introspection.table_names()


def applied_migrations() -> list[str]:
    """Return what brought the database to its shape, as "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def run(command: list[str], *, database: bool = True) -> None:
    """Run one of PostgreSQL's tools on this database. Raises ToolFailed."""
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment(database=database)
        )
    except FileNotFoundError:
        raise ToolFailed(f"{command[0]} is not installed (Debian: postgresql-client)") from None
    except subprocess.CalledProcessError as error:
        raise ToolFailed(f"{command[0]}: {error.stderr.strip()}") from error


def environment(*, database: bool) -> dict[str, str]:
    """Return the environment that tells PostgreSQL's tools where to go; a password never stands in a command."""
    facts = connection.settings_dict
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    told = {name: facts.get(key) or facts.get("OPTIONS", {}).get(key.lower()) for name, key in given.items()}
    return {**os.environ, **{name: str(value) for name, value in told.items() if database and value}}
