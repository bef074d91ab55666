"""Reads: a person's messages, how many are unread, whether the person is away."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from notifications.models import Delivery, Notification, Presence


def notifications_of(person: AbstractBaseUser) -> QuerySet[Notification]:
    """Return a person's messages, newest first."""
    return Notification.objects.filter(recipient_id=person.pk).order_by("-pk")


def unread_count(person: AbstractBaseUser) -> int:
    """Return how many messages a person has not read."""
    return Notification.objects.filter(recipient_id=person.pk, read_at__isnull=True).count()


def deliveries_about(subject_type: str, subject_id: str | int) -> QuerySet[Delivery]:
    """Return what was sent outside about one subject, newest first."""
    return (
        Delivery.objects.filter(
            notification__subject_type=subject_type, notification__subject_id=str(subject_id)
        )
        .select_related("notification", "notification__recipient")
        .order_by("-pk")
    )


def recipients_of(kind: str, subject: str) -> set[int]:
    """Return who has been sent a kind of message about a subject ("accounts.AnnouncedYear:2027"), read or not."""
    subject_type, _, subject_id = subject.partition(":")
    sent = Notification.objects.filter(kind=kind, subject_type=subject_type, subject_id=subject_id)
    return set(sent.values_list("recipient_id", flat=True))


def is_away(person_id: int, at: datetime) -> bool:
    """Return whether a person has had no page open for a while."""
    since = at - timedelta(seconds=settings.NOTIFICATION_AWAY_AFTER_SECONDS)
    return not Presence.objects.filter(pk=person_id, seen_at__gte=since).exists()
