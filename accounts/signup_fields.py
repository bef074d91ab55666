"""What sign-up asks beside address and password.

Apart from `accounts.forms`: allauth's forms import this module while they are being made.
"""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Person


class SignupFields(forms.Form):
    """The name as on the papers, and a telephone number if one likes."""

    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=200,
        help_text=_("Viết đúng như trên giấy tờ tùy thân."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        r"^\+?[0-9 .]{8,18}$",
        label=_("Số điện thoại (không bắt buộc)"),
        required=False,
        error_messages={"invalid": _("Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Do nothing more: the adapter stored the fields."""
