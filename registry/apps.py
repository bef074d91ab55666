"""The registers an agency keeps: for now the original register of diplomas and certificates."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "Registers"
