"""Application of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The case: submit, receive, supplement, decide, hand over."""

    name = "dossiers"
    verbose_name = "Hồ sơ"
