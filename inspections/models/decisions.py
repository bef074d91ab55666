"""Decisions on the way, what each step answered, papers asked for, hand-overs, and files of an inspection."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.localdays import local_day
from documents.models import DocumentDraft
from forms.models import Attachment
from inspections.models.inspection import Inspection
from inspections.models.target import Target
from inspections.models.team import TeamMember
from workflows.models import Run, WorkItem


class InspectionDecision(models.Model):
    """Extension, suspension, resumption, stop, change of members: each a numbered decision (Đ7.2đ, Đ13).

    target    the institution it is about; null: the whole inspection
    document  the draft that bears its number; null while it waits
    stop_ground  why the law lets a stop be decided (k8d); empty for other kinds, and for stops before it was asked
    decided_by, decided_at  who proposed it, when; who signs is the document's
    effective_at  when it was issued and took effect; dropped_at, when it was not signed after all
    """

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("Gia hạn")
        SUSPENSION = "suspension", _("Tạm dừng")
        RESUMPTION = "resumption", _("Tiếp tục kiểm tra")
        STOP = "stop", _("Đình chỉ kiểm tra")
        MEMBER_CHANGE = "member_change", _("Thay đổi thành viên đoàn")

    class StopGround(models.TextChoices):
        GONE = "gone", _("Đối tượng kiểm tra không còn")
        CHECKED = "checked", _("Nội dung kiểm tra đã được thanh tra, kiểm toán")
        PROSECUTED = "prosecuted", _("Vụ việc đã bị khởi tố")
        REQUESTED = "requested", _("Theo yêu cầu của người có thẩm quyền")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="decisions")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="decisions")
    kind = models.CharField(max_length=14, choices=Kind)
    reason = models.TextField(_("Lý do"))
    stop_ground = models.CharField(_("Căn cứ đình chỉ"), max_length=10, choices=StopGround, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    member_out = models.ForeignKey(TeamMember, models.PROTECT, null=True, blank=True, related_name="+")
    member_in = models.ForeignKey(TeamMember, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("Số"), max_length=80, blank=True)
    document = models.ForeignKey(DocumentDraft, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    procedure = models.CharField(max_length=80, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    run = models.OneToOneField(Run, models.PROTECT, null=True, related_name="inspection_decision")
    effective_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quyết định trong cuộc kiểm tra")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="inspection_decision_has_a_reason"),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(kind="extension", dropped_at=None),
                name="inspection_extended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.kind}"


class InspectionStep(models.Model):
    """What the holder of a work item answered, and which way the step went.

    target  the institution whose flow it is; null: the inspection's own
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="steps")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="steps")
    work_item = models.OneToOneField(WorkItem, models.PROTECT, related_name="inspection_step")
    node_id = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    outcome = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["inspection", "node_id", "-answered_at"], name="inspection_steps")]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.node_id}: {self.outcome}"


class InspectionFile(models.Model):
    """A paper of an inspection, from a step of the office or from the institution.

    target  whose part it belongs to; null: the inspection's own, which no institution sees
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="files")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="inspection_file")
    field = models.CharField(max_length=80)
    node_id = models.CharField(max_length=80, blank=True)
    is_of_institution = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.field}"


class PaperRequest(models.Model):
    """A document the team asks for (k8); the institution may refuse what is not related, with a reason (Đ9.1c).

    idempotency_key  of the page it was asked for on; null before pages had one
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Đã yêu cầu")
        RECEIVED = "received", _("Đã nhận")
        REFUSED = "refused", _("Từ chối cung cấp")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="paper_requests")
    title = models.CharField(_("Tài liệu"), max_length=300)
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    refusal = models.TextField(_("Lý do từ chối"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    idempotency_key = models.UUIDField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "idempotency_key"], name="inspection_paper_asked_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="inspection_paper_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.title}"


class HandOver(models.Model):
    """The file handed to the inspectorate, the police or who may punish; its evidence is held from then on (k12, k13).

    record_due_on, send_due_at  until when the record of a violation was to be drawn up, and sent
    result, result_on           what the receiver told of it: the punishment, the decision to prosecute or not
    """

    class To(models.TextChoices):
        INSPECTORATE = "inspectorate", _("Cơ quan thanh tra")
        POLICE = "police", _("Cơ quan điều tra")
        PUNISHER = "punisher", _("Người có thẩm quyền xử phạt")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="hand_overs")
    to = models.CharField(max_length=12, choices=To)
    receiver = models.CharField(_("Nơi nhận"), max_length=300)
    reason = models.TextField(_("Lý do"), blank=True)
    contents = models.JSONField(default=list, help_text='[{"title", "sha256"}]')
    found_at = models.DateTimeField(_("Phát hiện lúc"), null=True, blank=True)
    drawn_up_at = models.DateTimeField(_("Lập biên bản lúc"), null=True, blank=True)
    record_due_on = models.DateField(_("Lập biên bản trước"), null=True, blank=True)
    send_due_at = models.DateTimeField(_("Gửi trước"), null=True, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(_("Kết quả được thông báo"), blank=True)
    result_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("chuyển hồ sơ")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["target", "to"], name="inspection_handed_over_once")]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.to}"

    @property
    def is_drawn_up_late(self) -> bool:
        """Whether the record of a violation was drawn up after the last day for it."""
        drawn_up_on = local_day(self.drawn_up_at) if self.drawn_up_at else None
        return bool(drawn_up_on and self.record_due_on and drawn_up_on > self.record_due_on)

    @property
    def is_sent_late(self) -> bool:
        """Whether the record of a violation was sent later than within its 24 hours."""
        return bool(self.send_due_at and self.handed_at and self.handed_at > self.send_due_at)
