"""The original register (sổ gốc) of diplomas: a row for each diploma, and every content it ever had.

A copy is issued from the row as it stands (NĐ 23/2015, Điều 2); a correction leaves the old content
where it was and adds a version with the decision it rests on. Who is in the register knew only
what papers say: of a birth date the day and month may be missing, and stay missing.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from accounts.models import Agency
from registry.import_models import RegisterImport, RegisterKind
from registry.licence_models import (
    Institution,
    InstitutionKind,
    Licence,
    LicenceVersion,
    LicensedMajor,
    TrainingLevel,
)
from registry.name_models import InstitutionName
from registry.question_models import RegisterAnswer, RegisterQuestion
from registry.teacher_models import PermanentTeacher

__all__ = [
    "CONTENT",
    "DiplomaKind",
    "DiplomaRecord",
    "DiplomaState",
    "DiplomaVersion",
    "Institution",
    "InstitutionKind",
    "InstitutionName",
    "Licence",
    "LicenceVersion",
    "LicensedMajor",
    "Origin",
    "PermanentTeacher",
    "RegisterAnswer",
    "RegisterImport",
    "RegisterKind",
    "RegisterQuestion",
    "TrainingLevel",
    "number_key",
]


class DiplomaKind(models.TextChoices):
    """What was awarded."""

    INTERMEDIATE = "trung_cap", _("Bằng tốt nghiệp trung cấp")
    VOCATIONAL_SECONDARY = "trung_hoc_nghe", _("Bằng tốt nghiệp trung học nghề")
    COLLEGE = "cao_dang", _("Bằng tốt nghiệp cao đẳng")
    ELEMENTARY = "so_cap", _("Chứng chỉ sơ cấp")
    BEFORE_2017 = "nghe_truoc_2017", _("Bằng, chứng chỉ nghề cấp trước năm 2017")


class DiplomaState(models.TextChoices):
    """What the diploma is worth now."""

    VALID = "valid", _("Còn giá trị")
    CORRECTED = "corrected", _("Đã chỉnh sửa")
    REVOKED = "revoked", _("Đã thu hồi")


class Origin(models.TextChoices):
    """How the row came into the system."""

    ENTERED = "entered", _("Ghi khi cấp")
    IMPORTED = "imported", _("Nhập từ tệp")
    ON_REQUEST = "on_request", _("Số hóa từ sổ giấy theo yêu cầu")


CONTENT = (
    "holder_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "birth_place",
    "gender",
    "ethnicity",
    "nationality",
    "national_id",
    "kind",
    "title",
    "institution",
    "major",
    "training_form",
    "graduation_year",
    "classification",
    "serial_no",
    "register_no",
    "issued_on",
)


class DiplomaRecord(models.Model):
    """One row of the original register, with its content as it stands."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="diploma_records")
    holder_name = models.CharField(_("Họ và tên"), max_length=200)
    birth_year = models.PositiveSmallIntegerField(_("Năm sinh"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("Tháng sinh"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("Ngày sinh"), null=True, blank=True)
    birth_place = models.CharField(_("Nơi sinh"), max_length=200, blank=True)
    gender = models.CharField(_("Giới tính"), max_length=20, blank=True)
    ethnicity = models.CharField(_("Dân tộc"), max_length=60, blank=True)
    nationality = models.CharField(_("Quốc tịch"), max_length=60, blank=True)
    national_id = models.CharField(_("Số định danh hoặc số CMND"), max_length=12, blank=True)
    kind = models.CharField(_("Loại văn bằng, chứng chỉ"), max_length=20, choices=DiplomaKind)
    title = models.CharField(_("Danh hiệu ghi trên bằng"), max_length=200, blank=True)
    institution = models.CharField(_("Nơi cấp"), max_length=300)
    major = models.CharField(_("Ngành, nghề"), max_length=200, blank=True)
    training_form = models.CharField(_("Hình thức đào tạo"), max_length=60, blank=True)
    graduation_year = models.PositiveSmallIntegerField(_("Năm tốt nghiệp"), null=True, blank=True)
    classification = models.CharField(_("Xếp loại"), max_length=60, blank=True)
    serial_no = models.CharField(_("Số hiệu"), max_length=60, blank=True)
    register_no = models.CharField(_("Số vào sổ"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày cấp"), null=True, blank=True)
    state = models.CharField(_("Tình trạng"), max_length=12, choices=DiplomaState, default=DiplomaState.VALID)
    note = models.TextField(_("Ghi chú"), blank=True)
    origin = models.CharField(_("Nguồn"), max_length=12, choices=Origin, default=Origin.ENTERED)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    name_key = models.CharField(max_length=200, editable=False)
    serial_key = models.CharField(max_length=60, editable=False, blank=True)
    register_key = models.CharField(max_length=60, editable=False, blank=True)

    class Meta:
        verbose_name = _("bản ghi sổ gốc")
        verbose_name_plural = _("bản ghi sổ gốc")
        indexes = [
            models.Index(fields=["keeper", "name_key"], name="diploma_by_name"),
            models.Index(fields=["keeper", "serial_key"], name="diploma_by_serial"),
            models.Index(fields=["keeper", "register_key"], name="diploma_by_register_no"),
            models.Index(fields=["keeper", "national_id"], name="diploma_by_national_id"),
            models.Index(fields=["national_id"], name="diploma_by_person", condition=~Q(national_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="diploma_day_needs_month_needs_year",
                condition=(Q(birth_day=None) | Q(birth_month__isnull=False))
                & (Q(birth_month=None) | Q(birth_year__isnull=False)),
            ),
            models.CheckConstraint(
                name="diploma_birth_parts_in_range",
                condition=(Q(birth_month=None) | Q(birth_month__range=(1, 12)))
                & (Q(birth_day=None) | Q(birth_day__range=(1, 31))),
            ),
            models.CheckConstraint(
                name="diploma_changed_after_created", condition=Q(changed_at__gte=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.summary()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; the folded keys follow its name and numbers."""
        self.fold_keys()
        super().save(*args, **kwargs)

    def fold_keys(self) -> None:
        """Let the keys by which a row is found follow its name and numbers."""
        self.name_key = fold(self.holder_name)[:200]
        self.serial_key = number_key(self.serial_no)
        self.register_key = number_key(self.register_no)

    @property
    def birth_date(self) -> str:
        """The birth date as far as it is known: 04/02/1999, 02/1999 or 1999."""
        known = [part for part in (self.birth_day, self.birth_month, self.birth_year) if part is not None]
        return "/".join(f"{part:02}" for part in known)

    def summary(self) -> str:
        """Return one line by which a keeper tells rows apart."""
        parts = [
            self.holder_name,
            self.birth_date,
            self.get_kind_display(),
            self.major,
            str(self.graduation_year or ""),
            gettext("số hiệu %(number)s") % {"number": self.serial_no} if self.serial_no else "",
            gettext("số vào sổ %(number)s") % {"number": self.register_no} if self.register_no else "",
            "" if self.state == DiplomaState.VALID else str(self.get_state_display()),
        ]
        return " · ".join(part for part in parts if part)

    def content(self) -> dict[str, object]:
        """Return the content of the row, without what the system adds."""
        return {name: getattr(self, name) for name in CONTENT}

    def as_written(self) -> dict[str, str]:
        """Return the words a certified copy carries; empty where the register says nothing."""
        return {
            "full_name": self.holder_name,
            "birth_date": self.birth_date,
            "birth_place": self.birth_place,
            "gender": self.gender,
            "ethnicity": self.ethnicity,
            "nationality": self.nationality,
            "title": self.title or str(DiplomaKind(self.kind).label),
            "issued_by": self.institution,
            "major": self.major,
            "training_form": self.training_form,
            "graduation_year": str(self.graduation_year or ""),
            "classification": self.classification,
            "serial_number": self.serial_no,
            "register_number": self.register_no,
            "issued_on": f"{self.issued_on:%d/%m/%Y}" if self.issued_on else "",
            "amendment": self.note if self.state == DiplomaState.CORRECTED else "",
        }


class DiplomaVersion(models.Model):
    """A content the row had, or has, from one moment on."""

    record = models.ForeignKey(DiplomaRecord, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    state = models.CharField(max_length=12, choices=DiplomaState)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["record", "version"]
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="diploma_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} v{self.version}"


def number_key(number: str) -> str:
    """Return a serial or register number as it is compared: letters and digits, folded ("B 0012/CĐ" → "b0012cd")."""
    return "".join(letter for letter in fold(number) if letter.isalnum())[:60]
