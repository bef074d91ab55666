"""Minutes of announcement, of a session, of the inspection; and who signed what, how (INSPECTION §0.8).

A drawn signature is bound to the digest of the content that was read; paper, signed in ink and photographed, is the
original where the parties chose it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import DocumentDraft
from inspections.models.evidence import Evidence
from inspections.models.target import Session, Target


class Minutes(models.Model):
    """What both sides put their names to.

    content         what the template shows, complete; content_digest its SHA-256 over canonical JSON
    original        which of the two is the original
    proof           how they stand to what the server makes of the same visit (services.make_minutes.proof_of)
    complete_at     both sides signed, or the refusal was witnessed; null while signatures are missing
    copy_handed_at  when the institution got its copy, on the spot or in the portal
    """

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Biên bản công bố quyết định")
        SESSION = "session", _("Biên bản làm việc")
        INSPECTION = "inspection", _("Biên bản kiểm tra")
        NOT_ENOUGH_SIGNATURES = "unsigned", _("Biên bản chưa đủ chữ ký")

    class Original(models.TextChoices):
        DIGITAL = "digital", _("Bản điện tử")
        PAPER = "paper", _("Bản giấy")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="minutes")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="minutes")
    kind = models.CharField(max_length=12, choices=Kind)
    content = models.JSONField()
    content_digest = models.CharField(max_length=64)
    made_on = models.CharField(
        max_length=6, choices=[("device", _("Máy tính bảng")), ("server", _("Máy chủ"))]
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    original = models.CharField(max_length=7, choices=Original, default=Original.DIGITAL)
    proof = models.JSONField(default=dict)
    document = models.ForeignKey(DocumentDraft, models.PROTECT, null=True, blank=True, related_name="+")
    complete_at = models.DateTimeField(null=True, blank=True)
    copy_handed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("biên bản")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind"],
                condition=Q(voided_at=None) & ~Q(kind="session"),
                name="inspection_minutes_once_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["content_digest"], name="inspection_minutes_by_digest")]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.kind}"


class MinutesSignature(models.Model):
    """One name under minutes.

    side     the team, the institution, or who confirms that the institution did not sign
    details  of a representative or witness: {"national_id", "address"}; of a refusal: {"reason"}
    """

    class Side(models.TextChoices):
        TEAM = "team", _("Đoàn kiểm tra")
        INSTITUTION = "institution", _("Đối tượng kiểm tra")
        COMMUNE = "commune", _("Đại diện UBND cấp xã")
        WITNESS = "witness", _("Người chứng kiến")

    class Method(models.TextChoices):
        DRAWN = "drawn", _("Ký vẽ trên máy")
        INK = "ink", _("Ký mực trên giấy")
        CERTIFICATE = "certificate", _("Chữ ký số")
        REFUSED = "refused", _("Không ký")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=11, choices=Side)
    name = models.CharField(_("Họ và tên"), max_length=200)
    title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    method = models.CharField(max_length=11, choices=Method)
    image = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    content_digest = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    device_at = models.DateTimeField(null=True)
    server_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(side__in=["commune", "witness"]) | ~Q(method="refused"),
                name="inspection_a_witness_signs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.side} {self.method}"

    @property
    def lacks_picture(self) -> bool:
        """Whether its picture was announced and has not arrived."""
        return self.image is not None and self.image.completed_at is None
