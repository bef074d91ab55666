"""manage.py demo: fill an empty database with demonstration data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

from dossiers.demo.load import is_empty, load_demo


class Command(BaseCommand):
    """Loads the demonstration; refuses where it is not wanted or something is already there."""

    help = "Fill an empty database with demonstration agencies, people and a register."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--if-empty` makes a filled database no error."""
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        if not settings.MOTCUA_DEMO:
            raise CommandError("MOTCUA_DEMO is off: no demonstration data here.")
        if is_empty():
            at = timezone.now()
            load_demo(at)
            for path in settings.DEMO_LOADERS:
                import_string(path)(at)
        elif not options["if_empty"]:
            raise CommandError("There is data already; the demonstration only fills an empty database.")
