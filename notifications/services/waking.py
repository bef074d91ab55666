"""Wakes open pages once the transaction is through: a topic, never a fact.

With a layer that reaches every process (Redis) the wake-up is sent on commit. With the in-memory
layer it is a row, which every web process reads four times a second (`notifications.poller`); a
commit in the web process itself makes its poller look at once.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import transaction
from django.utils import timezone

from notifications.models import WakeUp
from notifications.poller import POLLER
from notifications.sockets import send


def wake(topics: Iterable[str], at: datetime) -> None:
    """Wake the pages that listen to these topics when the caller's transaction commits.

    topics  "dossier.<public id>", "inbox.<role>.<agency id>", "person.<id>"; letters, digits, . _ -
    """
    unique = list(dict.fromkeys(topics))
    if not unique:
        return
    if isinstance(get_channel_layer(), InMemoryChannelLayer):
        now = timezone.now()  # not `at`: the poller orders rows by when they were written
        WakeUp.objects.bulk_create(WakeUp(topic=topic, at=now) for topic in unique)
        transaction.on_commit(POLLER.look_now, robust=True)
    else:
        transaction.on_commit(partial(async_to_sync(send), unique), robust=True)
