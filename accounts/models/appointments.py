"""Who holds which role, where they sit, for whom they act, and from when to when.

Staff of a one-stop centre sit at one agency and act for another, hence two agencies. A
delegation is an appointment on another appointment's behalf; it ends with it, at the latest,
and may be limited to kinds of document. Days are local and inclusive at both ends; what must
stop at once, or never should have been, is revoked.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.agencies import Agency, Role
from accounts.models.people import Person


class SigningForm(models.TextChoices):
    """The words above a signature when the signer is not the head (NĐ 30/2020, Phụ lục I)."""

    OWN = "", _("Ký với chức vụ của mình")
    KT = "KT.", _("Ký thay (KT.)")
    TL = "TL.", _("Ký thừa lệnh (TL.)")
    TUQ = "TUQ.", _("Ký thừa ủy quyền (TUQ.)")
    TM = "TM.", _("Thay mặt (TM.)")
    Q = "Q.", _("Quyền (Q.)")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Questions about many appointments."""

    def valid_on(self, day: date) -> "AppointmentQuerySet":
        """Keep what holds on that day; a delegation only while what it stands on holds."""
        own = _days_include("", day)
        # Asked one by one: joined, PostgreSQL may walk through all people up to the delegator's.
        closed = Person.objects.filter(pk=OuterRef("on_behalf_of__person_id"), is_active=False)
        basis = Q(on_behalf_of__isnull=True) | (
            _days_include("on_behalf_of__", day) & Q(on_behalf_of__revoked_at__isnull=True) & ~Exists(closed)
        )
        return self.filter(own & basis, person__is_active=True, revoked_at__isnull=True)


def _days_include(prefix: str, day: date) -> Q:
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class Appointment(models.Model):
    """A person in a role: sits at one agency, acts for one, from a day to a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("Người được phân công"),
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="appointments", verbose_name=_("Vai trò"))
    sits_at = models.ForeignKey(
        Agency, models.PROTECT, related_name="seated_appointments", verbose_name=_("Ngồi tại")
    )
    acts_for = models.ForeignKey(
        Agency, models.PROTECT, related_name="appointments", verbose_name=_("Thay mặt")
    )
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    basis = models.CharField(_("Căn cứ"), max_length=300)
    title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    signing_form = models.CharField(
        _("Hình thức ký"), max_length=8, choices=SigningForm, default="", blank=True
    )
    on_behalf_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("Theo ủy quyền của"),
    )
    document_kinds = models.JSONField(_("Loại văn bản được ký"), default=list, blank=True)
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="appointment_person"),
            models.Index(fields=["role", "acts_for", "starts_on"], name="appointment_office"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of__isnull=True) | Q(ends_on__isnull=False),
                name="appointment_delegation_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.acts_for}"
