"""Puts the poller beside an ASGI application, within its life."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from notifications.poller import POLLER
from notifications.sockets import send

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def with_poller(application: Application) -> Application:
    """Return the application with the poller started at the server's start, or at the first request."""

    async def beside(scope: Scope, receive: Receive, reply: Send) -> None:
        if scope["type"] == "lifespan":
            await live(receive, reply)
            return
        POLLER.start(send)
        await application(scope, receive, reply)

    return beside


async def live(receive: Receive, reply: Send) -> None:
    """Answer the server's start and end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            POLLER.start(send)
            await reply({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await POLLER.finish()
            await reply({"type": "lifespan.shutdown.complete"})
            return
