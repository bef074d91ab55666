"""`manage.py restore DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.errors import OperationsError
from operations.restore import restore


class Command(BaseCommand):
    """Brings a copy back, after checking all of it."""

    help = "Bring a copy made by `backup` back; stop the web server and the worker first."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and whether a full database may be overwritten."""
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="overwrite a database that holds something"
        )

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        """Restore, and say what to do next."""
        try:
            manifest = restore(folder, replace=replace, at=timezone.now())
        except OperationsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Brought back the copy of {manifest.created_at}: {len(manifest.entries)} files.")
        self.stdout.write("Next: manage.py migrate, manage.py audit verify, then start the product.")
