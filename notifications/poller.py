"""What runs beside the web server in each of its processes: the reader of wake-ups, and presence.

On the in-memory layer a worker cannot reach the sockets of the web process, so the process reads
new `WakeUp` rows four times a second, only while sockets are open, and fans them out locally. A
row may commit after one with a higher number: for five seconds numbers are remembered one by one.
Once a minute the people whose pages are open are written down as present, in one statement.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import DatabaseError, connection
from django.utils import timezone

from notifications.models import Presence, WakeUp

POLL_SECONDS = 0.25
PRESENCE_SECONDS = 60
LATE_COMMITS = timedelta(seconds=5)
logger = logging.getLogger(__name__)


class NewRows:
    """Reads each wake-up once, although rows may commit out of order."""

    def __init__(self) -> None:
        self.floor: int | None = None
        self.seen: set[int] = set()

    def begin(self) -> None:
        """Start after what is there now: a page that opens a socket fetches itself anyway."""
        if self.floor is None:
            self.floor = WakeUp.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def read(self) -> list[str]:
        """Return the topics of rows not returned before, each once, oldest first."""
        self.begin()
        rows = list(WakeUp.objects.filter(pk__gt=self.floor).order_by("pk").values_list("pk", "topic", "at"))
        topics = [topic for pk, topic, _ in rows if pk not in self.seen]
        self.seen = {pk for pk, _, _ in rows}
        settled = timezone.now() - LATE_COMMITS
        self.floor = max((pk for pk, _, at in rows if at < settled), default=self.floor)
        return list(dict.fromkeys(topics))


class Poller:
    """The task beside the server, and the list of who is connected to this process."""

    def __init__(self) -> None:
        self.connected: Counter[int] = Counter()
        self.rows = NewRows()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.changed: asyncio.Event | None = None
        self.task: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, "wake-ups")

    @property
    def polls(self) -> bool:
        """Whether the layer ends at this process, so that rows must be read."""
        return isinstance(get_channel_layer(), InMemoryChannelLayer)

    def start(self, send: Callable[[list[str]], Awaitable[None]]) -> None:
        """Start in the running loop, once."""
        loop = asyncio.get_running_loop()
        if self.task is None or self.task.done() or self.loop is not loop:
            self.loop, self.changed = loop, asyncio.Event()
            self.task = loop.create_task(self.run(send))

    async def finish(self) -> None:
        """Stop the task."""
        if self.task is not None and self.loop is asyncio.get_running_loop():
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            await self.in_thread(close_connection)
        self.task = self.loop = self.changed = None

    def look_now(self) -> None:
        """Called from any thread after a commit: do not wait for the next quarter of a second."""
        loop, changed = self.loop, self.changed
        if loop is not None and changed is not None and not loop.is_closed():
            loop.call_soon_threadsafe(changed.set)

    async def arrived(self, person_id: int) -> None:
        """Count a socket in; from its acceptance on, no wake-up is missed."""
        self.connected[person_id] += 1
        if self.polls:
            await self.in_thread(self.rows.begin)
        await self.in_thread(mark_present, [person_id])

    def left(self, person_id: int) -> None:
        """Count a socket out."""
        self.connected[person_id] -= 1
        if self.connected[person_id] <= 0:
            del self.connected[person_id]

    async def run(self, send: Callable[[list[str]], Awaitable[None]]) -> None:
        """Read and fan out for ever."""
        next_presence = 0.0
        while True:
            try:
                if self.polls and (topics := await self.new_topics()):
                    await send(topics)
                if self.connected and time.monotonic() >= next_presence:
                    await self.in_thread(mark_present, list(self.connected))
                    next_presence = time.monotonic() + PRESENCE_SECONDS
            except DatabaseError:
                logger.exception("wake-ups could not be read")
                await self.in_thread(close_connection)
                await asyncio.sleep(2)
            await self.pause()

    async def new_topics(self) -> list[str]:
        """Return new topics; an idle process reads nothing and begins anew when someone comes."""
        if not self.connected:
            self.rows = NewRows()
            return []
        return await self.in_thread(self.rows.read)

    async def pause(self) -> None:
        """Wait a quarter of a second, or until someone in this process committed a wake-up."""
        assert self.changed is not None
        try:
            await asyncio.wait_for(self.changed.wait(), POLL_SECONDS)
        except TimeoutError:
            return
        self.changed.clear()

    async def in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run database work in the poller's own thread, whose connection stays open."""
        return await sync_to_async(function, thread_sensitive=False, executor=self.thread)(*arguments)


def mark_present(person_ids: list[int]) -> None:
    """Write down that these people have a page open now."""
    now = timezone.now()
    Presence.objects.bulk_create(
        (Presence(person_id=person_id, seen_at=now) for person_id in person_ids),
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["seen_at"],
    )


def close_connection() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()


POLLER = Poller()
