"""A complaint of an applicant about a dossier or about how an officer behaved, and its answer.

It is addressed to the agency whose leader answers, which is not always the one complained about
(dossiers.complaints). What was written stays as it was; who took it up and what was answered is added.
Overdue is not a state: it is computed from the promised moment. Source: PROCEDURES 0.1 (phản ánh);
NĐ 61/2018, chương IV (tiếp nhận phản ánh, kiến nghị).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from forms.models import Attachment


class Complaint(models.Model):
    """One complaint, with a code its applicant may name."""

    class About(models.TextChoices):
        HANDLING = "handling", _("Việc giải quyết hồ sơ")
        CONDUCT = "conduct", _("Thái độ, hành vi của cán bộ")

    class State(models.TextChoices):
        RECEIVED = "received", _("Đã nhận")
        IN_HAND = "in_hand", _("Đang xem xét")
        ANSWERED = "answered", _("Đã trả lời")
        WITHDRAWN = "withdrawn", _("Người gửi đã rút")

    class Finding(models.TextChoices):
        NONE = "", _("Chưa kết luận")
        RIGHT = "right", _("Phản ánh đúng")
        PARTLY = "partly", _("Phản ánh đúng một phần")
        WRONG = "wrong", _("Phản ánh không đúng")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Mã phản ánh"), max_length=20, unique=True)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="complaints")
    complainant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("Về việc"), max_length=8, choices=About.choices)
    text = models.TextField(_("Nội dung"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", help_text="whose leader answers"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    idempotency_key = models.UUIDField()
    sent_at = models.DateTimeField(_("Gửi lúc"))
    answer_by = models.DateTimeField(_("Hẹn trả lời"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    finding = models.CharField(_("Kết luận"), max_length=6, choices=Finding.choices, blank=True)
    answer = models.TextField(_("Trả lời"), blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phản ánh, kiến nghị")
        constraints = [
            models.UniqueConstraint(
                fields=["complainant", "idempotency_key"], name="dossiers_complaint_once"
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state__in=["received", "in_hand"]),
                name="dossiers_one_open_complaint",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer="") & ~Q(finding=""),
                name="dossiers_answered_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "answer_by"],
                condition=Q(state__in=["received", "in_hand"]),
                name="dossiers_open_complaints",
            ),
            models.Index(fields=["agency", "-id"], name="dossiers_complaints_of_agency"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN_COMPLAINTS


class ComplaintFile(models.Model):
    """A file that goes with a complaint, read by whoever reads the complaint and by nobody else."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="complaint_files")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "attachment"], name="dossiers_complaint_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.attachment_id}"


OPEN_COMPLAINTS = (Complaint.State.RECEIVED, Complaint.State.IN_HAND)
