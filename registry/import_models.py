"""A file brought into a register: uploaded to be looked at, then written once, or swept.

The same file is written into the same register once: confirming twice, or loading the file again,
finds the first time. What the file held stands in the register; here only its name and hash stay.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class RegisterKind(models.TextChoices):
    """The registers a file may be brought into."""

    DIPLOMAS = "diplomas", _("Sổ gốc văn bằng, chứng chỉ")
    INSTITUTIONS = "institutions", _("Sổ cơ sở giáo dục nghề nghiệp")
    LICENCES = "licences", _("Sổ giấy phép hoạt động")


class RegisterImport(models.Model):
    """One file for one register of one agency.

    storage_key  where the upload lies until it is written or swept; "" for a file that a command read
    written_at   moment at which its rows were written, null while it only is looked at
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.CharField(_("Sổ"), max_length=20, choices=RegisterKind)
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("Tên tệp"), max_length=150)
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, blank=True)
    rows = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập sổ")
        indexes = [
            models.Index(fields=["keeper", "-uploaded_at"], name="register_import_by_keeper"),
            models.Index(
                fields=["uploaded_at"], name="register_import_with_file", condition=~Q(storage_key="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "keeper", "sha256"], condition=Q(written_at__isnull=False),
                name="register_import_written_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.register}: {self.name}"
