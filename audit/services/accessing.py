"""Notes who looked at what, in batches: a look must not cost a write.

Notes wait in the process for at most `AUDIT_ACCESS_FLUSH_SECONDS`, or until a hundred are there,
then go in with one INSERT from a thread of their own; at exit the rest goes in. A killed process
loses at most that one second. With 0 seconds each note is written at once by the caller (tests).
"""

import atexit
import logging
import threading
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from audit.models import AccessEntry

FULL = 100
MOST_KEPT = 10_000
logger = logging.getLogger(__name__)


class AccessBuffer:
    """The notes of this process that are not in the database yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.notes: list[AccessEntry] = []
        self.wake = threading.Event()
        self.thread: threading.Thread | None = None

    def add(self, note: AccessEntry) -> None:
        """Keep a note and see that the writer runs."""
        with self.lock:
            self.notes.append(note)
            full = len(self.notes) >= FULL
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.write_for_ever, name="access-log", daemon=True)
                self.thread.start()
        if full:
            self.wake.set()

    def write_for_ever(self) -> None:
        """Flush each second while there is something; end after an idle minute."""
        idle = 0
        while idle < 60:
            self.wake.wait(settings.AUDIT_ACCESS_FLUSH_SECONDS or 1)
            self.wake.clear()
            idle = 0 if self.flush() else idle + 1
        connection.close()

    def flush(self) -> int:
        """Write what waits; keep it for the next time when the database refuses."""
        with self.lock:
            batch, self.notes = self.notes, []
        if not batch:
            return 0
        try:
            AccessEntry.objects.bulk_create(batch)
        except DatabaseError:
            logger.exception("access log: %s notes wait for the database", len(batch))
            with self.lock:
                self.notes = (batch + self.notes)[-MOST_KEPT:]
        close_old_connections()
        return len(batch)


BUFFER = AccessBuffer()


def note_access(
    *,
    person_id: int | None,
    what: str,
    target_id: str | int,
    at: datetime,
    reason: str = "",
    request_id: str = "",
) -> None:
    """Note that a person looked at or downloaded something.

    what        "dossiers.Dossier", "documents.IssuedDocument" …; target_id its key
    reason      why, where the page asks for one
    request_id  the number the help desk can look up in the logs
    """
    note = AccessEntry(
        person_id=person_id,
        what=what,
        target_id=str(target_id),
        at=at,
        reason=reason[:300],
        request_id=request_id[:64],
    )
    if settings.AUDIT_ACCESS_FLUSH_SECONDS:
        BUFFER.add(note)
    else:
        note.save(force_insert=True)


def flush_access_log() -> int:
    """Write what waits now; return how many notes that was."""
    return BUFFER.flush()


def flush_at_exit() -> None:
    """Write the rest when the process ends in order."""
    if BUFFER.notes:
        BUFFER.flush()
        connection.close()


atexit.register(flush_at_exit)
