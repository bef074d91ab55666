"""Devices, and every operation a device ever sent: kept with its answer, so that a repeated one changes nothing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from inspections.models.target import Target


class Device(models.Model):
    """A tablet under one person's name; two people on one tablet are two devices.

    public_id          made on the device
    public_key         its ECDSA P-256 key as a JWK, for handing sections on; null for one that cannot
    clock_off_seconds  server's clock less the device's when it last sent, null while they agree
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspection_devices")
    name = models.CharField(max_length=100, blank=True)
    public_key = models.JSONField(null=True, blank=True)
    clock_off_seconds = models.IntegerField(null=True, blank=True)
    registered_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-last_seen_at"], name="devices_of_person")]

    def __str__(self) -> str:
        return self.name or str(self.public_id)


class SyncOperation(models.Model):
    """One operation as it came and the answer it got; kept for at least 12 months.

    id              the device's idempotency key
    seq                the device's own order within the target, 1, 2, 3 … without a gap
    server_seq         the target's sync_seq that its receipt names
    payload_digest     SHA-256 of the canonical JSON of kind and payload
    clock_off_seconds  server's clock less the device's when it was sent, null where they agreed
    """

    class State(models.TextChoices):
        APPLIED = "applied"
        CONFLICT = "conflict"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="operations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, models.PROTECT, related_name="operations")
    seq = models.PositiveBigIntegerField()
    server_seq = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    payload_digest = models.CharField(max_length=64)
    payload = models.JSONField()
    status = models.CharField(max_length=10, choices=State)
    response = models.JSONField()
    noted_at = models.DateTimeField(null=True)
    clock_off_seconds = models.IntegerField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "target", "seq"], name="inspection_operation_in_order"),
            models.UniqueConstraint(
                fields=["target", "server_seq"],
                condition=Q(server_seq__isnull=False),
                name="inspection_operation_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="inspection_operations_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SectionHold(models.Model):
    """A section of the checklist that one device has taken for itself; given back or taken by another later.

    public_id  the id of the operation that took it
    passed     ids of the holds and tokens it was handed on through, oldest first, so that none opens it twice
    until      device → number of its last operation that may still answer in the section
    """

    public_id = models.UUIDField(unique=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="holds")
    section = models.CharField(max_length=40)
    member = models.ForeignKey("inspections.TeamMember", models.PROTECT, related_name="holds")
    device = models.ForeignKey(Device, models.PROTECT, related_name="holds")
    taken_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    passed = models.JSONField(default=list)
    until = models.JSONField(default=dict)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "section"], condition=Q(given_at=None), name="inspection_section_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.section}"
