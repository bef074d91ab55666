"""What is wrong, what must be done about it, and what was done: finding, remedy, report, verification (k11, k15)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Attachment
from inspections.models.target import Target


class Nature(models.TextChoices):
    """Only a duty of law can be violated; a standard or a target can be missed (INSPECTION §0.9)."""

    DUTY = "duty", _("Nghĩa vụ pháp luật")
    STANDARD = "standard", _("Chuẩn")
    PLAN_TARGET = "plan_target", _("Mục tiêu kế hoạch")
    NONE = "none", _("Không")


class Severity(models.TextChoices):
    """How grave it is."""

    MINOR = "minor", _("Nhẹ")
    MAJOR = "major", _("Nặng")
    CRITICAL = "critical", _("Nghiêm trọng")


class Outcome(models.TextChoices):
    """Where a finding leads; several at once (k11)."""

    VIOLATION = "violation", _("Biên bản vi phạm hành chính")
    INSPECTORATE = "inspectorate", _("Đề nghị thanh tra")
    POLICE = "police", _("Kiến nghị khởi tố")
    REPORT = "report", _("Báo cáo kết quả")
    REMEDY = "remedy", _("Yêu cầu khắc phục")
    SUSPENSION = "suspension", _("Đình chỉ hoạt động")
    NOTHING = "nothing", _("Nhắc nhở tại chỗ")


class Finding(models.Model):
    """One thing that is not as it should be.

    clause     the article in force on the day of the announcement, as it stands in the checklist
    outcomes   values of Outcome; a violation only of a duty
    idempotency_key  of the page it was typed on; null: taken over from minutes
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="findings")
    item_key = models.CharField(max_length=80, blank=True)
    text = models.TextField(_("Tồn tại"))
    clause = models.CharField(_("Căn cứ"), max_length=500, blank=True)
    nature = models.CharField(_("Tính chất"), max_length=12, choices=Nature, default=Nature.DUTY)
    severity = models.CharField(_("Mức độ"), max_length=8, choices=Severity, default=Severity.MINOR)
    recommendation = models.TextField(_("Kiến nghị"), blank=True)
    due_on = models.DateField(_("Hạn khắc phục"), null=True, blank=True)
    evidence_demanded = models.TextField(_("Minh chứng yêu cầu"), blank=True)
    outcomes = models.JSONField(default=list)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    idempotency_key = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("tồn tại")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "idempotency_key"], name="inspection_finding_written_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="inspection_finding_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], name="findings_by_day")]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.item_key}"


class Remedy(models.Model):
    """What an institution must do about one finding, by when.

    reminded  which of the days −7, −1, +1 have been used: ["-7", …]
    """

    class State(models.TextChoices):
        OPEN = "open", _("Chờ khắc phục")
        SUBMITTED = "submitted", _("Đã nộp minh chứng")
        DONE = "done", _("Đã khắc phục")
        NOT_YET = "not_yet", _("Chưa đạt")
        REFUSED = "refused", _("Không thực hiện")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="remedy")
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State, default=State.OPEN)
    due_on = models.DateField(_("Hạn"))
    first_due_on = models.DateField()
    is_extended = models.BooleanField(default=False)
    extension_reason = models.TextField(blank=True)
    reminded = models.JSONField(default=list)
    escalated_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verification = models.TextField(_("Kết quả thẩm tra"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("việc khắc phục")
        verbose_name_plural = _("việc khắc phục")
        indexes = [models.Index(fields=["due_on"], condition=Q(closed_at=None), name="remedies_open_by_due")]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.state}"


class RemedySubmission(models.Model):
    """What the institution sent as proof of one remedy."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="submissions")
    text = models.TextField(_("Nội dung đã khắc phục"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    attachments = models.ManyToManyField(Attachment, related_name="remedy_submissions", blank=True)
    idempotency_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["remedy", "idempotency_key"], name="inspection_remedy_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.remedy_id}"


class InspectionComplaint(models.Model):
    """What an institution complains of or proposes, at any time from the announcement on (k18); the flow goes on meanwhile."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Đã nhận")
        ANSWERED = "answered", _("Đã trả lời")
        WITHDRAWN = "withdrawn", _("Người gửi đã rút")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="complaints")
    complainant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("Nội dung"))
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    sent_at = models.DateTimeField(_("Gửi lúc"))
    answer_by = models.DateTimeField(_("Hẹn trả lời"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("Trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("khiếu nại, kiến nghị của đối tượng kiểm tra")
        constraints = [
            models.UniqueConstraint(
                fields=["complainant", "idempotency_key"], name="inspection_complaint_sent_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="inspection_complaint_answered_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.state}"
