"""A person who signs in: citizen, officer or administrator, told apart by appointments alone.

People are closed, never deleted: what they did stays theirs. The identity level says how well
we know them; a national id is trusted, and unique, only above the self-asserted level, so that
nobody can occupy somebody else's number by typing it.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.localdays import local_day
from accounts.words import LONGEST_WORD, folded_words


class IdentityLevel(models.TextChoices):
    """How a person's identity was established, from weakest to strongest."""

    SELF_ASSERTED = "self_asserted", _("Tự khai")
    COUNTER = "counter", _("Đã đối chiếu giấy tờ tại quầy")
    NATIONAL_EID = "national_eid", _("Định danh điện tử quốc gia")


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are kept in small letters."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        """Return a new person. A missing password means one that nobody can type."""
        if not email:
            raise ValueError("A person needs an e-mail address")
        person = self.model(email=email.strip().lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        """Return a person who may enter Django's own administration."""
        return self.create_user(email, password, **facts, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Never deleted: `closed_at` ends it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("Địa chỉ thư điện tử"), unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=200)
    phone = models.CharField(_("Số điện thoại"), max_length=20, blank=True)
    # Null, not empty: only real numbers meet in the constraints below.
    national_id = models.CharField(  # noqa: DJ001
        _("Số định danh cá nhân"),
        max_length=12,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{12}$", _("Số định danh cá nhân gồm 12 chữ số."))],
    )
    born_on = models.DateField(_("Ngày sinh"), null=True, blank=True)
    identity_level = models.CharField(
        _("Mức độ định danh"),
        max_length=16,
        choices=IdentityLevel,
        default=IdentityLevel.SELF_ASSERTED,
    )
    locale = models.CharField(_("Ngôn ngữ"), max_length=8, default="vi")
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("Được vào trang kỹ thuật"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("Thời điểm đóng tài khoản"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_any_case_once"),
            models.UniqueConstraint(
                fields=["national_id"],
                condition=~Q(identity_level="self_asserted"),
                name="person_proven_national_id_once",
            ),
            models.CheckConstraint(
                condition=Q(national_id__isnull=True) | Q(national_id__regex=r"^[0-9]{12}$"),
                name="person_national_id_is_12_digits",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
                name="person_closed_is_not_active",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Store the person; the words it is found by follow name and e-mail address."""
        self.national_id = self.national_id or None
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if update_fields is None or {"full_name", "email"} & set(update_fields):
                self._keep_words()

    def _keep_words(self) -> None:
        wanted = set(folded_words(f"{self.full_name} {self.email}"))
        known = set(self.words.values_list("word", flat=True))
        if known - wanted:
            self.words.filter(word__in=known - wanted).delete()
        new = [PersonWord(person=self, word=word) for word in sorted(wanted - known)]
        PersonWord.objects.bulk_create(new, ignore_conflicts=True)

    def get_full_name(self) -> str:
        """Return the name as documents print it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the given name: the last word of a Vietnamese name."""
        return self.full_name.split()[-1] if self.full_name.split() else self.email

    def is_officer(self, at: datetime) -> bool:
        """Tell whether any appointment is valid on the local day of that moment."""
        return self.is_active and self.appointments.valid_on(local_day(at)).exists()


class PersonWord(models.Model):
    """A folded word of a person's name or e-mail address: what administrators look people up by."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="words")
    word = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "person"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="person_word_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.word}"
