"""`manage.py backup DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import back_up
from operations.errors import OperationsError


class Command(BaseCommand):
    """Copies database, files, keys and audit anchors into a new folder, while the product runs."""

    help = "Copy database, files, keys and audit anchors into a new folder; the product may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet, or is empty")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Copy, and say how much."""
        try:
            manifest = back_up(folder, at=timezone.now())
        except OperationsError as error:
            raise CommandError(str(error)) from error
        size = sum(entry.size for entry in manifest.entries) / 1_000_000
        self.stdout.write(f"Copied {len(manifest.entries)} files, {size:.1f} MB, into {folder}.")
        self.stdout.write("The copy holds the keys of this installation: keep it where you would keep them.")
