"""Runs, the steps that wait for people, and what has happened."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from accounts.models import Agency, Appointment


class Run(AbstractProcess):
    """One case going through one version of a flow.

    state    tokens, scopes and routing variables, as the pure core writes them (≤ 16 kB)
    version  grows by one with every event; also the `seq` of the latest FlowEvent
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    flow_key = models.CharField(_("Quy trình"), max_length=100)
    version_hash = models.CharField(_("Phiên bản"), max_length=64)
    subject_type = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    state = models.JSONField()
    format = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("Bắt đầu"))
    ended_at = models.DateTimeField(_("Kết thúc"), null=True, blank=True)
    end_kind = models.CharField(max_length=30, blank=True)
    suspended = models.BooleanField(_("Tạm dừng"), default=False)

    class Meta:
        verbose_name = _("lượt chạy quy trình")
        verbose_name_plural = _("lượt chạy quy trình")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="run_of_subject"),
            models.Index(fields=["flow_class", "ended_at"], name="run_of_version"),
            models.Index(
                fields=["flow_class"], condition=Q(ended_at__isnull=True), name="versions_of_open_runs"
            ),
            models.Index(fields=["id"], condition=Q(suspended=True), name="suspended_runs"),
        ]

    @property
    def created(self) -> datetime:
        """viewflow's name for started_at."""
        return self.started_at

    @property
    def finished(self) -> datetime | None:
        """viewflow's name for ended_at."""
        return self.ended_at

    @property
    def subject(self) -> str:
        """The case as services take it: "dossiers.Dossier:17"."""
        return f"{self.subject_type}:{self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class WorkItem(AbstractTask):
    """A step that waits for a person: who may take it (role, agency), who holds it, until when.

    status        NEW (free), ASSIGNED (held), DONE, CANCELED (closed by the run)
    completed_at  null while open; the moment of completion, or of closing when CANCELED
    version       grows by one with every change; a page sends back the one it showed
    acting_as     the appointment by which the holder took it; on_behalf_of, the person it stands in for
    """

    process = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="work_items")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    node_id = models.CharField(max_length=100)
    token_id = models.CharField(max_length=100)
    role = models.CharField(_("Vai trò"), max_length=50)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="work_items", db_index=False, verbose_name=_("Cơ quan")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_items",
        db_index=False,
        verbose_name=_("Người đang giữ"),
    )
    acting_as = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    form = models.CharField(max_length=100, blank=True)
    opened_at = models.DateTimeField(_("Mở lúc"))
    claimed_at = models.DateTimeField(_("Nhận lúc"), null=True, blank=True)
    due_at = models.DateTimeField(_("Hạn"), null=True, blank=True)
    completed_at = models.DateTimeField(_("Xong lúc"), null=True, blank=True)
    outcome = models.CharField(_("Kết quả"), max_length=100, blank=True)
    reason = models.TextField(_("Lý do"), blank=True)
    version = models.PositiveIntegerField(default=1)

    # viewflow's columns, without the indexes that nothing here would use
    status = models.CharField(max_length=50, choices=STATUS.choices, default=STATUS.NEW)
    owner_permission_content_type = models.ForeignKey(
        "contenttypes.ContentType",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("việc cần xử lý")
        verbose_name_plural = _("việc cần xử lý")
        constraints = [
            models.UniqueConstraint(fields=["process", "token_id"], name="one_work_item_a_token"),
            models.CheckConstraint(
                condition=Q(status=STATUS.NEW, owner__isnull=True) | (~Q(status=STATUS.NEW)),
                name="free_work_item_has_no_holder",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[STATUS.ASSIGNED, STATUS.DONE], owner__isnull=False)
                | ~Q(status__in=[STATUS.ASSIGNED, STATUS.DONE]),
                name="held_work_item_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[STATUS.NEW, STATUS.ASSIGNED], completed_at__isnull=True)
                | Q(status__in=[STATUS.DONE, STATUS.CANCELED], completed_at__isnull=False),
                name="closed_work_item_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(  # carries what the counts of the queues ask, so that they touch no row
                fields=["agency", "role", "due_at"],
                include=["opened_at", "process", "id"],
                condition=Q(completed_at__isnull=True),
                name="open_work_by_role",
            ),
            models.Index(
                fields=["owner", "due_at"], condition=Q(completed_at__isnull=True), name="open_work_by_holder"
            ),
            models.Index(fields=["due_at"], condition=Q(completed_at__isnull=True), name="open_work_by_due"),
        ]

    @property
    def run(self) -> Run:
        """The run, in our word."""
        return self.process

    @property
    def run_id(self) -> int:
        return self.process_id

    @property
    def holder(self):
        """The person who holds it, or None."""
        return self.owner

    @property
    def holder_id(self) -> int | None:
        return self.owner_id

    @property
    def is_open(self) -> bool:
        return self.completed_at is None

    @property
    def token(self) -> Token:
        """viewflow's token; ours lives in the run's state."""
        return Token(self.token_id)

    @property
    def created(self) -> datetime:
        """viewflow's name for opened_at."""
        return self.opened_at

    @property
    def assigned(self) -> datetime | None:
        """viewflow's name for claimed_at."""
        return self.claimed_at

    @property
    def started(self) -> datetime | None:
        """viewflow's name for claimed_at: taking the step is starting it."""
        return self.claimed_at

    @property
    def finished(self) -> datetime | None:
        """viewflow's name for completed_at."""
        return self.completed_at

    # viewflow's own timers, job ids and links between tasks: the core and our tables do these
    scheduled = None
    external_task_id = None
    previous = None


class FlowEvent(models.Model):
    """What happened in a run, in order: enough to replay, explain, simulate and migrate it.

    data  {"event": …, "facts": …, "trace": …}: the event as the core took it, the facts that could be
          read, and [node id, what happened there] in order; "calendars", where timers counted working
          days: [what the lane names, the agency's id]; "on_behalf_of", the id of whom the actor acted for
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=50)
    node_id = models.CharField(max_length=100, blank=True)
    token_id = models.CharField(max_length=100, blank=True)
    data = models.JSONField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField()
    core_version = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("sự kiện quy trình")
        verbose_name_plural = _("sự kiện quy trình")
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.run_id}#{self.seq} {self.kind}"
