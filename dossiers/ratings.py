"""What an applicant thought of one dossier: once, after the result, a score from 1 to 5 and words if they like.

The reports of satisfaction read it; no officer's page names who said what. Source: NĐ 61/2018, chương IV (đánh giá).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.status import Status

SCORES = (1, 2, 3, 4, 5)
RATED_FROM = frozenset({Status.DONE, Status.RETURNED})
MOST_WORDS = 1000


class Rating(models.Model):
    """One rating a dossier, never changed."""

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("Mức độ hài lòng"))
    words = models.TextField(_("Ý kiến"), blank=True)
    rated_at = models.DateTimeField(_("Đánh giá lúc"))

    class Meta:
        verbose_name = _("đánh giá")
        constraints = [
            models.CheckConstraint(condition=Q(score__in=SCORES), name="dossiers_rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.score}"
