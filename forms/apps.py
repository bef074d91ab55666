"""The application `eforms`; its label differs from the package's name, which would clash with django.forms."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register

from forms.checks import check_own_lists
from forms.lists.known import provide
from forms.lists.sources import reference_list_of
from forms.prefill import provide_names
from forms.register_checks import provide_checks


class FormsConfig(AppConfig):
    name = "forms"
    label = "eforms"
    verbose_name = "Forms and attachments"

    def ready(self) -> None:
        """Hand the reference lists and the names of sources to the engine, which knows no settings."""
        register(check_own_lists)
        provide_names(frozenset(settings.PREFILL_SOURCES))
        provide_checks(frozenset(settings.REGISTER_CHECKS))
        provide(frozenset(settings.REFERENCE_LISTS), reference_list_of)
