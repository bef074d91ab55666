"""Real deaths: an act runs in a process of its own, which kills itself at a chosen point of its way.

A point is: before each SQL statement, before and after each COMMIT, before and after each outside
call (a file is saved, opened or deleted, a key signs, an e-mail goes out), and in the middle of a
file. The process ends by SIGKILL, so that no handler, no `finally` and no rollback of ours gets to
run: what is left is what the database and the file store make of it.

What reached the world outside is written, before the point behind it, to a journal that outlives
the process.
"""

import gc
import json
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Act = Callable[[], object]
SIGNING = import_module(
    "documents.services.sign_automatically"
)  # its door hides it behind a function of that name


@dataclass(frozen=True)
class Life:
    """What a process left behind: the points it passed, and whether it died at one."""

    points: tuple[str, ...]
    was_killed: bool


class Process:
    """Runs acts in forked children below a folder that holds their notes and the outside journal."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.notes, self.outside, self.failure = folder / "notes", folder / "outside", folder / "failure"

    def run(self, act: Act, *, dies_at: int | None = None) -> Life:
        """Run the act to its end, or to its n-th point (from 1). Raises AssertionError where it failed by itself."""
        self.notes.write_text("")
        connections.close_all()
        gc.freeze()  # a child that collects garbage copies the pages it looks at
        pid = os.fork()
        if pid == 0:
            self.live(act, dies_at)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise AssertionError(f"the act failed by itself:\n{self.failure.read_text()}")
        return Life(tuple(self.notes.read_text().splitlines()), os.WIFSIGNALED(status))

    def live(self, act: Act, dies_at: int | None) -> None:
        """Be the child: never returns."""
        try:
            with armed(Points(self, dies_at)):
                act()
        except BaseException:  # noqa: BLE001  a child must never come back into the test
            self.failure.write_text(traceback.format_exc())
            os._exit(1)
        os._exit(0)

    def effects(self) -> list[tuple[str, ...]]:
        """Return what reached the outside so far: (kind, stable id, digest of what was sent)."""
        return [tuple(json.loads(line)) for line in self.outside.read_text().splitlines()]

    def forget(self) -> None:
        """Begin a new outside."""
        self.outside.write_text("")


class Points:
    """Counts the points of a life and ends it at one of them."""

    def __init__(self, process: Process, dies_at: int | None) -> None:
        self.process, self.left = process, dies_at
        self.notes = process.notes.open("a", encoding="utf-8")

    def pass_by(self, name: str) -> None:
        """Note a point; die if it is the one."""
        if self.is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left = self.left and self.left - 1
        self.notes.write(f"{name}\n")
        self.notes.flush()

    @property
    def is_last(self) -> bool:
        """Whether the next point is the end."""
        return self.left == 1

    def reach_outside(self, kind: str, stable_id: str, content: bytes) -> None:
        """Write down what the outside has seen."""
        with self.process.outside.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([kind, stable_id, sha256(content).hexdigest()]) + "\n")

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stand before every SQL statement."""
        self.pass_by(" ".join(str(sql).split())[:90])
        return execute(sql, params, many, context)

    def around(self, name: str, call: Callable[..., Any], note: Callable[..., None] | None = None) -> Any:
        """Return the call with a point before and one after it took effect."""

        def calling(*args: Any, **kwargs: Any) -> Any:
            self.pass_by(f"before {name}")
            result = call(*args, **kwargs)
            if note:
                note(result, *args, **kwargs)
            self.pass_by(f"after {name}")
            return result

        return calling

    def saving(self, save: Callable[..., str]) -> Callable[..., str]:
        """Return the file store's save with a point before, in the middle and behind."""

        def saving_by_halves(storage: FileSystemStorage, name: str, content: Any) -> str:
            self.pass_by("before saving a file")
            data = content.read()
            if self.is_last:
                save(storage, name, ContentFile(data[: len(data) // 2]))
            self.pass_by("in the middle of a file")
            key = save(storage, name, ContentFile(data))
            self.reach_outside("file", key, data)
            self.pass_by("after saving a file")
            return key

        return saving_by_halves

    def note_mail(self, _: Any, backend: EmailBackend, messages: Any) -> None:
        """Write down what was mailed, under its Message-ID."""
        for message in messages:
            content = f"{message.to}\n{message.subject}\n{message.body}".encode()
            self.reach_outside("mail", message.extra_headers["Message-ID"], content)

    def note_signature(self, cms: bytes, digest: bytes, *_: Any) -> None:
        """Write down what was signed, under its digest."""
        self.reach_outside("signature", digest.hex(), cms)


@contextmanager
def armed(points: Points) -> Iterator[None]:
    """Stand at every point of this process."""
    replaced = (
        (BaseDatabaseWrapper, "_commit", points.around("COMMIT", BaseDatabaseWrapper._commit)),
        (FileSystemStorage, "_save", points.saving(FileSystemStorage._save)),
        (FileSystemStorage, "_open", points.around("opening a file", FileSystemStorage._open)),
        (FileSystemStorage, "delete", points.around("deleting a file", FileSystemStorage.delete)),
        (
            SIGNING,
            "sign_digest",
            points.around("signing", SIGNING.sign_digest, points.note_signature),
        ),
        (
            EmailBackend,
            "send_messages",
            points.around("mailing", EmailBackend.send_messages, points.note_mail),
        ),
    )
    with connection.execute_wrapper(points.statement):
        for owner, name, replacement in replaced:
            mock.patch.object(owner, name, replacement).start()
        yield
