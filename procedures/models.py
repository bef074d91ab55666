"""Published procedures: rules a dossier is pinned to, editions that carry the words.

Files are kept once each, under the hash of their bytes. A RulesVersion names the hash of what a
case depends on (flow, decisions, the forms' and the description's structure without its texts);
an Edition names every file of one publication. A new edition of the same rules corrects a typing
mistake or a letterhead for dossiers already on their way; new rules never touch them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Procedure(models.Model):
    """A procedure by its folder's name; it outlives all its versions."""

    name = models.SlugField(_("Tên thư mục"), max_length=80, unique=True)
    code = models.CharField(_("Mã thủ tục"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Thủ tục")

    def __str__(self) -> str:
        return self.name


class PackageFile(models.Model):
    """The bytes of one file, under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]


class RulesVersion(models.Model):
    """The immutable part: what decides how a case runs."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="rules_versions")
    version_hash = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version_hash"], name="procedures_rules_once"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}@{self.version_hash[:12]}"


class Edition(models.Model):
    """One publication of a set of rules: every file by path and hash."""

    rules = models.ForeignKey(RulesVersion, on_delete=models.PROTECT, related_name="editions")
    edition_hash = models.CharField(max_length=64)
    manifest = models.JSONField(help_text="path → SHA-256")
    published_at = models.DateTimeField(db_index=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    warnings_accepted = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rules", "edition_hash"], name="procedures_edition_once")
        ]

    def __str__(self) -> str:
        return self.edition_hash[:12]
