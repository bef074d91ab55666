"""A job, the lease under which it runs, and the incident it ends as when it cannot be done.

`key` says what the job is: the same key twice is the same job. `attempt` is a fencing number: it
grows each time someone takes the job, and only the holder of the newest number may finish it.
How a job reaches a worker is django-tasks' affair (`jobs.transport`).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job is in its life."""

    READY = "ready", _("Chờ chạy")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Xong")
    FAILED = "failed", _("Hỏng")


class Job(models.Model):
    """One piece of work, done at least once under its key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Loại"), max_length=100)
    key = models.CharField(_("Khóa"), max_length=200, unique=True)
    queue = models.CharField(_("Hàng đợi"), max_length=20, default="fast")
    payload = models.JSONField(_("Nội dung"), default=dict)
    state = models.CharField(_("Trạng thái"), max_length=10, choices=JobState, default=JobState.READY)
    attempt = models.PositiveIntegerField(_("Lần chạy"), default=0)
    max_attempts = models.PositiveIntegerField(_("Số lần tối đa"), default=5)
    created_at = models.DateTimeField(_("Tạo lúc"))
    run_at = models.DateTimeField(_("Chạy từ"))
    lease_until = models.DateTimeField(_("Giữ đến"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Xong lúc"), null=True, blank=True)
    last_error = models.TextField(_("Lỗi gần nhất"), blank=True)

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        indexes = [
            models.Index(fields=["run_at"], name="job_ready", condition=Q(state="ready")),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(state="running")),
            models.Index(fields=["finished_at"], name="job_done", condition=Q(state="done")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="running_job_has_a_lease"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Resolution(models.TextChoices):
    """How an incident ended."""

    OPEN = "", _("Đang mở")
    RETRIED = "retried", _("Đã cho chạy lại")
    CLOSED = "closed", _("Đã đóng, không chạy lại")
    SKIPPED = "skipped", _("Đã bỏ qua, quy trình đi tiếp")


class Incident(models.Model):
    """A job that gave up; a person retries it, closes it, or lets what waits for it go on without."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="incidents")
    place = models.CharField(_("Ở đâu"), max_length=200)
    cause = models.TextField(_("Nguyên nhân"))
    opened_at = models.DateTimeField(_("Mở lúc"))
    resolution = models.CharField(_("Kết thúc"), max_length=10, choices=Resolution, blank=True, default="")
    closed_at = models.DateTimeField(_("Đóng lúc"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người đóng"),
    )
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sự cố")
        verbose_name_plural = _("sự cố")
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(closed_at__isnull=True), name="one_open_incident_a_job"
            ),
        ]

    def __str__(self) -> str:
        return self.place
