"""Names and messages on the channel layer, shared by senders, poller and consumer.

Topics are group names as they are. "person.<id>" wakes what concerns a person alone (unread
messages); "close.<id>" is no group but an order to close that person's sockets.
"""

from collections.abc import Iterable
from datetime import datetime

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.utils import timezone

from notifications.models import WakeUp
from notifications.poller import POLLER

CLOSE = "close."


def person_topic(person_id: int) -> str:
    """Return the topic that every socket of a person listens to."""
    return f"person.{person_id}"


async def send(topics: Iterable[str]) -> None:
    """Send one message a topic through the channel layer."""
    layer = get_channel_layer()
    for topic in topics:
        if topic.startswith(CLOSE):
            group, message = f"person.{topic.removeprefix(CLOSE)}", {"type": "person.closed"}
        else:
            group, message = topic, {"type": "topic.woken", "topic": topic}
        await layer.group_send(group, message)


def close_person(person_id: int, at: datetime | None = None) -> None:
    """Close every socket of a person in every process: sign-out, account closed, role changed.

    Called after the commit. A page whose session still holds connects again by itself and is
    asked anew what it may listen to.
    """
    topic = f"{CLOSE}{person_id}"
    if isinstance(get_channel_layer(), InMemoryChannelLayer):
        WakeUp.objects.create(topic=topic, at=timezone.now())
        POLLER.look_now()
    else:
        async_to_sync(send)([topic])
