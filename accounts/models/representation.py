"""Who may apply in another's name: for an organisation, or for another person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
    basis = models.CharField(_("Căn cứ"), max_length=300)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quan hệ đại diện")
        verbose_name_plural = _("quan hệ đại diện")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, principal__isnull=False)
                | Q(organisation__isnull=False, principal__isnull=True),
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
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.organisation or self.principal}"
