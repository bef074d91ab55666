"""Photographs and files of a visit, brought in parts, proved by their hash.

`id` is made on the device, so that a part sent twice is one file.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inspections.models.syncing import Device
from inspections.models.target import Target


class Evidence(models.Model):
    """One file as announced by the device, and how much of it has arrived.

    is_held  nothing deletes it: it was handed over with the file (k13)
    """

    class Kind(models.TextChoices):
        PHOTO = "photo"
        FILE = "file"
        SIGNATURE = "signature"

    id = models.UUIDField(primary_key=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="evidence")
    item_key = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    received_bytes = models.PositiveBigIntegerField(default=0)
    storage_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    place = models.JSONField(null=True, help_text='{"lat", "lng", "accuracy"}')
    is_masked = models.BooleanField(default=False)
    announced_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    is_held = models.BooleanField(default=False)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_bytes__lte=F("size")), name="inspection_evidence_no_longer_than_said"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(received_bytes=F("size")),
                name="inspection_evidence_complete_when_all_is_there",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "item_key"], name="evidence_of_item"),
            models.Index(fields=["announced_at"], condition=Q(completed_at=None), name="evidence_incomplete"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.item_key}"


class EvidencePart(models.Model):
    """One stretch of a file on its way in; gone once the file is whole.

    The row is written before its bytes are stored, so that a crash in between leaves something to sweep.
    `offset` is null until the stretch counts; of two that were sent for the same place one counts.
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="parts")
    offset = models.PositiveBigIntegerField(null=True)
    size = models.PositiveBigIntegerField()
    storage_name = models.CharField(max_length=200, unique=True)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "offset"], name="inspection_evidence_part_once"),
        ]
        indexes = [models.Index(fields=["begun_at"], name="evidence_parts_by_age")]

    def __str__(self) -> str:
        return f"{self.evidence_id}+{self.offset}"
