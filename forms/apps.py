"""The application `eforms`; its label differs from the package's name, which would clash with django.forms."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    label = "eforms"
    verbose_name = "Forms and attachments"
