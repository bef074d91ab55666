"""Marks messages as read, on the word of their recipient alone."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from notifications.models import Notification
from notifications.services.waking import wake
from notifications.sockets import person_topic


def mark_read(person: AbstractBaseUser, public_id: object, *, at: datetime) -> bool:
    """Mark one message of this person; return whether it was unread."""
    return mark(Notification.objects.filter(recipient_id=person.pk, public_id=public_id), person.pk, at) > 0


def mark_all_read(person: AbstractBaseUser, at: datetime) -> int:
    """Mark every message of this person; return how many were unread."""
    return mark(Notification.objects.filter(recipient_id=person.pk), person.pk, at)


def mark(notifications: QuerySet[Notification], person_id: int, at: datetime) -> int:
    """Mark the unread ones among these and let the person's other pages know."""
    with transaction.atomic():
        count = notifications.filter(read_at__isnull=True).update(read_at=at)
        if count:
            wake([person_topic(person_id)], at)
    return count
