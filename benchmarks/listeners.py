"""Many open sockets, as many pages would hold them, and when each heard that its inbox changed."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack

from websockets.asyncio.client import ClientConnection, connect

AT_ONCE = 20
PATIENCE_SECONDS = 30
LISTEN = json.dumps({"listen": ["inbox"]})


class Listener:
    """One socket; remembers when it was woken (Unix time, ms)."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[float] = []

    async def listen(self) -> None:
        """Ask for the inbox, wait for the answer, note every wake-up of it."""
        await self.socket.send(LISTEN)
        while "listening" not in json.loads(await self.socket.recv()):
            pass
        self.task = asyncio.create_task(self.note())

    async def note(self) -> None:
        """Note wake-ups until the socket is closed."""
        async for message in self.socket:
            if json.loads(message) == {"wake": "inbox"}:
                self.heard.append(1000 * time.time())

    def first_after(self, moment: float) -> float | None:
        """Return when it first heard something after a moment."""
        return next((each for each in self.heard if each >= moment), None)


async def open_all(url: str, sessions: Sequence[str], stack: AsyncExitStack) -> list[Listener]:
    """Open a socket a session, some at a time, closed with the stack."""
    gate = asyncio.Semaphore(AT_ONCE)
    address = url.replace("http", "ws", 1) + "/ws/"

    async def open_one(session: str) -> Listener:
        async with gate:
            headers = {"Cookie": f"sessionid={session}"}
            socket = connect(
                address, origin=url, additional_headers=headers, open_timeout=PATIENCE_SECONDS,
                compression=None, ping_interval=None,
            )  # fmt: skip
            listener = Listener(await stack.enter_async_context(socket))
            await listener.listen()
            stack.callback(listener.task.cancel)
            return listener

    return await asyncio.gather(*(open_one(session) for session in sessions))


async def all_woken(listeners: Iterable[Listener], moment: float) -> list[float]:
    """Return when each first heard something after a moment. Raises TimeoutError when one never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        heard = [listener.first_after(moment) for listener in listeners]
        if None not in heard:
            return [each for each in heard if each is not None]
        await asyncio.sleep(0.02)
    raise TimeoutError(f"{heard.count(None)} of {len(heard)} sockets were not woken")


def forget(listeners: Iterable[Listener]) -> None:
    """Begin anew."""
    for listener in listeners:
        listener.heard.clear()
