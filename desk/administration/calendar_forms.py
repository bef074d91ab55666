"""What the calendar's page asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.calendar import DayKind
from desk.administration.forms import day


class CalendarDayForm(forms.Form):
    """One day that differs from the plain week."""

    on = day(_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=DayKind)
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)


class HoursForm(forms.Form):
    """The sessions of a day, one a line."""

    sessions = forms.CharField(
        label=_("Các buổi làm việc"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một buổi, ví dụ 07:00-11:00. Để trống: theo giờ chung."),
    )

    def clean_sessions(self) -> list[tuple[Any, Any]]:
        """Return the sessions, in order and apart."""
        field = forms.TimeField(input_formats=["%H:%M"])
        sessions = []
        for line in self.cleaned_data["sessions"].replace("–", "-").split("\n"):
            if line.strip():
                opens, _dash, closes = line.partition("-")
                sessions.append((self._hour(field, opens), self._hour(field, closes)))
        flat = [hour for session in sessions for hour in session]
        if any(later <= earlier for earlier, later in zip(flat, flat[1:], strict=False)):
            raise forms.ValidationError(_("Các buổi phải theo thứ tự và không chồng lên nhau."))
        return sessions

    def _hour(self, field: forms.TimeField, text: str) -> Any:
        try:
            return field.clean(text.strip())
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Viết giờ như 07:00-11:00, mỗi dòng một buổi.")) from error


class YearForm(forms.Form):
    """A year made firm."""

    year = forms.IntegerField(label=_("Năm"), min_value=2020, max_value=2100)
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày của thông báo lịch nghỉ.")
    )
