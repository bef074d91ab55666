"""The statutory papers of a dossier, and the one extension of its term.

Mẫu 01 to 06 of TT 03/2025/TT-VPCP are each made by an event and kept as made. A term is extended at most
once, with an apology (Mẫu 04). Source: NĐ 61/2018 Đ19.9.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StatutoryPaper(models.Model):
    """One paper. Its values are frozen when the event happens; the drawing, then the signing, follow as jobs.

    The file that is drawn is put in the place of nothing, the signed one in the place of the drawn one; then it stays.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="statutory_papers")
    form = models.CharField(_("Mẫu"), max_length=2)
    title = models.CharField(max_length=200)
    occasion = models.CharField(max_length=120, help_text="what made it: the same occasion makes it once")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(
        "documents.RegisterEntry", on_delete=models.PROTECT, null=True, related_name="statutory_paper"
    )
    source = models.ForeignKey("documents.TemplateSource", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=120)
    values = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    storage_key = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    awaits_seal = models.BooleanField(default=False, help_text="the agency has a seal with a server key")
    signed_at = models.DateTimeField(null=True)
    fingerprints = models.JSONField(default=list, help_text="of the certificates, in the order of signing")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sha256"], name="dossiers_paper_of_hash")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "form", "occasion"], name="dossiers_a_paper_an_occasion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: Mẫu {self.form}"

    @property
    def is_drawn(self) -> bool:
        """Whether a file is there, signed or not yet."""
        return bool(self.storage_key)

    @property
    def is_ready(self) -> bool:
        """Whether the file is there as it will stay: signed, where the agency seals."""
        return self.is_drawn and (self.signed_at is not None or not self.awaits_seal)


class Extension(models.Model):
    """The one extension a dossier may get: proposed before the day, signed or declined by the leader (Mẫu 04)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ lãnh đạo ký")
        SIGNED = "signed", _("Đã gia hạn")
        DECLINED = "declined", _("Không gia hạn")

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="extension")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="the new moment, once signed")
    late_reason = models.CharField(max_length=40, blank=True, help_text="a key of late_reasons.yaml")
    reason = models.TextField(blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.state}"
