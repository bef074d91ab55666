"""Who may apply in another's name: for an organisation, or for another person (BLDS 2015 Đ134 to Đ141).

A represented person need not have an account: the number and name of the paper are kept, and the account
is tied to them when its identity is proven with that number. What is revoked is over from that moment.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.localdays import local_day


class Organisation(models.Model):
    """A body that applies: a school, a centre, a company."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Tên tổ chức"), max_length=300)
    tax_code = models.CharField(_("Mã số thuế"), max_length=14, unique=True)
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("Địa chỉ thư điện tử"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tổ chức")
        verbose_name_plural = _("tổ chức")

    def __str__(self) -> str:
        return self.name


class Representation(models.Model):
    """A person who acts for an organisation or for another person, once verified."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="representations",
        verbose_name=_("Người đại diện"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="representations",
        verbose_name=_("Tổ chức"),
    )
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by",
        verbose_name=_("Người ủy quyền"),
    )
    principal_name = models.CharField(_("Họ tên người ủy quyền"), max_length=200, blank=True)
    principal_national_id = models.CharField(_("Số định danh người ủy quyền"), max_length=12, blank=True)
    procedures = models.JSONField(default=list, help_text="names of procedures; empty: all of them")
    basis = models.CharField(_("Căn cứ"), max_length=300)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_why = models.CharField(_("Lý do thu hồi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("quan hệ đại diện")
        verbose_name_plural = _("quan hệ đại diện")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True, principal_national_id="")
                | (
                    Q(organisation__isnull=True) & (Q(principal__isnull=False) | ~Q(principal_national_id=""))
                ),
                name="representation_of_one_party",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="representation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(principal__isnull=True) | ~Q(principal=F("person")),
                name="representation_of_another",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""),
                name="representation_revoked_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["principal_national_id"], name="representation_of_number"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.party_name}"

    @property
    def party_name(self) -> str:
        """Whom it stands for, by name."""
        party = self.organisation or self.principal
        return self.principal_name or str(party or "")

    @property
    def is_of_organisation(self) -> bool:
        """Whether it stands for an organisation, not for a person."""
        return self.organisation_id is not None

    def covers(self, procedure: str) -> bool:
        """Say whether it reaches a procedure."""
        return not self.procedures or procedure in self.procedures

    def is_in_force(self, at: datetime) -> bool:
        """Say whether one may act by it at a moment: verified, in its days, not revoked."""
        day = local_day(at)
        in_days = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return in_days and self.verified_at is not None and (self.revoked_at is None or at < self.revoked_at)
