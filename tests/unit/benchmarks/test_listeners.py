"""Listeners hear what a socket says, and when."""

import json
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from websockets.asyncio.server import broadcast, serve

from benchmarks import listeners


@asynccontextmanager
async def sockets(count):
    """That many listeners at a server that answers as the product does; and the server."""

    async def answer(socket):
        async for message in socket:
            await socket.send(json.dumps({"listening": json.loads(message)["listen"]}))

    async with serve(answer, "localhost", 0) as server, AsyncExitStack() as stack:
        port = server.sockets[0].getsockname()[1]
        yield await listeners.open_all(f"http://localhost:{port}", ["s"] * count, stack), server


def wake(server, topic):
    """Say to every socket that a topic changed."""
    broadcast(server.connections, json.dumps({"wake": topic}))


class TestListeners:
    async def test_note_when_each_was_woken(self):
        async with sockets(3) as (opened, server):
            wake(server, "inbox")

            moments = await listeners.all_woken(opened, 0.0)

        assert len(moments) == 3
        assert all(moment > 1_700_000_000_000 for moment in moments)

    async def test_do_not_take_an_earlier_wake_up_for_a_later_one(self, monkeypatch):
        monkeypatch.setattr(listeners, "PATIENCE_SECONDS", 0.1)
        async with sockets(2) as (opened, server):
            wake(server, "inbox")
            heard = await listeners.all_woken(opened, 0.0)

            with pytest.raises(TimeoutError, match="2 of 2 sockets"):
                await listeners.all_woken(opened, max(heard) + 1)

    async def test_do_not_take_other_news_for_a_wake_up_of_the_inbox(self, monkeypatch):
        monkeypatch.setattr(listeners, "PATIENCE_SECONDS", 0.1)
        async with sockets(1) as (opened, server):
            wake(server, "person")

            with pytest.raises(TimeoutError):
                await listeners.all_woken(opened, 0.0)
