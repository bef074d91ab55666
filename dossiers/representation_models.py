"""A person's wish to act for another party, with the paper that shows it, until an officer says yes or no.

A yes makes the representation (accounts); what was asked stays here as it was asked.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Attachment


class RepresentationRequest(models.Model):
    """One wish, and what came of it."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Tổ chức")
        PERSON = "person", _("Cá nhân")

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ kiểm tra")
        VERIFIED = "verified", _("Đã xác nhận")
        REFUSED = "refused", _("Không xác nhận")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representation_requests"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    party_name = models.CharField(_("Tên bên được đại diện"), max_length=300)
    party_number = models.CharField(_("Mã số thuế hoặc số định danh"), max_length=14)
    procedures = models.JSONField(default=list, help_text="names of procedures; empty: all of them")
    basis = models.CharField(_("Căn cứ"), max_length=300)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"), null=True)
    evidence = models.ManyToManyField(Attachment, related_name="representation_requests")
    requested_at = models.DateTimeField(_("Gửi lúc"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    representation = models.OneToOneField(
        "accounts.Representation", on_delete=models.PROTECT, null=True, related_name="request"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="dossiers_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="dossiers_asked_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="dossiers_wishes_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.party_name}"
