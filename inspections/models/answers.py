"""What was found at each item: the merged value of now, what the institution declared, and quarrels between two devices."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from inspections.models.syncing import Device
from inspections.models.target import Target


class Answer(models.Model):
    """The answer of one item as it stands.

    values      {"verdict", "value", "numerator", "denominator", "reason", "evidence", "unseen_because", "note"}
    version     grows by one with each change; a device sends back the one it built on
    since       from this version on all changes are the device's alone
    seq         the target's sync_seq at the latest change
    noted_at    by the device's clock; changed_at by the server's
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="answers")
    item_key = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    since = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "item_key"], name="inspection_answer_once")]
        indexes = [models.Index(fields=["target", "seq"], name="inspection_answers_after")]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.item_key}"


class DeclaredAnswer(models.Model):
    """What the institution said of itself at one item, on the same checklist, before the visit."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="declared")
    item_key = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "item_key"], name="inspection_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.item_key}"


class AnswerConflict(models.Model):
    """Two values of one item from two devices; both are kept, the lead decides with a reason.

    public_id  the id of the operation that raised it
    first      what stood when the second came, as the second: {} for nothing
    second     {"values", "by": number of the person, "device": public id, "noted_at"}
    chosen     "first" or "second" once decided
    """

    public_id = models.UUIDField(unique=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="conflicts")
    item_key = models.CharField(max_length=80)
    first = models.JSONField()
    second = models.JSONField()
    seq = models.PositiveBigIntegerField(default=0)
    raised_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    chosen = models.CharField(max_length=6, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
                name="inspection_conflict_decided_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "item_key"], condition=Q(decided_at=None), name="open_conflicts")
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.item_key}"


class SampleDraw(models.Model):
    """A random sample drawn at a visit; anyone can draw it again from its seed, which stands in the minutes."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="samples")
    code = models.CharField(max_length=40)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    drawn = models.JSONField(help_text="numbers of the units, from 1")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "code"], name="inspection_sample_once")]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.code}"
