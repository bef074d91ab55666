"""For tests: triggers that stand aside while a row is tampered with, and a watch over silent changes.

`watch_for_unaudited_changes` fails when product code commits a change of a watched table in a
transaction that wrote no audit row. What a test itself arranges (factories, fixtures: the nearest
frame of our code on the stack lies under tests/) is not watched. Savepoints that are rolled back
take their writes and their records with them. Every thread of the process is watched.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.transaction import Atomic

from audit.triggers import create_statements, drop_statements, execute

WRITE = re.compile(
    r'\s*(?:WITH \w+ AS \()?(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?',
    re.IGNORECASE,
)
ENTRY_TABLE = "audit_auditentry"

NO_EVENTS = frozenset({"tests", "benchmarks"})
"""Folders whose writes are nobody's deed."""


@contextmanager
def triggers_dropped(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the append-only triggers away for the length of the block."""
    if "audit_pruningpermit" not in connection.introspection.table_names():
        yield
        return
    execute(connection, drop_statements(connection.vendor))
    try:
        yield
    finally:
        execute(connection, drop_statements(connection.vendor) + create_statements(connection.vendor))


class Watch:
    """What each connection wrote in the transaction it has open, and what was found amiss."""

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables = frozenset(tables)
        self.found: list[str] = []

    def wrote(self, connection: BaseDatabaseWrapper, sql: str) -> None:
        """Note one statement."""
        match = WRITE.match(sql)
        table = match.group(1) if match else ""
        if table == ENTRY_TABLE:
            journal(connection).append("record")
        elif table in self.tables:
            place = product_frame()
            if place and transaction_is_open(connection):
                journal(connection).append(f"{table} at {place}")
            elif place:
                self.found.append(f"{table} at {place}: written outside any transaction")

    def ended(self, connection: BaseDatabaseWrapper, mark: int, *, kept: bool) -> None:
        """A block ended: forget what was rolled back; judge when it was the outermost."""
        lines = journal(connection)
        if not kept:
            del lines[mark:]
        if transaction_is_open(connection):
            return
        if lines and "record" not in lines:
            self.found.append(", ".join(dict.fromkeys(lines)) + ": committed without an audit row")
        lines.clear()


def journal(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the lines of the transaction this connection has open."""
    lines: list[str] = connection.__dict__.setdefault("audit_watch_journal", [])
    return lines


def transaction_is_open(connection: BaseDatabaseWrapper) -> bool:
    """Return whether product code has a transaction open (a test case's own does not count)."""
    return any(not block._from_testcase for block in connection.atomic_blocks)  # noqa: SLF001


def product_frame() -> str:
    """Return the place of the nearest frame of our code, "" when it is a test's, a population's or nobody's."""
    root = str(settings.BASE_DIR)
    frame = sys._getframe(2)  # noqa: SLF001
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(root) and "site-packages" not in path and not path.endswith("/audit/testing.py"):
            inside = Path(path).relative_to(root)
            return "" if inside.parts[0] in NO_EVENTS else f"{inside}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


@contextmanager
def watch_for_unaudited_changes(tables: Iterable[str]) -> Iterator[Watch]:
    """Fail at the end of the block when product code changed one of these tables unrecorded."""
    watch = Watch(tables)
    for connection in connections.all(initialized_only=True):
        connection.__dict__.pop("audit_watch_journal", None)
        connection.__dict__.pop("audit_watch_marks", None)
    with (
        mock.patch.object(CursorWrapper, "execute", watched_execute(watch, CursorWrapper.execute)),
        mock.patch.object(CursorWrapper, "executemany", watched_execute(watch, CursorWrapper.executemany)),
        mock.patch.object(Atomic, "__enter__", watched_enter(Atomic.__enter__)),
        mock.patch.object(Atomic, "__exit__", watched_exit(watch, Atomic.__exit__)),
    ):
        yield watch
    if watch.found:
        raise AssertionError("changes without an audit row:\n" + "\n".join(dict.fromkeys(watch.found)))


def watched_execute(watch: Watch, original: Callable[..., Any]) -> Callable[..., Any]:
    """Return an execute that notes what succeeded."""

    def execute(cursor: CursorWrapper, sql: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(cursor, sql, *args, **kwargs)
        watch.wrote(cursor.db, str(sql))
        return result

    return execute


def watched_enter(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return an __enter__ that remembers where the block's lines begin."""

    def enter(block: Atomic) -> None:
        original(block)
        connection = transaction.get_connection(block.using)
        connection.__dict__.setdefault("audit_watch_marks", []).append(len(journal(connection)))

    return enter


def watched_exit(watch: Watch, original: Callable[..., Any]) -> Callable[..., Any]:
    """Return an __exit__ that forgets or judges the block's lines."""

    def leave(block: Atomic, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        connection = transaction.get_connection(block.using)
        marks = connection.__dict__.get("audit_watch_marks", [])
        mark = marks.pop() if marks else 0
        kept = exc_type is None and not connection.needs_rollback
        try:
            original(block, exc_type, exc_value, traceback)
        except BaseException:
            kept = False
            raise
        finally:
            watch.ended(connection, mark, kept=kept)

    return leave
