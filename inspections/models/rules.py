"""What an agency publishes of its own over the house's rules: whom to inspect next, what counts as digital.

Every version is whole and stays; the newest that is in force on a day applies. Without one, the version that came
with the product does.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency


class PublishedRules(models.Model):
    """One version of an agency's rules.

    files  name of a file → its text, as inspections.risk_rules and inspections.indicators read them
    """

    class Kind(models.TextChoices):
        RISK = "risk", _("Đề xuất đối tượng kiểm tra theo rủi ro")
        DIGITAL = "digital", _("Tỷ lệ kiểm tra qua môi trường số")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspection_rules")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField(_("Phiên bản"))
    files = models.JSONField()
    version_hash = models.CharField(max_length=64)
    valid_from = models.DateField(_("Áp dụng từ"))
    reason = models.TextField(_("Vì sao thay đổi"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bộ quy tắc kiểm tra")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "number"], name="inspection_rules_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind} {self.number}"
