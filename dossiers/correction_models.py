"""That an issued document is being corrected, replaced or revoked: which one, in which dossier, begun by whom.

The work is a dossier of its own, tied to the old one; the old one is never opened again. A document
has one such work at a time, which the database itself sees to.
Source: PROCEDURES 0.3 and 0.5; Decree 30/2020/NĐ-CP, article 18.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ResultCorrection(models.Model):
    """One work on one issued document.

    dossier   the work; its applicant is the applicant of the origin
    origin    the finished dossier whose result the document is
    begun_by  the officer, or the applicant, who found the fault
    """

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="correction")
    origin = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="corrections")
    document = models.ForeignKey(
        "documents.IssuedDocument", on_delete=models.PROTECT, related_name="corrections"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_office = models.BooleanField(_("Cơ quan tự thấy"))
    begun_at = models.DateTimeField(_("Bắt đầu lúc"))
    closed_at = models.DateTimeField(_("Kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("đính chính, thay thế, thu hồi")
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(closed_at=None), name="dossiers_one_open_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.document_id}"
