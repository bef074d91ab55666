"""The citizens' face."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Pages anyone may open and pages of one's own dossiers."""

    name = "portal"
    verbose_name = _("Cổng người dân")
