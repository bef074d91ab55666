"""The table of working time: hours of an agency, days off, exchanged days, announced years.

The table is the truth: a library may propose days, a person confirms them. A row without an
agency holds for all. A year that is not announced may have rows (a projection): due dates in
it are provisional.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.agencies import Agency


class DayKind(models.TextChoices):
    """Why a day differs from the plain week."""

    HOLIDAY = "holiday", _("Nghỉ lễ")
    COMPENSATION = "compensation", _("Nghỉ bù")
    EXCHANGED_OFF = "exchanged_off", _("Nghỉ hoán đổi")
    WORKING_MAKEUP = "working_makeup", _("Làm bù")


class CalendarDay(models.Model):
    """One day that is off, or a weekend day that is worked."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_days",
        verbose_name=_("Cơ quan"),
    )
    on = models.DateField(_("Ngày"))
    kind = models.CharField(_("Loại ngày"), max_length=16, choices=DayKind)
    note = models.CharField(_("Ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngày trong lịch")
        verbose_name_plural = _("ngày trong lịch")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "on"],
                condition=Q(agency__isnull=False),
                name="calendar_day_once_an_agency",
            ),
            models.UniqueConstraint(
                fields=["on"], condition=Q(agency__isnull=True), name="calendar_day_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_kind_display()}"


class AgencyHours(models.Model):
    """One session of a working day; an agency without rows follows those without agency."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hours",
        verbose_name=_("Cơ quan"),
    )
    opens = models.TimeField(_("Mở cửa"))
    closes = models.TimeField(_("Đóng cửa"))

    class Meta:
        verbose_name = _("buổi làm việc")
        verbose_name_plural = _("buổi làm việc")
        ordering = ["opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="agency_hours_close_after_opening"
            ),
            models.UniqueConstraint(
                fields=["agency", "opens"],
                condition=Q(agency__isnull=False),
                name="agency_hours_open_once",
            ),
            models.UniqueConstraint(
                fields=["opens"],
                condition=Q(agency__isnull=True),
                name="agency_hours_open_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class AnnouncedYear(models.Model):
    """A year whose days off are officially known: due dates in it are firm."""

    year = models.PositiveSmallIntegerField(
        _("Năm"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    basis = models.CharField(_("Căn cứ"), max_length=300)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("năm đã công bố lịch nghỉ")
        verbose_name_plural = _("năm đã công bố lịch nghỉ")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)
