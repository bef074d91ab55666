"""Agencies in a tree, the roles people hold, and the office a role has at an agency.

An office owns one group of Django; what the office may do are django-guardian rows that tie
the group to agencies in direct-foreign-key tables (no orphans when an agency goes, one join in
a query). The table of rights by role is `accounts.permissions`; `services.open_office` writes
the rows. An agency that merges keeps its row: `valid_to` and `successor` tell the rest.
"""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.folding import fold
from accounts.permissions import AGENCY_PERMISSIONS

COMPLAINT_DAYS = 10
"""Working days within which an agency promises to answer a complaint until it says otherwise."""


def in_reader_language(vietnamese: str, english: str) -> str:
    """Choose between the two names that agencies and roles carry."""
    return english if english and get_language() == "en" else vietnamese


class AgencyKind(models.TextChoices):
    """What sort of body an agency is."""

    COMMITTEE = "committee", _("Ủy ban nhân dân")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DIVISION = "division", _("Phòng chuyên môn")
    ONE_STOP = "one_stop", _("Trung tâm Phục vụ hành chính công")
    SCHOOL = "school", _("Cơ sở giáo dục nghề nghiệp")
    OTHER = "other", _("Cơ quan khác")


class TermEnd(models.TextChoices):
    """At what hour of its last day a term of working days ends."""

    SAME_HOUR = "same_hour", _("Cùng giờ với lúc tiếp nhận")
    CLOSING = "closing", _("Cuối giờ làm việc")


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions about many agencies."""

    def valid_on(self, day: date) -> "AgencyQuerySet":
        """Keep the agencies that exist on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Agency(models.Model):
    """A body that receives, decides, keeps a register or supports."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Mã đơn vị"), max_length=40, unique=True)
    name = models.CharField(_("Tên đầy đủ"), max_length=300)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=300, blank=True)
    kind = models.CharField(_("Loại"), max_length=16, choices=AgencyKind, default=AgencyKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Cơ quan cấp trên"),
    )
    place_name = models.CharField(_("Địa danh ghi trên văn bản"), max_length=100, blank=True)
    superior_name = models.CharField(_("Tên cơ quan chủ quản"), max_length=300, blank=True)
    abbreviation = models.CharField(_("Chữ viết tắt"), max_length=40, blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=40, blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    term_ends = models.CharField(_("Giờ hẹn trả"), max_length=16, choices=TermEnd, default=TermEnd.SAME_HOUR)
    complaint_days = models.PositiveSmallIntegerField(
        _("Trả lời phản ánh, kiến nghị trong (ngày làm việc)"), default=COMPLAINT_DAYS
    )
    valid_from = models.DateField(_("Có từ ngày"))
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("Cơ quan kế thừa"),
    )
    search_key = models.CharField(max_length=420, editable=False, default="")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        permissions = AGENCY_PERMISSIONS
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the agency; the folded search key follows its code and names."""
        self.search_key = fold(f"{self.code} {self.name} {self.name_en}")[:420]
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """Return the name in the reader's language, as far as there is one."""
        return in_reader_language(self.name, self.name_en)


class Role(models.Model):
    """A function in the administration; its code is the lane name in flows."""

    code = models.SlugField(_("Mã vai trò"), max_length=40, unique=True)
    name = models.CharField(_("Tên vai trò"), max_length=200)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    permissions = models.JSONField(_("Quyền"), default=list, blank=True)
    reaches_below = models.BooleanField(_("Gồm cả cơ quan cấp dưới"), default=False)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language, as far as there is one."""
        return in_reader_language(self.name, self.name_en)


class Office(models.Model):
    """A role at an agency: the group that the permission rows hang on."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="offices")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices")
    group = models.OneToOneField(Group, models.PROTECT, related_name="office")

    class Meta:
        verbose_name = _("chức trách tại cơ quan")
        verbose_name_plural = _("chức trách tại cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["role", "agency"], name="office_once_an_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.agency}"


class AgencyUserObjectPermission(UserObjectPermissionBase):
    """A right of one person on one agency; empty but for rare grants."""

    content_object = models.ForeignKey(Agency, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class AgencyGroupObjectPermission(GroupObjectPermissionBase):
    """A right of an office on an agency."""

    content_object = models.ForeignKey(Agency, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["permission", "group"], name="agency_group_permission"),
        ]
