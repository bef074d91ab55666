"""Keeping the installation: copies of everything, and bringing them back."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Operations"
