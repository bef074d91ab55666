"""Where one person may do a step and the step that checks it: an office too small for four eyes must still run.

PROCEDURES.md §0.1: who checks, approves and signs are different people unless the agency's administrator
allowed otherwise, for some days and for a reason. Nothing here is changed afterwards but its end.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.agencies import Agency


class FourEyesWaiverQuerySet(models.QuerySet["FourEyesWaiver"]):
    """Questions about many waivers."""

    def valid_on(self, day: date) -> "FourEyesWaiverQuerySet":
        """Keep what holds on that day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at__isnull=True)


class FourEyesWaiver(models.Model):
    """An agency at which, from a day to a day, one pair of eyes may do; days are inclusive at both ends."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="four_eyes_waivers")
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"))
    reason = models.CharField(_("Lý do"), max_length=300)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Người cho phép")
    )
    allowed_at = models.DateTimeField(_("Cho phép lúc"))
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True)

    objects = FourEyesWaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("cho phép một người làm cả hai bước")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="four_eyes_waiver_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"
