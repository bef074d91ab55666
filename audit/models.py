"""Rows that are written once: entries, their values, the seals over them, anchors, looks.

An entry is inserted in the transaction of the change it tells of. The sealer appends seals in an
order of its own, so that writers never wait for each other. Values stand in a table apart, which
may be pruned: the entry keeps a salted digest of them, so the chain stays whole and says nothing
of what was erased. People and agencies are kept as plain numbers: a record outlives everything it
speaks of, and this package stands below the one that knows people.

Triggers (migration 0002) refuse UPDATE, DELETE and TRUNCATE on both databases; only values and
looks may be deleted, and only in a transaction that holds a `PruningPermit`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change, told by the service that made it."""

    action = models.CharField(_("Việc"), max_length=100)
    actor_id = models.BigIntegerField(_("Người thực hiện"), null=True)
    on_behalf_of_id = models.BigIntegerField(_("Thay mặt"), null=True)
    agency_id = models.BigIntegerField(_("Cơ quan"), null=True)
    target = models.CharField(_("Đối tượng"), max_length=100)
    target_id = models.CharField(_("Mã đối tượng"), max_length=64)
    at = models.DateTimeField(_("Lúc"))
    values_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("dòng nhật ký")
        indexes = [
            models.Index(fields=["target", "target_id", "id"], name="audit_entry_target"),
            models.Index(
                fields=["actor_id", "id"], name="audit_entry_actor", condition=Q(actor_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}:{self.target_id}"


class AuditValues(models.Model):
    """What the change wrote; may be pruned when its keeping time is over."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="stored")
    salt = models.CharField(max_length=32)
    values = models.JSONField()

    class Meta:
        verbose_name = _("giá trị nhật ký")
        verbose_name_plural = _("giá trị nhật ký")

    def __str__(self) -> str:
        return f"#{self.pk}"


class AuditSeal(models.Model):
    """A link of the chain: position, the entry it seals, the hash before it and its own."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dấu niêm phong")
        verbose_name_plural = _("dấu niêm phong")

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class AuditAnchor(models.Model):
    """A head of the chain that was carried outside the database."""

    position = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    anchored_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    signature = models.TextField(blank=True)

    class Meta:
        verbose_name = _("mốc neo")
        verbose_name_plural = _("mốc neo")

    def __str__(self) -> str:
        return self.file_name


class AccessEntry(models.Model):
    """Someone looked at something or downloaded it; written in batches."""

    person_id = models.BigIntegerField(_("Người xem"), null=True)
    what = models.CharField(_("Xem gì"), max_length=100)
    target_id = models.CharField(_("Mã đối tượng"), max_length=64)
    at = models.DateTimeField(_("Lúc"))
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    request_id = models.CharField(_("Mã yêu cầu"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("lượt xem")
        verbose_name_plural = _("lượt xem")
        indexes = [
            models.Index(fields=["what", "target_id", "id"], name="audit_access_target"),
            models.Index(fields=["person_id", "id"], name="audit_access_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what}:{self.target_id}"


class PruningPermit(models.Model):
    """Lets the transaction that holds it delete values or looks; gone before it commits."""

    reason = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("phép dọn")
        verbose_name_plural = _("phép dọn")

    def __str__(self) -> str:
        return self.reason
