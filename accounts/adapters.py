"""Where django-allauth meets this package: sign-up, sign-out, the national e-ID, the second factor.

Wrong passwords are counted by django-axes alone, since two limiters overlap and answer by turns;
allauth's own count of failures stays in use for the codes of the second factor.
"""

import base64
import hashlib
import time
from datetime import date
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.models.people import IdentityLevel
from accounts.services.end_sessions import close_sockets
from accounts.services.identity import raise_identity_level
from audit.services import record

RECENT_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up with a name, sign-out that closes sockets, no second count of wrong passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Địa chỉ thư điện tử hoặc mật khẩu không đúng."),
        "email_taken": _("Đã có tài khoản dùng địa chỉ thư điện tử này."),
        "enter_current_password": _("Hãy nhập mật khẩu hiện tại."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "password_min_length": _("Mật khẩu phải có ít nhất {0} ký tự."),
        "too_many_login_attempts": _("Nhập sai quá nhiều lần. Hãy thử lại sau ít phút."),
        "incorrect_code": _("Mã không đúng."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: django-axes does."""

    def save_user(self, request: HttpRequest, user: Person, form: Form, commit: bool = True) -> Person:
        """Store a person who signs up, with the audit row of it."""
        user.full_name = form.cleaned_data.get("full_name") or user.full_name
        user.phone = form.cleaned_data.get("phone") or user.phone
        user.locale = language_of_page()
        user.identity_level = IdentityLevel.SELF_ASSERTED
        with transaction.atomic():
            person = super().save_user(request, user, form, commit)
            if commit:
                record_sign_up(person)
        return person

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict | None = None,
    ) -> EmailMessage:
        """Word an e-mail in the language of who reads it, whichever the page speaks that asked for it."""
        with translation.override(language_of_reader(email, context)):
            return super().render_mail(template_prefix, email, context, headers)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask the password once more, except of who has given it within five minutes."""
        methods = context.request.session.get("account_authentication_methods", [])
        latest = max((method.get("at", 0) for method in methods), default=0)
        return time.time() - latest > RECENT_SECONDS

    def logout(self, request: HttpRequest) -> None:
        """End the session and close what sockets hang on it."""
        person_id = request.user.pk
        super().logout(request)
        close_sockets(person_id, timezone.now())


class NationalIdentityAdapter(DefaultSocialAccountAdapter):
    """People who come with the national e-ID: their number is proven by the provider."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> Person:
        """Return the person to be, with the name the provider gives."""
        person = super().populate_user(request, sociallogin, data)
        person.full_name = _claims(sociallogin).get("name") or data.get("name") or ""
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Recognise a person already proven with the same number, and keep the level up."""
        national_id = _national_id(sociallogin)
        if not national_id:
            return
        if not sociallogin.is_existing:
            known = _proven_person(national_id)
            if known is None:
                return
            sociallogin.connect(request, known)
        _raise_to_national_eid(sociallogin.user, sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None) -> Person:
        """Store a new person and the proven identity together."""
        with transaction.atomic():
            person = super().save_user(request, sociallogin, form)
            if form is None:
                record_sign_up(person)
            if _national_id(sociallogin):
                _raise_to_national_eid(person, sociallogin)
        return person


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted under the site's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã không đúng. Hãy kiểm tra giờ trên điện thoại rồi nhập mã mới."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret in the clear."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def language_of_page() -> str:
    """Return the language being spoken, where the house has it."""
    spoken = (translation.get_language() or "").split("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of_reader(email: str | list[str], context: dict[str, Any]) -> str:
    """Return what the person of an e-mail reads; of an address nobody has, the language of the page."""
    reader = context.get("user")
    if reader is None and isinstance(email, str):
        reader = Person.objects.filter(email=email.strip().lower()).first()
    return reader.locale if reader is not None else language_of_page()


def record_sign_up(person: Person) -> None:
    """Write the audit row of a person who made the own account."""
    record(
        action="accounts.signed_up",
        actor_id=person.pk,
        target="accounts.Person",
        target_id=person.pk,
        at=timezone.now(),
        values={"email": person.email, "full_name": person.full_name},
    )


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"accounts.second_factor" + key.encode()).digest() for key in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    data = sociallogin.account.extra_data or {}
    return {**data, **data.get("id_token", {}), **data.get("userinfo", {})}


def _national_id(sociallogin: SocialLogin) -> str:
    claim = getattr(settings, "MOTCUA_OIDC_NATIONAL_ID_CLAIM", "national_id")
    value = str(_claims(sociallogin).get(claim) or "")
    return value if len(value) == 12 and value.isascii() and value.isdigit() else ""


def _proven_person(national_id: str) -> Person | None:
    proven = Person.objects.exclude(identity_level=IdentityLevel.SELF_ASSERTED)
    return proven.filter(national_id=national_id).first()


def _raise_to_national_eid(person: Person, sociallogin: SocialLogin) -> None:
    national_id = _national_id(sociallogin)
    if (person.identity_level, person.national_id) == (IdentityLevel.NATIONAL_EID, national_id):
        return
    claims = _claims(sociallogin)
    raise_identity_level(
        person,
        level=IdentityLevel.NATIONAL_EID,
        national_id=national_id,
        full_name=str(claims.get("name") or ""),
        born_on=_birthday(claims.get("birthdate")),
        evidence=f"{sociallogin.account.provider}:{sociallogin.account.uid}",
        actor=None,
        at=timezone.now(),
    )


def _birthday(claim: object) -> date | None:
    try:
        return date.fromisoformat(str(claim))
    except ValueError:
        return None
