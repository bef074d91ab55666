"""One institution of an inspection: its own flow, clock, sessions and outcome (INSPECTION §0.1).

What a tablet calls a visit is one target with its sessions. The ledger of days is inserted, never changed.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection
from inspections.models.team import TeamMember
from inspections.status import ANSWERABLE, OVER_TARGET, TargetStatus
from registry.models import Institution
from workflows.models import Run


class Overlap(models.TextChoices):
    """What came of the look for other checks of the same year (Đ4.2, 7.1b, 7.2b)."""

    UNCHECKED = "", _("Chưa rà soát")
    NONE = "none", _("Không trùng")
    JOINT = "joint", _("Phối hợp")
    MERGED = "merged", _("Gộp")
    POSTPONED = "postponed", _("Hoãn")
    DROPPED = "dropped", _("Bỏ")
    REPORTED = "reported", _("Báo cáo cấp trên")


NOT_INSPECTED = frozenset({Overlap.DROPPED, Overlap.POSTPONED})
"""Outcomes of an overlap with which an institution is not inspected this time."""


class Target(models.Model):
    """An institution that is inspected.

    address, place  where it is done, as the decision's annex says; coordinates {"lat", "lng"} for the map
    announced_at    T0: when the decision was announced to it
    due_on          the last day of the inspection of it; null before T0 and while it is suspended
    extended_on     the day of the one extension
    reminded        which words about the last day the lead got: ["2026-11-30 -1", …]
    sync_seq        grows by one with every operation of a tablet that was applied here
    is_visit_exempt a compliant institution is looked at online alone (Đ4.6)
    outcomes        the branches its results were sorted into, e.g. ["violation", "report"]
    awaits          the flow's step that waits for the notice, or for the remedies
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="targets")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="inspection_targets")
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    place = models.CharField(_("Địa điểm kiểm tra"), max_length=300, blank=True)
    coordinates = models.JSONField(null=True, blank=True)
    procedure = models.CharField(max_length=80, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="inspection_target")
    status = models.CharField(
        _("Trạng thái"), max_length=24, choices=TargetStatus, default=TargetStatus.WAITING
    )
    overlap = models.CharField(_("Rà chồng chéo"), max_length=10, choices=Overlap, blank=True, default="")
    overlap_note = models.TextField(_("Kết quả rà soát"), blank=True)
    is_visit_exempt = models.BooleanField(_("Miễn kiểm tra thực tế"), default=False)
    notified_at = models.DateTimeField(_("Thông báo trước lúc"), null=True, blank=True)
    notice_opened_at = models.DateTimeField(_("Đã mở thông báo lúc"), null=True, blank=True)
    self_declared_at = models.DateTimeField(_("Tự kê khai lúc"), null=True, blank=True)
    announced_at = models.DateTimeField(_("Công bố lúc"), null=True, blank=True)
    due_on = models.DateField(_("Hết hạn ngày"), null=True, blank=True)
    extended_on = models.DateField(_("Gia hạn ngày"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ký biên bản lúc"), null=True, blank=True)
    reminded = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    awaits = models.CharField(max_length=200, blank=True)
    sync_seq = models.PositiveBigIntegerField(default=0)
    closed_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đối tượng kiểm tra")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "institution"], name="inspection_target_once"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(announced_at__isnull=False),
                name="inspection_due_after_announced",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-id"], name="targets_of_institution"),
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="targets_by_due"),
            models.Index(fields=["announced_at"], name="targets_by_announcement"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.institution_id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in OVER_TARGET

    @property
    def takes_answers(self) -> bool:
        """Whether a tablet may still write into it."""
        return self.status in ANSWERABLE


class TargetStatusChange(models.Model):
    """One line of a target's timeline."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=24, choices=TargetStatus)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.status}"


class TargetClock(models.Model):
    """One line of the ledger of a target's days; never changed, never deleted.

    days  counted days that this line used up (paused, stopped), or added (started, extended)
    """

    class Kind(models.TextChoices):
        STARTED = "started", _("Công bố, bắt đầu")
        EXTENDED = "extended", _("Gia hạn")
        PAUSED = "paused", _("Tạm dừng")
        RESUMED = "resumed", _("Tiếp tục")
        STOPPED = "stopped", _("Dừng")

    target = models.ForeignKey(Target, models.PROTECT, related_name="clock_rows")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    was_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.target_id} {self.kind} {self.on}"


class Session(models.Model):
    """One working session at an institution: planned, then as it was.

    idempotency_key  of the page it was planned on; null before pages had one
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("Bắt đầu theo lịch"))
    ends_at = models.DateTimeField(_("Kết thúc theo lịch"))
    began_at = models.DateTimeField(_("Bắt đầu"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Kết thúc"), null=True, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=300, blank=True)
    is_online = models.BooleanField(_("Trực tuyến"), default=False)
    members = models.ManyToManyField(TeamMember, related_name="sessions", blank=True)
    idempotency_key = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("buổi làm việc")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "idempotency_key"], name="inspection_session_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="inspection_session_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="inspection_sessions_by_day")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.starts_at:%Y-%m-%d %H:%M}"
