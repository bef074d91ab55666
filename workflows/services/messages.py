"""Messages between runs and from outside: taken in once, kept until somebody waits, consumed by one run.

A message is stored first and then brought to who waits for it (BPMN 2.0.2 clause 10.5.1: a message
goes to one receiver, found by correlation): a subscription with exactly its key before one that
takes any, who has waited longest before the others. Nobody there, it is kept until
settings.FLOW_MESSAGE_KEEP_DAYS have passed; a step that opens meanwhile takes it (`happening`).
A message that arrives in the very moment in which a step opens may be seen by neither: a tick each
second brings the two together.

A message that nobody waits for may begin a run of its own (`handlers.beginner`), in the transaction that
marks it taken: once, whoever brings it and however often. The case it makes is new, so that nobody
can hold it: there the message is locked first.

When its time is over and nobody has taken it, it becomes an incident (`expire_messages`): a person offers it
once more or closes it. It is forgotten, on record, as many days later.

Locks: case → run → message.
"""

import logging
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from audit.services import record
from jobs.models import Incident, Job, JobState
from jobs.services import enqueue
from workflows.codec import decode, encode
from workflows.handlers import Arrived, beginner
from workflows.locking import lock_case_and_run
from workflows.models import FlowMessage, FlowSubscription
from workflows.running import RunActivation
from workflows.selectors import awaited_messages, subscriptions_for
from workflows.services.happening import BRING_MESSAGE, give, hand_to_a_job
from workflows.trail import record_run

EXPIRED = "workflows.message_expired"
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


def bring_message(message_pk: int, at: datetime, *, even_expired: bool = False) -> bool:
    """Give a kept message to one that waits for it, or let it begin a run; return whether it was taken.

    even_expired  also when its time is over: a person has asked for it

    Raises what the run, or who begins one, refuses.
    """
    message = FlowMessage.objects.filter(pk=message_pk, taken_at__isnull=True).first()
    if message is None:
        return False
    if message.expires_at > at or even_expired:
        for subscription_pk, run_id in list(subscriptions_for(message).values_list("pk", "run_id")):
            if _bring(message_pk, subscription_pk, run_id, at):
                return True
        if _begin(message_pk, at):
            return True
    if not even_expired:
        FlowMessage.objects.filter(pk=message_pk, taken_at__isnull=True).update(failed_at=None)
    return False


def bring_messages(at: datetime, *, at_most: int = 100) -> int:
    """Bring together kept messages and those who wait for them, oldest first; return how many were taken."""
    awaited = awaited_messages(at).order_by("arrived_at", "pk").values_list("pk", flat=True)
    return sum(_bring_or_hand_on(message_pk, at) for message_pk in list(awaited[:at_most]))


def offer_messages(names: Collection[str], at: datetime) -> int:
    """Let jobs offer the kept messages of these names once more, since a flow begins with them now; return how many."""
    kept = FlowMessage.objects.filter(
        name__in=names, taken_at__isnull=True, failed_at__isnull=True, expires_at__gt=at
    )
    waiting = list(kept.order_by("arrived_at", "pk").values_list("pk", flat=True))
    for message_pk in waiting:
        hand_to_a_job(message_pk, at)
    return len(waiting)


def sweep_messages(at: datetime) -> int:
    """Deal with messages whose time is over: forget consumed ones, and others after as many days again, on record.

    One that nobody took becomes an incident first (`expire_messages`). Until they are forgotten their ids are
    known, and unconsumed ones are listed (`selectors.unconsumed_messages`); never while their incident is open.
    Return how many were forgotten unconsumed.
    """
    expire_messages(at)
    FlowMessage.objects.filter(expires_at__lte=at, taken_at__isnull=False).delete()
    listed_since = at - timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS)
    given_up = FlowMessage.objects.filter(expires_at__lte=listed_since, taken_at__isnull=True)
    return sum(_forget(message_pk, at) for message_pk in list(given_up.values_list("pk", flat=True)))


def expire_messages(at: datetime) -> int:
    """Hand each message that expired untaken to a job that becomes its incident, on record; return how many.

    One that a job has already (`failed_at`) has its incident, or will have.
    """
    expired = FlowMessage.objects.filter(expires_at__lte=at, taken_at__isnull=True, failed_at__isnull=True)
    return sum(_expire(message_pk, at) for message_pk in list(expired.values_list("pk", flat=True)))


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


def _begin(message_pk: int, at: datetime) -> bool:
    """Let a message begin a run of its own, where some flow begins with it, unless it was taken meanwhile."""
    begin = beginner()
    if begin is None:
        return False
    with transaction.atomic():
        message = FlowMessage.objects.select_for_update().filter(pk=message_pk, taken_at__isnull=True).first()
        if message is None:
            return False
        arrived = Arrived(message.name, message.message_id, decode(message.payload), message.actor_id)
        run = begin(arrived, at)
        if run is None:
            return False
        message.taken_at, message.taken_by, message.failed_at = at, run, None
        message.save(update_fields=["taken_at", "taken_by", "failed_at"])
        values = {"message": message.name, "id": message.message_id}
        record_run("workflows.begun_by_message", run, actor_id=message.actor_id, at=at, values=values)
    return True


def _bring_or_hand_on(message_pk: int, at: datetime) -> bool:
    """Bring a message; what cannot be brought must not hold up the others, nor fail in silence each second."""
    try:
        return bring_message(message_pk, at)
    except Exception:
        logger.exception("message %s could not be brought; a job has it now", message_pk)
        hand_to_a_job(message_pk, at)
        return False


def _expire(message_pk: int, at: datetime) -> int:
    with transaction.atomic():
        unfailed = FlowMessage.objects.select_for_update().filter(
            failed_at__isnull=True, taken_at__isnull=True
        )
        message = unfailed.filter(pk=message_pk).first()
        if message is None:
            return 0
        message.failed_at = at
        message.save(update_fields=["failed_at"])
        _record("workflows.message_expired", message, at)
        enqueue(EXPIRED, key=f"{EXPIRED}:{message_pk}", payload={"message": message_pk})
    return 1


def _forget(message_pk: int, at: datetime) -> int:
    with transaction.atomic():
        message = FlowMessage.objects.select_for_update().filter(pk=message_pk).first()
        if message is None or _is_undecided(message_pk):
            return 0
        _record("workflows.message_forgotten", message, at)
        message.delete()
    return 1


def _is_undecided(message_pk: int) -> bool:
    """Whether a job is at work on a message, or a person is still to decide about its incident."""
    about = Job.objects.filter(kind__in=(BRING_MESSAGE, EXPIRED), payload__message=message_pk)
    at_work = Q(state__in=(JobState.READY, JobState.RUNNING))
    waiting = Exists(Incident.objects.filter(job=OuterRef("pk"), closed_at__isnull=True))
    return about.filter(at_work | Q(waiting)).exists()


def _record(action: str, message: FlowMessage, at: datetime) -> None:
    record(
        action=action,
        actor_id=None,
        target="workflows.FlowMessage",
        target_id=message.pk,
        at=at,
        values={"id": message.message_id, "message": message.name, "key": message.key or ""},
    )
