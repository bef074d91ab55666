"""What workers do for the engine: call operations, carry messages, fire timers.

A job here may run twice (a lease ran out, a worker died); the run's state decides whether there
is still something to do. Faults are left to the job's own retries and incident; a named error of
the flow is not a fault and never comes here.
"""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.errors import GiveUp
from jobs.models import Incident
from jobs.services import finish_within
from workflows import services
from workflows.codec import decode
from workflows.errors import RunEndedAlready, TokenUnknown
from workflows.models import FlowMessage

logger = logging.getLogger(__name__)


def call_operation(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Carry out a service task's operation, unless the run no longer waits for it."""
    try:
        with transaction.atomic():
            services.call_operation(
                run_id=payload["run_id"],
                token=payload["token"],
                node_id=payload["node_id"],
                operation=payload["operation"],
                inputs=decode(payload["inputs"]),
                at=timezone.now(),
            )
            finish_within(job_id, attempt)
    except (TokenUnknown, RunEndedAlready) as error:
        logger.info("job %s: nothing left to do: %s", key, error)


def deliver_message(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Bring a message that one run threw to the run that waits, or will wait, for it."""
    services.deliver_message(
        name=payload["name"],
        key=payload["key"],
        variables=decode(payload["variables"]),
        at=timezone.now(),
        message_id=key,
    )


def bring_message(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Bring a kept message that could not be given at first."""
    services.bring_message(payload["message"], timezone.now())


def message_expired(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Become the incident of a message that nobody took in time; offered once more when a person retries it."""
    message = FlowMessage.objects.filter(pk=payload["message"], taken_at__isnull=True).first()
    if message is None:
        logger.info("job %s: nothing left to do", key)
        return
    asked_for = Incident.objects.filter(job_id=job_id).exists()
    if not (asked_for and services.bring_message(message.pk, timezone.now(), even_expired=True)):
        raise GiveUp(
            f"message {message.message_id} {message.name!r} with key {message.key!r}: nobody took it"
            f" until {message.expires_at.isoformat()}"
        )


def bring_messages(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Bring together kept messages and steps that opened in the moment they arrived."""
    services.bring_messages(timezone.now())


def sweep_messages(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Deal with messages whose time is over: those that nobody took become incidents."""
    services.sweep_messages(timezone.now())


def fire_timer(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Fire a timer that a tick could not fire."""
    services.fire_timer(payload["timer"], timezone.now())


def tick(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Fire the timers whose moment has come."""
    services.fire_timers(timezone.now())
