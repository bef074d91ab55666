"""Let an event happen, then give the steps it opened the messages that arrived before them.

A message may arrive while nobody waits (`services.messages` keeps it). Taking a kept one is an
event of its own in the same transaction, under a savepoint: a message that the flow cannot go on
with must not undo what brought the run here, so it is handed to a job, which retries it and ends as an incident.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from jobs.services import enqueue
from workflows.codec import decode
from workflows.effects import Subscribe
from workflows.events import Event, MessageArrived
from workflows.models import FlowMessage, FlowSubscription, WorkItem
from workflows.running import RunActivation
from workflows.trail import record_run

BRING_MESSAGE = "workflows.bring_message"
logger = logging.getLogger(__name__)


def happen(
    run: RunActivation,
    event: Event,
    *,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    actor_id: int | None = None,
    on_behalf_of_id: int | None = None,
    changed: Sequence[WorkItem] = (),
) -> None:
    """Let one event happen to a locked run, with every kept message that its new steps wait for.

    The caller holds the run's lock and the transaction. Raises as `RunActivation.happen`.
    """
    run.happen(event, at=at, facts=facts, actor_id=actor_id, on_behalf_of_id=on_behalf_of_id, changed=changed)
    for opened in run.subscribed:
        take_kept(run, opened, at)


def take_kept(run: RunActivation, opened: Subscribe, at: datetime) -> None:
    """Give a subscription every message that was kept for it, oldest first, as long as it stays open."""
    own = FlowSubscription.objects.filter(
        run=run.run, subscription_id=opened.subscription_id, closed_at__isnull=True
    )
    while (message := _kept_for(opened, at)) and (subscription := own.first()):
        try:
            with transaction.atomic():
                give(message, subscription, run, at=at)
        except Exception:
            logger.exception("message %s could not be taken; a job has it now", message.message_id)
            hand_to_a_job(message.pk, at)
            run.reload()


def give(message: FlowMessage, subscription: FlowSubscription, run: RunActivation, *, at: datetime) -> None:
    """Let a locked run consume a locked message by one of its open subscriptions."""
    message.taken_at, message.taken_by, message.node_id = at, run.run, subscription.node_id
    message.failed_at = None
    message.save(update_fields=["taken_at", "taken_by", "node_id", "failed_at"])
    event = MessageArrived(message.name, message.key, decode(message.payload), subscription.subscription_id)
    happen(run, event, at=at, actor_id=message.actor_id)
    if not run.subscribes(subscription.subscription_id):
        subscription.closed_at = at
        subscription.save(update_fields=["closed_at"])
    values = {"message": message.name, "id": message.message_id, "node": subscription.node_id}
    record_run("workflows.message", run.run, actor_id=message.actor_id, at=at, values=values)


def hand_to_a_job(message_pk: int, at: datetime) -> None:
    """Let a job of its own bring a message that could not be given."""
    with transaction.atomic():
        FlowMessage.objects.filter(pk=message_pk).update(failed_at=at)
        key = f"{BRING_MESSAGE}:{message_pk}:{at.isoformat()}"
        enqueue(BRING_MESSAGE, key=key, payload={"message": message_pk})


def _kept_for(opened: Subscribe, at: datetime) -> FlowMessage | None:
    """Return, locked, the oldest message kept for a subscription; one that another worker is taking is passed over."""
    of_key = Q() if opened.key is None else Q(key=opened.key)
    kept = FlowMessage.objects.select_for_update(skip_locked=True).filter(
        of_key, name=opened.name, taken_at__isnull=True, failed_at__isnull=True, expires_at__gt=at
    )
    return kept.order_by("arrived_at", "pk").first()
