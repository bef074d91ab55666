"""Published checklists: every version whole and immutable, under the hash of what it says.

A visit keeps the version it started with; a new one is for new inspections.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Checklist(models.Model):
    """A checklist by its folder's name; it outlives all its versions."""

    name = models.SlugField(_("Tên thư mục"), max_length=80, unique=True)
    code = models.CharField(_("Mã phiếu"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("phiếu kiểm tra")

    def __str__(self) -> str:
        return self.code or self.name


class ChecklistVersion(models.Model):
    """One publication: the compiled checklist as the tablet downloads it, and the files it came from.

    content   the compiled checklist (`inspections.checklists.Checklist.to_json`)
    manifest  path of a file → SHA-256
    """

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    version_hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    manifest = models.JSONField(default=dict)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("phiên bản phiếu kiểm tra")
        indexes = [models.Index(fields=["checklist", "-published_at"], name="checklist_newest")]

    def __str__(self) -> str:
        return f"{self.checklist_id}@{self.version_hash[:12]}"

    @property
    def title(self) -> dict[str, str]:
        """Its title by language: {vi, en, km}."""
        return dict(self.content.get("title", {}))
