"""What runs wait for beside people: moments and messages; and the messages themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.runs import Run


class FlowTimer(models.Model):
    """A timer the core asked for; `fire_timers` closes it when its moment has come.

    failed_at  it could not be fired then; a job of its own has it now, and becomes an incident
    """

    class Closed(models.TextChoices):
        FIRED = "fired"
        STOPPED = "stopped"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="timers")
    timer_id = models.CharField(max_length=100)
    token_id = models.CharField(max_length=100)
    node_id = models.CharField(max_length=100)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed = models.CharField(max_length=10, choices=Closed.choices, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hẹn giờ quy trình")
        verbose_name_plural = _("hẹn giờ quy trình")
        indexes = [models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="open_timers")]

    def __str__(self) -> str:
        return f"{self.node_id} {self.due_at:%Y-%m-%d %H:%M}"


class FlowSubscription(models.Model):
    """A message a run waits for: its name, and the key that tells one run's from another's (null: any)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="subscriptions")
    subscription_id = models.CharField(max_length=100)
    token_id = models.CharField(max_length=100)
    node_id = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001  null is any key, "" is a key
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("chờ thông điệp")
        verbose_name_plural = _("chờ thông điệp")
        indexes = [
            models.Index(
                fields=["name", "key"], condition=Q(closed_at__isnull=True), name="open_subscriptions"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.key}"


class FlowMessage(models.Model):
    """A message on its way: kept until a run that waits for its name and key takes it, once.

    message_id  the sender's own id of it: the same id twice is the same message
    key         null reaches only those that take any key
    payload     its variables, as `workflows.codec` writes them
    taken_by    the run that consumed it, at which node and when; null while nobody has
    failed_at   it could not be given to who waits; a job of its own has it now, and becomes an incident
    """

    message_id = models.CharField(_("Mã thông điệp"), max_length=200, unique=True)
    name = models.CharField(_("Tên"), max_length=100)
    key = models.CharField(_("Khóa"), max_length=200, null=True, blank=True)  # noqa: DJ001  null is no key
    payload = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    arrived_at = models.DateTimeField(_("Tới lúc"))
    expires_at = models.DateTimeField(_("Giữ đến"))
    taken_at = models.DateTimeField(_("Nhận lúc"), null=True, blank=True)
    taken_by = models.ForeignKey(
        Run, on_delete=models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    node_id = models.CharField(max_length=100, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thông điệp quy trình")
        verbose_name_plural = _("thông điệp quy trình")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="taken_message_has_its_run",
            )
        ]
        indexes = [
            models.Index(fields=["name", "key"], condition=Q(taken_at__isnull=True), name="kept_messages"),
            models.Index(fields=["expires_at"], name="messages_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.key}"
