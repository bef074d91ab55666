"""A dossier, its drafts, its papers and what each step answered.

The dossier keeps what law asks to be known: who applied, through which channel and system, for
whom it was received, who decides, when it was sent, received, promised, decided, returned. How
the case runs is the run's (workflows); what a step answered is one StepAnswer row a work item.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Representation
from dossiers.complaint_models import Complaint, ComplaintFile
from dossiers.conversation_models import Conversation, Message, MessageFile
from dossiers.correction_models import ResultCorrection
from dossiers.drawn_models import DrawnPaper
from dossiers.late_models import Lateness
from dossiers.number_models import DossierNumber
from dossiers.ratings import Rating
from dossiers.register_warning_models import RegisterWarning
from dossiers.representation_models import RepresentationRequest
from dossiers.saved_view_models import SavedView
from dossiers.status import CLOCK_WAITS, TERMINAL, Status
from dossiers.statutory_models import Extension, StatutoryPaper
from dossiers.step_draft_models import StepDraft
from dossiers.supplement_models import OPEN_STATES, SupplementItem, SupplementRound
from forms.models import Attachment
from workflows.models import Run, WorkItem

__all__ = [
    "ONESELF",
    "OPEN_STATES",
    "Channel",
    "ClockEntry",
    "CodeCounter",
    "Complaint",
    "ComplaintFile",
    "Conversation",
    "Dossier",
    "DossierFile",
    "DossierNumber",
    "DossierWord",
    "Draft",
    "DrawnPaper",
    "Extension",
    "Lateness",
    "Message",
    "MessageFile",
    "Rating",
    "RegisterWarning",
    "ResultCorrection",
    "RepresentationRequest",
    "SavedView",
    "StatusChange",
    "StatutoryPaper",
    "StepAnswer",
    "StepDraft",
    "SupplementItem",
    "SupplementRound",
]


ONESELF = "self"
"""The party of who applies for themselves, as pages say it."""


class Channel(models.TextChoices):
    """How the dossier came in."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Qua bưu chính công ích")


class Dossier(models.Model):
    """One application and everything law wants known about it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_no = models.CharField(_("Mã biên nhận gửi"), max_length=20, unique=True)
    code = models.CharField(_("Mã hồ sơ"), max_length=40, unique=True, null=True, blank=True)
    procedure = models.CharField(_("Thủ tục"), max_length=80)
    rules_hash = models.CharField(max_length=64)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, related_name="dossier")

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dossiers")
    applicant_name = models.CharField(_("Người nộp"), max_length=200)
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, related_name="dossiers"
    )
    represented_name = models.CharField(
        _("Nộp thay"), max_length=300, blank=True, help_text="empty: the applicant's own dossier"
    )
    channel = models.CharField(_("Kênh nộp"), max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    source_system = models.CharField(_("Hệ thống nguồn"), max_length=40, default="motcua")
    external_id = models.CharField(_("Mã ở hệ thống nguồn"), max_length=80, blank=True)
    support_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    receiving_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    deciding_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")

    status = models.PositiveSmallIntegerField(_("Trạng thái"), choices=Status.choices, default=Status.NEW)
    answers = models.JSONField(default=dict)
    idempotency_key = models.UUIDField()
    submitted_at = models.DateTimeField(_("Gửi lúc"))
    received_at = models.DateTimeField(_("Tiếp nhận lúc"), null=True)
    due_at = models.DateTimeField(_("Hẹn trả"), null=True)
    original_due_at = models.DateTimeField(
        _("Hẹn trả khi chưa gia hạn"), null=True, help_text="what the ledger owes without its extension"
    )
    is_due_provisional = models.BooleanField(default=False)
    reception_due_at = models.DateTimeField(_("Hạn tiếp nhận"), null=True)
    decided_at = models.DateTimeField(_("Có kết quả lúc"), null=True)
    result = models.CharField(
        _("Kết quả"), max_length=40, blank=True, help_text="the flow's word, e.g. cap, khong_cap"
    )
    returned_at = models.DateTimeField(_("Trả kết quả lúc"), null=True)

    class Meta:
        verbose_name = _("Hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["applicant", "idempotency_key"], name="dossiers_sent_once"),
            models.UniqueConstraint(
                fields=["source_system", "external_id"],
                condition=~Q(external_id=""),
                name="dossiers_external_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-submitted_at"], name="dossiers_of_applicant"),
            models.Index(fields=["receiving_agency", "-submitted_at"], name="dossiers_received_by"),
            models.Index(fields=["deciding_agency", "-submitted_at"], name="dossiers_decided_by"),
            models.Index(
                fields=["procedure", "-decided_at"],
                condition=Q(decided_at__isnull=False),
                name="dossiers_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.receipt_no

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in TERMINAL

    @property
    def is_waiting_for_applicant(self) -> bool:
        """Whether it waits for a supplement or a payment."""
        return self.status in CLOCK_WAITS


class DossierWord(models.Model):
    """A folded word of the applicant's name: what a search by name looks up (dossiers.search).

    One index serves it: word first, by beginning as well as whole, then the dossier, so that the newest come first.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "dossier"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="dossiers_word_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.word}"


