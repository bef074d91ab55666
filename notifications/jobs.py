"""What the worker does: send e-mail to those away, forget wake-ups that were heard.

An e-mail goes out at least once under a stable Message-ID: a worker killed between the server's
answer and the row sends it again, and the receiving side can tell.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone, translation

from notifications.models import Delivery, DeliveryState, WakeUp
from notifications.selectors import is_away

HEARD_AFTER = timedelta(minutes=10)


def email(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Send one message by e-mail, unless its reader has seen it, has a page open or has no address."""
    delivery = Delivery.objects.select_related("notification__recipient").get(public_id=payload["delivery"])
    if delivery.state in {DeliveryState.SENT, DeliveryState.SKIPPED}:
        return
    now = timezone.now()
    needless = why_needless(delivery, now)
    if needless:
        end(delivery, DeliveryState.SKIPPED, needless, now)
        return
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
    try:
        message_for(delivery).send()
    except Exception as error:
        end(delivery, DeliveryState.FAILED, f"{type(error).__name__}: {error}", now)
        raise
    end(delivery, DeliveryState.SENT, "", timezone.now())


def why_needless(delivery: Delivery, now: datetime) -> str:
    """Return why no e-mail is needed, "" when it is."""
    notification = delivery.notification
    if notification.read_at is not None:
        return "read already"
    if not notification.recipient.email or not notification.recipient.is_active:
        return "no address"
    if not is_away(notification.recipient_id, now):
        return "has a page open"
    return ""


def message_for(delivery: Delivery) -> EmailMessage:
    """Word the e-mail in its reader's language, under the delivery's own id."""
    notification = delivery.notification
    host = urlsplit(settings.MOTCUA_PUBLIC_URL).hostname or "localhost"
    with translation.override(getattr(notification.recipient, "locale", "") or settings.LANGUAGE_CODE):
        title, text = notification.title, notification.text
    link = f"{settings.MOTCUA_PUBLIC_URL}{notification.url}" if notification.url else ""
    return EmailMessage(
        subject=" ".join(title.split()),
        body="\n\n".join(part for part in (title, text, link) if part) + "\n",
        to=[notification.recipient.email],
        headers={"Message-ID": f"<{delivery.public_id}@{host}>"},
    )


def end(delivery: Delivery, state: DeliveryState, note: str, at: datetime) -> None:
    """Write how one delivery ended."""
    Delivery.objects.filter(pk=delivery.pk).update(state=state, note=note[:300], finished_at=at)


def prune_wake_ups(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Forget wake-ups that every process has long read; the newest stays, so that numbers go on."""
    newest = WakeUp.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    WakeUp.objects.filter(at__lt=timezone.now() - HEARD_AFTER, pk__lt=newest).delete()
