"""Messages between runs and from outside: taken in once, kept until somebody waits, consumed by one run.

A message is stored first and then brought to who waits for it (BPMN 2.0.2 clause 10.5.1: a message
goes to one receiver, found by correlation): a subscription with exactly its key before one that
takes any, who has waited longest before the others. Nobody there, it is kept until
settings.FLOW_MESSAGE_KEEP_DAYS have passed; a step that opens meanwhile takes it (`happening`).
A message that arrives in the very moment in which a step opens may be seen by neither: a tick each
second brings the two together.

Locks: case → run → message.
"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.services import record
from workflows.codec import encode
from workflows.locking import lock_case_and_run
from workflows.models import FlowMessage, FlowSubscription
from workflows.running import RunActivation
from workflows.selectors import awaited_messages, subscriptions_for
from workflows.services.happening import give, hand_to_a_job

logger = logging.getLogger(__name__)


def deliver_message(
    *,
    name: str,
    key: str | None,
    variables: Mapping[str, Any],
    at: datetime,
    message_id: str = "",
    actor_id: int | None = None,
) -> FlowMessage:
    """Take a message in and bring it to who waits for it; return it as it now is.

    key         a subscription without a key takes any; a message without one reaches only those
    message_id  the sender's id, at most 200 characters: a second message with it is the first one
    actor_id    who sent it; None where no person did

    `taken_by` of the answer is the run that consumed it, None while it is kept. Call it outside
    any transaction that has locked a case: it locks the receiver's.
    """
    message, _ = FlowMessage.objects.get_or_create(
        message_id=message_id or str(uuid.uuid4()),
        defaults={
            "name": name,
            "key": key,
            "payload": encode(dict(variables)),
            "actor_id": actor_id,
            "arrived_at": at,
            "expires_at": at + timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS),
        },
    )
    _bring_or_hand_on(message.pk, at)
    message.refresh_from_db()
    return message


def bring_message(message_pk: int, at: datetime) -> bool:
    """Give a kept message to one that waits for it; return whether one took it. Raises what the run refuses."""
    message = FlowMessage.objects.filter(pk=message_pk, taken_at__isnull=True, expires_at__gt=at).first()
    if message is None:
        return False
    for subscription_pk, run_id in list(subscriptions_for(message).values_list("pk", "run_id")):
        if _bring(message_pk, subscription_pk, run_id, at):
            return True
    FlowMessage.objects.filter(pk=message_pk, taken_at__isnull=True).update(failed_at=None)
    return False


def bring_messages(at: datetime, *, at_most: int = 100) -> int:
    """Bring together kept messages and those who wait for them, oldest first; return how many were taken."""
    awaited = awaited_messages(at).order_by("arrived_at", "pk").values_list("pk", flat=True)
    return sum(_bring_or_hand_on(message_pk, at) for message_pk in list(awaited[:at_most]))


def sweep_messages(at: datetime) -> int:
    """Forget messages: consumed ones when they expire, the others after as many days again, on record.

    Until then their ids are known, and unconsumed ones are listed (`selectors.unconsumed_messages`).
    """
    FlowMessage.objects.filter(expires_at__lte=at, taken_at__isnull=False).delete()
    listed_since = at - timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS)
    given_up = FlowMessage.objects.filter(expires_at__lte=listed_since, taken_at__isnull=True)
    return sum(_forget(message_pk, at) for message_pk in list(given_up.values_list("pk", flat=True)))


def _bring(message_pk: int, subscription_pk: int, run_id: int, at: datetime) -> bool:
    """Give a message to one subscription, unless either was gone meanwhile."""
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        subscription = FlowSubscription.objects.filter(pk=subscription_pk, closed_at__isnull=True).first()
        message = FlowMessage.objects.select_for_update().filter(pk=message_pk, taken_at__isnull=True).first()
        if message is None or subscription is None or run.run.suspended:
            return False
        give(message, subscription, run, at=at)
    return True


def _bring_or_hand_on(message_pk: int, at: datetime) -> bool:
    """Bring a message; what cannot be brought must not hold up the others, nor fail in silence each second."""
    try:
        return bring_message(message_pk, at)
    except Exception:
        logger.exception("message %s could not be brought; a job has it now", message_pk)
        hand_to_a_job(message_pk, at)
        return False


def _forget(message_pk: int, at: datetime) -> int:
    with transaction.atomic():
        message = FlowMessage.objects.select_for_update().filter(pk=message_pk).first()
        if message is None:
            return 0
        record(
            action="workflows.message_expired",
            actor_id=None,
            target="workflows.FlowMessage",
            target_id=message.pk,
            at=at,
            values={"id": message.message_id, "message": message.name, "key": message.key or ""},
        )
        message.delete()
    return 1
