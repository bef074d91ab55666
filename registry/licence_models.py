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


class InstitutionKind(models.TextChoices):
    """What sort of institution trains; a package may bring others."""

    INTERMEDIATE_SCHOOL = "truong_trung_cap", _("Trường trung cấp")
    VOCATIONAL_SECONDARY = "truong_trung_hoc_nghe", _("Trường trung học nghề")
    CENTRE = "tt_gdnn", _("Trung tâm giáo dục nghề nghiệp")
    CONTINUING_CENTRE = "tt_gdnn_gdtx", _("Trung tâm giáo dục nghề nghiệp – giáo dục thường xuyên")
    ENTERPRISE = "doanh_nghiep", _("Doanh nghiệp")
    COLLEGE = "truong_cao_dang", _("Trường cao đẳng")


class TrainingLevel(models.TextChoices):
    """At which level a major is taught; a package may bring others."""

    INTERMEDIATE = "trung_cap", _("Trung cấp")
    VOCATIONAL_SECONDARY = "trung_hoc_nghe", _("Trung học nghề")
    ELEMENTARY = "so_cap", _("Sơ cấp")
    COLLEGE = "cao_dang", _("Cao đẳng")


def word(choices: type[models.TextChoices], value: str) -> str:
    """Return what a stored word means in the reader's language, the word itself where nobody knows it."""
    return str(choices(value).label) if value in choices.values else value


class Institution(models.Model):
    """A school, centre or enterprise that trains; who followed it where it was renamed or merged.

    keeper  the agency in whose register it stands
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    keeper = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
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
        indexes = [models.Index(fields=["keeper", "name_key", "id"], name="institution_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; the folded key follows its name."""
        self.name_key = fold(self.name)[:300]
        super().save(*args, **kwargs)

    @property
    def kind_label(self) -> str:
        """What sort of institution it is, in words."""
        return word(InstitutionKind, self.kind)

    @property
    def address_line(self) -> str:
        """The head office on one line; an address known by codes alone shows what it has."""
        parts = ("street", "commune_name", "province_name")
        return ", ".join(str(self.address[part]) for part in parts if self.address.get(part))


class Licence(models.Model):
    """What one decision granted, as it stands."""

    class State(models.TextChoices):
        VALID = "valid", _("Còn hiệu lực")
        SUSPENDED = "suspended", _("Đang bị đình chỉ")
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
        indexes = [models.Index(fields=["issuer", "-issued_on", "-id"], name="licence_by_day")]

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

    @property
    def level_label(self) -> str:
        """The level in words."""
        return word(TrainingLevel, self.level)


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
