"""Django's entry for the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work done outside the transaction that ordered it."""

    name = "jobs"
    verbose_name = _("Việc chạy nền")
    default_auto_field = "django.db.models.BigAutoField"
