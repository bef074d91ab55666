"""A socket of a page, spoken in ASGI's own messages (Channels' communicator wants daphne)."""

import json

from asgiref.testing import ApplicationCommunicator


class Socket(ApplicationCommunicator):
    """One WebSocket to an application."""

    def __init__(self, application):
        super().__init__(
            application, {"type": "websocket", "path": "/ws/", "headers": [], "subprotocols": []}
        )

    async def connect(self):
        """Ask to be let in; return whether it was, and the code of a refusal."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(3)
        return answer["type"] == "websocket.accept", answer.get("code")

    async def say(self, text):
        """Send a text."""
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, timeout=2):
        """Return the next message, parsed."""
        message = await self.receive_output(timeout)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def hears_nothing(self, seconds=0.4):
        """Return whether it stays silent."""
        return await self.receive_nothing(seconds)

    async def closing_code(self):
        """Return the code the server closes with."""
        message = await self.receive_output(2)
        assert message["type"] == "websocket.close", message
        return message["code"]

    async def leave(self):
        """Go away."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(2)
