"""Application of procedure packages."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Reads, checks, versions and publishes procedure packages."""

    name = "procedures"
    verbose_name = "Thủ tục"
