"""A round of supplement: what was asked of the applicant, item by item, and what came of each.

One round is open at a time. In its life an officer marks items (draft), a head approves, the
one-stop sends it (Mẫu 02), the applicant answers every item, the one-stop checks; what is still
missing goes back within the same round. Source: NĐ 61/2018 Đ19.4; PROCEDURES 0.4.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SupplementRound(models.Model):
    """One request and its answer."""

    class Stage(models.TextChoices):
        RECEPTION = "reception", _("Tiếp nhận")
        APPRAISAL = "appraisal", _("Thẩm tra")

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang lập")
        ASKED = "asked", _("Chờ duyệt, chờ gửi")
        SENT = "sent", _("Chờ người nộp")
        ANSWERED = "answered", _("Chờ kiểm tra")
        SUPPLIED = "supplied", _("Đã bổ sung đủ")
        DROPPED = "dropped", _("Không gửi")
        EXPIRED = "expired", _("Quá hạn bổ sung")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="supplement_rounds"
    )
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RECEPTION)
    node_id = models.CharField(max_length=80, help_text="the step that asks")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_late = models.BooleanField(default=False, help_text="asked after the days the law gives, or again")
    clock_policy = models.CharField(max_length=10, blank=True, help_text="empty: the procedure's own")
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(_("Hạn bổ sung"), null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state__in=["draft", "asked", "sent", "answered"]),
                name="dossiers_one_open_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.state}"


OPEN_STATES = (
    SupplementRound.State.DRAFT,
    SupplementRound.State.ASKED,
    SupplementRound.State.SENT,
    SupplementRound.State.ANSWERED,
)


class SupplementItem(models.Model):
    """One thing asked: a field, a cell of a table, a page of a paper, or, in words, the whole application."""

    class Target(models.TextChoices):
        FIELD = "field", _("Mục khai")
        CELL = "cell", _("Ô của bảng")
        PAGE = "page", _("Trang giấy tờ")
        WHOLE = "whole", _("Cả tờ khai")

    class Answer(models.TextChoices):
        NONE = "", _("Chưa trả lời")
        CORRECTED = "corrected", _("Đã sửa")
        IMPOSSIBLE = "impossible", _("Không thể bổ sung")

    round = models.ForeignKey(SupplementRound, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    target = models.CharField(max_length=6, choices=Target.choices)
    field = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField(null=True)
    column = models.CharField(max_length=80, blank=True)
    page = models.PositiveIntegerField(null=True)
    label = models.JSONField(help_text="the question in every language")
    reason = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    explanation = models.TextField(blank=True)
    met = models.BooleanField(null=True, help_text="what the office found; null: not looked at")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dossiers_asked_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position} {self.field}"

    @property
    def place(self) -> str:
        """Where on the paper or in the table, in words; empty for a whole question."""
        if self.target == self.Target.PAGE and self.page:
            return str(_("trang %(page)d") % {"page": self.page})
        if self.target == self.Target.CELL and self.row:
            return str(_("dòng %(row)d") % {"row": self.row})
        return ""
