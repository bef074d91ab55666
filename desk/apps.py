"""The officers' face."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Inbox, dossiers and steps of officers."""

    name = "desk"
    verbose_name = _("Bàn làm việc")
