"""What people are told, over which channel it went, and the wake-ups that open pages hear.

The truth is `Notification`, written in the transaction of the event. A `Delivery` is one attempt
line per outside channel. A `WakeUp` carries a topic and nothing else: the page that hears it
fetches again through the ordinary permission path. Texts are worded when they are shown, in the
reader's language, from `kind` and `params`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.words import words_of


class Notification(models.Model):
    """One thing told to one person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    kind = models.CharField(_("Loại"), max_length=100)
    params = models.JSONField(_("Tham số"), default=dict)
    url = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    audience = models.CharField(_("Gửi cho"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("Lúc"))
    read_at = models.DateTimeField(_("Đọc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"

    @property
    def title(self) -> str:
        """What it says, in the active language."""
        return words_of(self.kind, self.params).title

    @property
    def text(self) -> str:
        """The rest of what it says; may be empty."""
        return words_of(self.kind, self.params).text


class Channel(models.TextChoices):
    """A way to reach someone outside the pages."""

    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn")
    WEB_PUSH = "web_push", _("Thông báo đẩy")


class DeliveryState(models.TextChoices):
    """How far a delivery got."""

    QUEUED = "queued", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    SKIPPED = "skipped", _("Không cần gửi")
    FAILED = "failed", _("Không gửi được")


class Delivery(models.Model):
    """One notification over one outside channel; its public id goes out with every attempt."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("Kênh"), max_length=10, choices=Channel)
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED
    )
    attempts = models.PositiveIntegerField(_("Số lần gửi"), default=0)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("Xếp hàng lúc"))
    finished_at = models.DateTimeField(_("Xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt gửi")
        verbose_name_plural = _("lượt gửi")
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="one_delivery_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class WakeUp(models.Model):
    """A topic that changed, for web processes that share no channel layer with the writer."""

    topic = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lời đánh thức")
        verbose_name_plural = _("lời đánh thức")
        indexes = [models.Index(fields=["at"], name="wake_up_at")]

    def __str__(self) -> str:
        return self.topic


class Presence(models.Model):
    """When a person last had a page of ours open."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="presence"
    )
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hiện diện")
        verbose_name_plural = _("hiện diện")

    def __str__(self) -> str:
        return f"{self.pk} {self.seen_at}"
