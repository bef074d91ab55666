"""The names an institution has borne: the one it bears now and every one before, each with its days and its grounds.

Whoever looks for an institution knows it by a name of some year; a diploma or a licence of that year
goes on naming it so. A name is never changed, only ended. Source: NĐ 95/2026/NĐ-CP Đ4 (đổi tên).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from registry.licence_models import Institution


class InstitutionName(models.Model):
    """One name of an institution.

    valid_from, valid_to  the first and the last day on which it bore the name; null: not known, still does
    grounds               the decision that gave it, as a paper cites it; "" for the name it came with
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="names")
    version = models.PositiveIntegerField()
    name = models.CharField(_("Tên cơ sở"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False, db_index=True)
    foreign_name = models.CharField(_("Tên giao dịch quốc tế"), max_length=300, blank=True)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    grounds = models.CharField(_("Căn cứ"), max_length=400, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tên của cơ sở")
        ordering = ["institution", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "version"], name="registry_institution_name_version_once"
            ),
            models.UniqueConstraint(
                fields=["institution"], condition=Q(valid_to=None), name="registry_institution_has_one_name"
            ),
            models.UniqueConstraint(
                fields=["institution", "grounds"], condition=~Q(grounds=""),
                name="registry_institution_renamed_once_by_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="registry_institution_name_ends_after_it_begins",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row; the folded key follows its name."""
        self.name_key = fold(self.name)[:300]
        super().save(*args, **kwargs)
