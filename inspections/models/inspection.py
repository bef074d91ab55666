"""An inspection: one ground, one decision, one team, several institutions.

What the decision fixes as a parameter stands here, since the law leaves it open: the kind of day, whether the day
of announcement counts, how long (INSPECTION §0.2). Who told the authority lies in a row of its own that no
list, export or page joins by accident. Source: NĐ 217/2025 Đ11 to Đ13.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from dossiers.models import Dossier
from inspections.models.checklists import ChecklistVersion
from inspections.status import OVER_INSPECTION, InspectionStatus
from workflows.models import Run

MOST_DAYS, MOST_EXTENSION_DAYS = 10, 5
"""NĐ 217/2025 Đ13: a province's body has at most 10 days, extended once by at most 5."""


class Ground(models.TextChoices):
    """Why there is an inspection (NĐ 217/2025 Đ11.2)."""

    SIGNS = "signs", _("Dấu hiệu vi phạm, sự cố, bất thường")
    ORDER = "order", _("Chỉ đạo, yêu cầu, đề nghị của người có thẩm quyền")
    PLAN = "plan", _("Kế hoạch kiểm tra chuyên đề")


class Variant(models.TextChoices):
    """Whether the institution hears of it before (INSPECTION §0.3)."""

    ANNOUNCED = "A", _("Có thông báo trước")
    UNANNOUNCED = "B", _("Đột xuất")
    IN_THE_ACT = "C", _("Vi phạm quả tang")


class Mode(models.TextChoices):
    """Where it is done."""

    ONSITE = "onsite", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    BOTH = "both", _("Trực tiếp và trực tuyến")


class DayKind(models.TextChoices):
    """Which days the decision counts."""

    CALENDAR = "calendar", _("Ngày")
    WORKING = "working", _("Ngày làm việc")


class Origin(models.TextChoices):
    """Whether it ran in this system or was registered from paper, for the honest indicator (INSPECTION §5)."""

    IN_SYSTEM = "in_system", _("Trên hệ thống")
    ON_PAPER = "on_paper", _("Ghi sổ từ bản giấy")


class Inspection(models.Model):
    """One decision to inspect and everything law wants known about it.

    agency            who orders it, whose seal and number series its documents bear
    issuer_role       the role that signs the decision at that agency
    contents          what is inspected, a list of lines
    procedure         package its flow is read from, pinned by rules_hash as a dossier's
    dossier           the dossier it was started from (site appraisal); null else
    decision_number, decision_on  copied from the issued decision, or typed for one on paper
    is_report_wanted  report and notice of results only where needed or asked for (Đ15.3đ)
    notice_settled_at when the notice of results was issued, or it was settled that there is none
    awaits, awaits_until  the flow's step that waits for the institutions, and until they are what
    reply_to          the dossier's step that waits for the end
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Mã cuộc kiểm tra"), max_length=40, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspections")
    issuer_role = models.SlugField(max_length=40, default="lanh_dao_so")
    ground_kind = models.CharField(_("Căn cứ"), max_length=8, choices=Ground)
    ground_text = models.TextField(_("Nội dung căn cứ"), blank=True)
    title = models.CharField(_("Tên cuộc kiểm tra"), max_length=300)
    scope = models.TextField(_("Phạm vi"), blank=True)
    contents = models.JSONField(_("Nội dung"), default=list)
    variant = models.CharField(
        _("Hình thức công bố"), max_length=1, choices=Variant, default=Variant.ANNOUNCED
    )
    mode = models.CharField(_("Phương thức"), max_length=8, choices=Mode, default=Mode.ONSITE)
    day_kind = models.CharField(_("Kiểu ngày"), max_length=8, choices=DayKind, default=DayKind.CALENDAR)
    counts_first_day = models.BooleanField(_("Tính cả ngày công bố"), default=False)
    term_days = models.PositiveSmallIntegerField(
        _("Thời hạn mỗi đối tượng"),
        default=MOST_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    period_from = models.DateField(_("Thời kỳ kiểm tra từ"), null=True, blank=True)
    period_to = models.DateField(_("Thời kỳ kiểm tra đến"), null=True, blank=True)
    checklist_version = models.ForeignKey(
        ChecklistVersion, models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    procedure = models.CharField(max_length=80)
    rules_hash = models.CharField(max_length=64)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="inspection")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="inspections")
    status = models.CharField(
        _("Trạng thái"), max_length=12, choices=InspectionStatus, default=InspectionStatus.PROPOSED
    )
    origin = models.CharField(_("Nguồn"), max_length=10, choices=Origin, default=Origin.IN_SYSTEM)
    decision_number = models.CharField(_("Số quyết định"), max_length=80, blank=True)
    decision_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    is_report_wanted = models.BooleanField(_("Cần báo cáo, thông báo kết quả"), default=False)
    notice_settled_at = models.DateTimeField(null=True, blank=True)
    awaits = models.CharField(max_length=200, blank=True)
    awaits_until = models.CharField(max_length=10, blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        verbose_name_plural = _("cuộc kiểm tra")
        constraints = [
            models.UniqueConstraint(fields=["created_by", "idempotency_key"], name="inspection_begun_once"),
            models.CheckConstraint(
                condition=Q(term_days__range=(1, MOST_DAYS)), name="inspection_term_within_law"
            ),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
                name="inspection_period_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-created_at"], name="inspections_of_agency"),
            models.Index(fields=["agency", "status"], name="inspections_by_status"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in OVER_INSPECTION


class ConfidentialSource(models.Model):
    """Who told the authority. For the issuer of the decision and whom the issuer entrusts, not even for the lead."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="confidential_source")
    text = models.TextField(_("Nguồn tin"))
    entrusted = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.inspection_id}"


class InspectionStatusChange(models.Model):
    """One line of the timeline: the status from a moment on."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=12, choices=InspectionStatus)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.status}"


class InspectionCounter(models.Model):
    """The last code given to an inspection of an agency in a year."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="inspection_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}: {self.last}"
