"""Puts a test's database back as it was in a few milliseconds, instead of emptying and filling it anew.

A snapshot holds every row and every counter. Restored are rows alone: the tables stay as migrations made them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase

Restore = Callable[[], None]


def take_snapshot() -> Restore:
    """Remember the database as it is; return what puts it back."""
    connection.ensure_connection()
    return {"sqlite": remember_file, "postgresql": remember_rows}[connection.vendor]()


def remember_file() -> Restore:
    """Copy the pages of SQLite's file into memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)
        cache.clear()

    return restore


def remember_rows() -> Restore:
    """Copy PostgreSQL's rows and counters out."""
    with connection.cursor() as cursor:
        kept = {table: rows_of(table) for table in tables_with_rows()}
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        counters = cursor.fetchall()

    def restore() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # neither triggers nor foreign keys
            for table in tables_with_rows():
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in kept.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            for name, value in counters:
                cursor.execute(
                    "SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value or 1, value is not None]
                )
        cache.clear()

    return restore


def tables_with_rows() -> list[str]:
    """Return the tables that hold anything."""
    with connection.cursor() as cursor:
        tables = [each.name for each in connection.introspection.get_table_list(cursor) if each.type == "t"]
        questions = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
        cursor.execute(" UNION ALL ".join(questions))
        return [row[0] for row in cursor.fetchall()]


def rows_of(table: str) -> bytes:
    """Return the rows of a table as PostgreSQL copies them."""
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


@contextmanager
def put_back_to(restore: Restore) -> Iterator[None]:
    """Let transactional tests leave the database as it was remembered; wrap the whole session of tests in it."""

    def begin(case: type[TransactionTestCase]) -> None:
        """The database is as it should be: nothing to make."""

    def end(case: TransactionTestCase) -> None:
        restore()

    with (
        mock.patch.object(TransactionTestCase, "_fixture_setup", classmethod(begin)),
        mock.patch.object(TransactionTestCase, "_fixture_teardown", end),
    ):
        yield
