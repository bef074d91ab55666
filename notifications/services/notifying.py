"""Tells people something, in the transaction of the event it tells of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from jobs.services import enqueue
from notifications.models import Channel, Delivery, Notification
from notifications.services.waking import wake
from notifications.sockets import person_topic
from notifications.words import check_has_words


def notify(
    *,
    recipients: Iterable[AbstractBaseUser | int],
    kind: str,
    params: Mapping[str, Any],
    url: str,
    subject: str,
    at: datetime,
    audience: str = "",
    by_email: bool = True,
) -> list[Notification]:
    """Write one message a person, order its e-mail, wake his open pages on commit.

    recipients  people or their ids; nobody is told twice
    kind        a kind of NOTIFICATION_TEXTS; params fill its words (JSON-able)
    url         where the message leads, "" for nowhere
    subject     what it is about, "dossiers.Dossier:12"
    audience    "applicant", "officer" …: for whom it is worded
    by_email    False keeps it on the pages (news of the system itself, such as a mail that failed)

    Raises NoWords for a kind nobody worded.
    """
    check_has_words(kind, params)
    subject_type, _, subject_id = subject.partition(":")
    people = dict.fromkeys(one if isinstance(one, int) else one.pk for one in recipients)
    with transaction.atomic():
        notifications = Notification.objects.bulk_create(
            Notification(
                recipient_id=person_id,
                kind=kind,
                params=dict(params),
                url=url,
                subject_type=subject_type,
                subject_id=subject_id,
                audience=audience,
                created_at=at,
            )
            for person_id in people
        )
        if by_email:
            order_emails(notifications, at)
        wake([person_topic(person_id) for person_id in people], at)
    return notifications


def order_emails(notifications: list[Notification], at: datetime) -> None:
    """Write a delivery a message and order the job that carries it out or finds it needless."""
    deliveries = Delivery.objects.bulk_create(
        Delivery(notification=notification, channel=Channel.EMAIL, queued_at=at)
        for notification in notifications
    )
    for delivery in deliveries:
        enqueue(
            "notifications.email",
            key=f"notifications.email:{delivery.public_id}",
            payload={"delivery": str(delivery.public_id)},
            queue="outside",
        )
