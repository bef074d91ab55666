"""The register of institutions and their licences: majors, places and yearly quotas, each with its time.

A licence is what a decision granted; a later decision adds a version and leaves the content before
where it was. Source: NĐ 143/2016 Đ17.2c; PROCEDURES 1.4, step n11.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from accounts.models import Agency


class Institution(models.Model):
    """A school, centre or enterprise that trains; who followed it where it was renamed or merged."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Mã cơ sở"), max_length=40, blank=True)
    name = models.CharField(_("Tên cơ sở"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    kind = models.CharField(_("Loại cơ sở"), max_length=40, blank=True)
    tax_code = models.CharField(_("Mã số thuế"), max_length=14, blank=True)
    address = models.JSONField(_("Trụ sở chính"), default=dict)
    phone = models.CharField(_("Điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("Email"), blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        verbose_name = _("cơ sở giáo dục nghề nghiệp")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="registry_institution_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; the folded key follows its name."""
        self.name_key = fold(self.name)[:300]
        super().save(*args, **kwargs)


class Licence(models.Model):
    """What one decision granted, as it stands."""

    class State(models.TextChoices):
        VALID = "valid", _("Còn hiệu lực")
        REPLACED = "replaced", _("Đã được thay thế")
        REVOKED = "revoked", _("Đã thu hồi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="licences")
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.CharField(_("Số"), max_length=80)
    issued_on = models.DateField(_("Ngày cấp"))
    valid_to = models.DateField(_("Hết hiệu lực"), null=True, blank=True)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State, default=State.VALID)
    places = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("giấy phép hoạt động")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number", "issued_on"], name="registry_licence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.institution_id}"


class LicensedMajor(models.Model):
    """One major a licence allows: level, place, yearly quota."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="majors")
    level = models.CharField(_("Trình độ"), max_length=40)
    code = models.CharField(_("Mã ngành"), max_length=20, blank=True)
    name = models.CharField(_("Tên ngành, nghề"), max_length=300)
    place = models.CharField(_("Địa điểm"), max_length=40, blank=True)
    yearly_quota = models.PositiveIntegerField(_("Quy mô tuyển sinh một năm"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "level", "code", "name", "place"], name="registry_major_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LicenceVersion(models.Model):
    """A content a licence had, or has, from one moment on."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=Licence.State)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["licence", "version"]
        constraints = [
            models.UniqueConstraint(fields=["licence", "version"], name="registry_licence_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} v{self.version}"
