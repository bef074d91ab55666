"""The forms of sign-in in our own words: allauth speaks no Vietnamese.

Each form is allauth's with labels, hints and messages given here. What sign-up asks beside
address and password stands in `accounts.signup_fields`, which allauth's forms import.
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.forms.utils import ErrorList
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL = _("Địa chỉ thư điện tử")
PASSWORD = _("Mật khẩu")
NEW_PASSWORD = _("Mật khẩu mới")
NEW_PASSWORD_AGAIN = _("Nhập lại mật khẩu mới")
PASSWORD_HINT = _("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất.")
CODE = _("Mã xác thực")


def _word(form: forms.Form, **labels: str | Promise) -> None:
    """Give fields their labels and take away placeholders: a label stays, a placeholder goes."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("Hãy điền mục này.")
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = _("Địa chỉ thư điện tử không đúng dạng ten@vidu.vn.")


class _TypedTwice:
    """Says in our words that the two passwords differ."""

    _errors: dict[str, Any]
    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        """Check the whole form."""
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if first and second and first != second:
            self._errors["password2"] = ErrorList([_("Hai lần nhập mật khẩu không giống nhau.")])
        return cleaned


class SignInForm(account_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["password"].help_text = ""
        _word(self, login=EMAIL, password=PASSWORD)


class SignUpForm(_TypedTwice, account_forms.SignupForm):
    """Name first, then address, telephone and password."""

    field_order = ["full_name", "email", "phone", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields["password1"].help_text = PASSWORD_HINT
        _word(self, email=EMAIL, password1=PASSWORD, password2=_("Nhập lại mật khẩu"))


class NationalIdentitySignUpForm(social_forms.SignupForm):
    """What is still missing after the national e-ID has spoken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=EMAIL)


class ResetPasswordForm(account_forms.ResetPasswordForm):
    """The address to which the way back is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=EMAIL)


class _NewPassword(_TypedTwice):
    """Words for the forms that ask a new password twice."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HINT
        _word(
            self,  # type: ignore[arg-type]
            oldpassword=_("Mật khẩu hiện tại"),
            password1=NEW_PASSWORD,
            password2=NEW_PASSWORD_AGAIN,
        )


class ResetPasswordKeyForm(_NewPassword, account_forms.ResetPasswordKeyForm):
    """A new password after the link in the mail."""


class ChangePasswordForm(_NewPassword, account_forms.ChangePasswordForm):
    """A new password in place of the old one."""


class SetPasswordForm(_NewPassword, account_forms.SetPasswordForm):
    """A first password for who came with the national e-ID."""


class ReauthenticateForm(account_forms.ReauthenticateForm):
    """The password once more, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        _word(self, password=PASSWORD)


class AddEmailForm(account_forms.AddEmailForm):
    """One more address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=EMAIL)


class _Code:
    """Words for the forms that ask a code of the second factor."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        _word(self, code=CODE)  # type: ignore[arg-type]


class AuthenticateForm(_Code, mfa_forms.AuthenticateForm):
    """A code from the application, or one of the recovery codes."""


class ReauthenticateCodeForm(_Code, mfa_forms.ReauthenticateForm):
    """A code once more, before something grave."""


class ActivateTOTPForm(_Code, totp_forms.ActivateTOTPForm):
    """The first code of a new application."""
