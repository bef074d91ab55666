"""Marks messages as read, on the word of their recipient alone."""

from collections.abc import Iterable
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


def mark_read_about(person: AbstractBaseUser, subject: str, kinds: Iterable[str], *, at: datetime) -> int:
    """Mark what this person was told of one subject, of these kinds: its page says it all; return how many were unread.

    subject  "dossiers.Dossier:12"
    """
    subject_type, _, subject_id = subject.partition(":")
    told = Notification.objects.filter(
        recipient_id=person.pk, read_at__isnull=True, kind__in=list(kinds),
        subject_type=subject_type, subject_id=subject_id,
    )  # fmt: skip
    return mark(told, person.pk, at) if told.exists() else 0


def mark(notifications: QuerySet[Notification], person_id: int, at: datetime) -> int:
    """Mark the unread ones among these and let the person's other pages know."""
    with transaction.atomic():
        count = notifications.filter(read_at__isnull=True).update(read_at=at)
        if count:
            wake([person_topic(person_id)], at)
    return count
