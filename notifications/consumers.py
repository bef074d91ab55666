"""The socket of an open page: says what it listens to, hears that something changed.

In:  {"listen": ["dossier.<public id>", "inbox"]}
Out: {"listening": [...]}, {"refused": topic}, {"wake": topic}

Nothing else ever goes over it; the page fetches again through the ordinary permission path. Who
may listen to what is asked of settings.TOPIC_POLICY: `f(person, topic, at)` returns whether he
may, or the names of the groups the topic stands for. A refused topic and one that does not exist
are answered alike.
"""

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from notifications.poller import POLLER
from notifications.sockets import person_topic

MOST_TOPICS = 50
UNAUTHENTICATED, UNREADABLE, ENDED = 4401, 4400, 4403


def groups_for(person: Any, topic: str) -> list[str]:
    """Return the groups a topic stands for, none when this person may not listen to it."""
    allowed = import_string(settings.TOPIC_POLICY)(person, topic, timezone.now())
    if isinstance(allowed, bool) or allowed is None:
        return [topic] if allowed else []
    return list(allowed)


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """One socket of one signed-in person."""

    person_id: int | None = None

    async def connect(self) -> None:
        """Take signed-in people only."""
        person = self.scope.get("user")
        if person is None or not person.is_authenticated or not person.is_active:
            await self.close(code=UNAUTHENTICATED)
            return
        self.person_id = person.pk
        self.topic_of_group = {person_topic(person.pk): "person"}
        await self.channel_layer.group_add(person_topic(person.pk), self.channel_name)
        await POLLER.arrived(person.pk)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave every group."""
        if self.person_id is None:
            return
        POLLER.left(self.person_id)
        for group in self.topic_of_group:
            await self.channel_layer.group_discard(group, self.channel_name)

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        """Return what came, None when it is not JSON."""
        try:
            return json.loads(text_data)
        except ValueError:
            return None

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Take text only."""
        await self.receive_json(await self.decode_json(text_data or ""))

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Join the groups of the topics asked for."""
        topics = content.get("listen") if isinstance(content, dict) else None
        if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
            await self.close(code=UNREADABLE)
            return
        heard = [topic for topic in dict.fromkeys(topics[:MOST_TOPICS]) if await self.listen(topic)]
        await self.send_json({"listening": heard})

    async def listen(self, topic: str) -> bool:
        """Join the groups of one topic, or say that it is refused."""
        if topic in {"person", person_topic(self.person_id or 0)}:
            return True
        groups = await database_sync_to_async(groups_for)(self.scope["user"], topic)
        if not groups or len(self.topic_of_group) + len(groups) > 2 * MOST_TOPICS:
            await self.send_json({"refused": topic})
            return False
        for group in groups:
            self.topic_of_group[group] = topic
            await self.channel_layer.group_add(group, self.channel_name)
        return True

    async def topic_woken(self, event: dict[str, str]) -> None:
        """Pass the wake-up on under the name the page asked for."""
        await self.send_json({"wake": self.topic_of_group.get(event["topic"], event["topic"])})

    async def person_closed(self, event: dict[str, str]) -> None:
        """Close: the rights this socket was opened with are gone."""
        await self.close(code=ENDED)
