"""Puts back what a way came to, where the same steps were taken from the same beginning a moment ago.

Most tests of the office start somewhere along a way: an application sent, searched, compared. The way is
walked in earnest once; then rows, counters, files and mails are kept, and the next test that asks for the same
steps finds them put back in milliseconds. Nothing is put back on a guess. The steps are taken again
- on PostgreSQL, always: `make test-services` walks every way it asks for;
- when anything else was written, by any connection, since the last state that is known;
- in a test that replaces product code, counts queries or listens to the log, and in threads and transactions;
- under other settings, and with arguments that cannot be told apart by their text (files, functions);
- when the moment of the tests is older than two minutes: nothing a test sees is older than that.
"""

import atexit
import pickle
import shutil
import sqlite3
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import UserSettingsHolder, settings
from django.core import mail
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language

from tests.snapshots import Restore, take_snapshot

OLDEST = timedelta(minutes=2)
MOST_STATES = 60  # of some 4 MB each
PLAIN = (str, int, float, bool, date, timedelta, type(None))
Step = TypeVar("Step", bound=Callable[..., Any])


class CannotBeNamed(Exception):
    """An argument that has no text by which it could be told apart."""


@dataclass(frozen=True)
class State:
    """What a step came to: its answer, the rows, the files, the mails it sent."""

    name: str
    answer: bytes
    restore: Restore
    files: Path
    mails: tuple[Any, ...]


class Ways:
    """The states known in this process, all of one moment, and the one the database is in now."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.at = folder, Path(), timezone.now()
        self.kept: OrderedDict[str, State] = OrderedDict()
        self.here, self.mark = "", None

    def moment(self) -> datetime:
        """Return the moment of the tests; a new one, with nothing known, when it has become old."""
        if timezone.now() - self.at > OLDEST:
            while self.kept:
                self.forget_oldest()
            self.at = timezone.now()
        return self.at

    def begin(self, data: Path, *, is_plain: bool) -> None:
        """Stand where every test of the office begins; data is the folder of its files and keys."""
        self.data = data
        self.here, self.mark = ("office", written()) if is_plain else ("", None)

    def go(self, step: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        """Put back what the step came to from here, or take it and keep what it comes to."""
        name = self.name_of(step, given, named)
        if not name:
            return step(*given, **named)
        if name in self.kept:
            return self.put_back(self.kept[name])
        sent = len(mail.outbox)
        answer = step(*given, **named)
        if written() is not None:
            self.keep(name, pickle.dumps(answer), tuple(mail.outbox[sent:]))
        return answer

    def name_of(self, step: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]) -> str:
        """Return the name of what a step comes to, "" where it has to be taken."""
        if not self.here or self.mark is None or written() != self.mark:
            return ""
        try:
            words = text_of([given, named, overridden(self.data), get_language()])
        except CannotBeNamed:
            return ""
        return f"{self.here}\n{step.__module__}.{step.__qualname__} {words}"

    def put_back(self, state: State) -> Any:
        """Make the world what it was after the step."""
        self.kept.move_to_end(state.name)
        state.restore()
        shutil.rmtree(self.data)
        shutil.copytree(state.files, self.data)
        mail.outbox.extend(state.mails)
        self.here, self.mark = state.name, written()
        return pickle.loads(state.answer)

    def keep(self, name: str, answer: bytes, mails: tuple[Any, ...]) -> None:
        """Keep the world as it is now under a name; a step within this step may have kept it already."""
        inner = self.kept.get(self.here) if written() == self.mark else None
        restore, files = (inner.restore, inner.files) if inner else (take_snapshot(), self.copied())
        self.kept[name] = State(name, answer, restore, files, mails)
        self.here, self.mark = name, written()
        if len(self.kept) > MOST_STATES:
            self.forget_oldest()

    def copied(self) -> Path:
        """Return a copy of the folder of files and keys."""
        return Path(shutil.copytree(self.data, self.folder / uuid4().hex))

    def forget_oldest(self) -> None:
        """Let go of the state that was asked for longest ago."""
        _, state = self.kept.popitem(last=False)
        if all(each.files != state.files for each in self.kept.values()):
            shutil.rmtree(state.files, ignore_errors=True)

    def leave(self) -> None:
        """Know nothing of where the database is until the next test begins."""
        self.here, self.mark = "", None


@cache
def ways() -> Ways:
    """Return the ways of this process."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-ways-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    found, replace = Ways(folder), pytest.MonkeyPatch.setattr

    def replace_and_know_nothing(*given: Any, **named: Any) -> None:
        found.leave()
        replace(*given, **named)

    mock.patch.object(pytest.MonkeyPatch, "setattr", replace_and_know_nothing).start()
    return found


def remembered(step: Step) -> Step:
    """Let a step of a way be put back where it was taken from the same beginning a moment ago."""

    @wraps(step)
    def taken_or_put_back(*given: Any, **named: Any) -> Any:
        return ways().go(step, given, named)

    return taken_or_put_back  # type: ignore[return-value]


def written() -> tuple[Any, ...] | None:
    """Return what changes with every write to the database by anybody; None where that cannot be told."""
    raw = connection.connection
    if not isinstance(raw, sqlite3.Connection) or connection.in_atomic_block:
        return None
    if threading.current_thread() is not threading.main_thread():
        return None
    if connection.force_debug_cursor or connection.execute_wrappers:
        return None
    [version] = raw.execute("PRAGMA data_version").fetchone()
    return raw, raw.total_changes, version


def overridden(data: Path) -> list[str]:
    """Return the settings that differ from the ordinary ones in this test, but for where its files lie."""
    found, holder = [], settings._wrapped  # noqa: SLF001
    while isinstance(holder, UserSettingsHolder):
        found += [f"{name}={value!r}" for name, value in vars(holder).items() if name.isupper()]
        found += sorted(holder._deleted)  # noqa: SLF001
        holder = holder.default_settings
    return [line.replace(str(data), "data") for line in found]


def text_of(value: Any) -> str:
    """Return a text that differs where the value does. Raises CannotBeNamed."""
    if isinstance(value, Model) and value.pk is not None:
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{text_of(key)}: {text_of(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(text_of, value)) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__qualname__ + text_of([getattr(value, field.name) for field in fields(value)])
    raise CannotBeNamed(type(value))
