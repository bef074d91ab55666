"""`manage.py audit verify | seal | anchor | prune`."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from audit.services import Report, anchor, prune_values, seal_pending, verify


class Command(BaseCommand):
    """Checks and keeps the record."""

    help = "verify: check the chain (exit code 1 when it does not hold); seal; anchor; prune."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do and, for pruning, how many days of values to keep."""
        parser.add_argument("what", choices=["verify", "seal", "anchor", "prune"])
        parser.add_argument("--directory", type=Path, default=Path(settings.MOTCUA_ANCHOR_DIR))
        parser.add_argument("--keep-days", type=int, help="prune: erase values older than this many days")

    def handle(self, *args: Any, what: str, directory: Path, keep_days: int | None, **options: Any) -> None:
        """Do it and say in a sentence what came of it."""
        at = timezone.now()
        if what == "verify":
            self.tell(verify(at, directory))
        elif what == "seal":
            self.stdout.write(f"Sealed {seal_pending(at, whole=True)} entries.")
        elif what == "anchor":
            self.stdout.write(f"Anchored the head in {directory / anchor(at, directory).file_name}.")
        elif keep_days is None:
            raise SystemExit("prune needs --keep-days")
        else:
            count = prune_values(before=at - timedelta(days=keep_days), actor_id=None, at=at)
            self.stdout.write(f"Erased the values of {count} entries; the chain stays whole.")

    def tell(self, report: Report) -> None:
        """Print the report; leave with 1 when something does not hold."""
        for sentence in report.problems:
            self.stdout.write(sentence)
        age = report.oldest_unsealed_age
        self.stdout.write(
            f"{report.sealed} sealed, anchored up to {report.anchored_position}, "
            f"{report.pruned_values} values pruned, {report.unsealed} not sealed yet"
            + (f" (the oldest for {age.total_seconds():.0f} s)." if age is not None else ".")
        )
        if not report.whole:
            raise SystemExit(1)
        self.stdout.write("The record is whole.")
