"""What of an inspection was handed on when it closed: group 19 of the shared data (NĐ 88/2026; INSPECTION k16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection


class DataExport(models.Model):
    """The tables of group 19 about one closed inspection, made once by its flow and never changed.

    content  table → list of rows by key (inspections.export); content_digest its SHA-256 over canonical JSON
    """

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="data_export")
    content = models.JSONField()
    content_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản xuất nhóm dữ liệu 19")

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.content_digest[:16]}"
