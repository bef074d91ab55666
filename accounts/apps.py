"""Django's entry for the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and the agencies they act for."""

    name = "accounts"
    verbose_name = _("Người dùng và cơ quan")
    default_auto_field = "django.db.models.BigAutoField"