class StatusChange(models.Model):
    """One line of the applicant's timeline: the status from a moment on."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="status_changes")
    status = models.PositiveSmallIntegerField(choices=Status.choices)
    node_id = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.get_status_display()}"


class ClockEntry(models.Model):
    """One line of the ledger of a dossier's two clocks; never changed, never deleted (dossiers.timekeeping writes it).

    `basis` is the law or the reason's ground, `was_due_at` and `due_at` what was owed before and after the line.
    """

    class Clock(models.TextChoices):
        RECEPTION = "reception", _("Tiếp nhận")
        TERM = "term", _("Thời hạn giải quyết")

    class Kind(models.TextChoices):
        PROMISED = "promised", _("Hẹn trả")
        STARTED = "started", _("Bắt đầu")
        PAUSED = "paused", _("Tạm dừng")
        RESUMED = "resumed", _("Chạy tiếp")
        RESET = "reset", _("Tính lại từ đầu")
        EXTENDED = "extended", _("Gia hạn")
        CONTINUED = "continued", _("Vẫn chạy")
        RECOMPUTED = "recomputed", _("Tính lại theo lịch")
        STOPPED = "stopped", _("Dừng")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="clock_entries")
    clock = models.CharField(max_length=10, choices=Clock.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    was_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "clock", "id"], name="dossiers_ledger")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.clock} {self.kind}"


class Draft(models.Model):
    """What a person has typed and uploaded so far; one a procedure and party. With a representation, for whom it will be sent.

    idempotency_key  of these very values: a page that shows older ones sends nothing
    chosen_at        when the person last went on with it: of several drafts the latest is meant
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    procedure = models.CharField(max_length=80)
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, related_name="drafts"
    )
    rules_hash = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField()
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "procedure"],
                condition=Q(representation=None),
                name="dossiers_one_draft_for_oneself",
            ),
            models.UniqueConstraint(
                fields=["person", "procedure", "representation"], name="dossiers_one_draft_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.procedure}"

    @property
    def party_key(self) -> str:
        """For whom it is, as pages say it."""
        return str(self.representation.public_id) if self.representation else ONESELF


class DossierFile(models.Model):
    """A paper of a dossier: which field of which step it answers."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="dossier_file")
    field = models.CharField(max_length=80)
    node_id = models.CharField(max_length=80, blank=True, help_text="empty: a paper of the applicant")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.field}"


class StepAnswer(models.Model):
    """What the holder of a work item answered, and which way the step went."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="step_answers")
    work_item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="step_answer")
    node_id = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    replaced = models.JSONField(
        null=True, help_text="the application's answers that the applicant's step replaced"
    )
    outcome = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["dossier", "node_id", "-answered_at"], name="dossiers_step_answers")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.node_id}: {self.outcome}"


class CodeCounter(models.Model):
    """The last dossier code given by a unit on a local day."""

    unit_code = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_code", "day"], name="dossiers_counter_a_day")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.day}: {self.last}"
