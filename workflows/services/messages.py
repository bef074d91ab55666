"""Bring a message to the runs that wait for it, each in a transaction of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from workflows.events import MessageArrived
from workflows.locking import lock_case_and_run
from workflows.models import FlowSubscription
from workflows.running import RunActivation
from workflows.services.trail import record_run


def deliver_message(
    *, name: str, key: str | None, variables: Mapping[str, Any], at: datetime, actor_id: int | None = None
) -> int:
    """Give a message to every open subscription of its name and key; return how many took it.

    key  a subscription without a key takes any; a message without one reaches only those
    """
    waiting = FlowSubscription.objects.filter(
        Q(key__isnull=True) | Q(key=key), name=name, closed_at__isnull=True
    )
    found = list(waiting.order_by("run_id", "pk").values_list("pk", "run_id"))
    return sum(
        _deliver(pk, run_id, MessageArrived(name, key, dict(variables)), at=at, actor_id=actor_id)
        for pk, run_id in found
    )


def _deliver(pk: int, run_id: int, message: MessageArrived, *, at: datetime, actor_id: int | None) -> int:
    """Give a message to one subscription unless it was closed meanwhile; return 1 or 0."""
    with transaction.atomic():
        run = RunActivation(lock_case_and_run(run_id))
        subscription = FlowSubscription.objects.filter(pk=pk, closed_at__isnull=True).first()
        if subscription is None or run.run.suspended:
            return 0
        event = MessageArrived(message.name, message.key, message.variables, subscription.subscription_id)
        run.happen(event, at=at, actor_id=actor_id)
        if not run.subscribes(subscription.subscription_id):
            subscription.closed_at = at
            subscription.save(update_fields=["closed_at"])
        values = {"message": message.name, "node": subscription.node_id}
        record_run("workflows.message", run.run, actor_id=actor_id, at=at, values=values)
    return 1
