"""manage.py registry import FILE --keeper CODE [--write]: a whole original register from CSV or XLSX."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Agency
from registry.faults import column_label, fault_words, file_words
from registry.reading_rows import Unreadable
from registry.services import import_diplomas


class Command(BaseCommand):
    """Say what a file holds and what is wrong with it; write it where asked and nothing is."""

    help = "Import an original register; without --write nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose register it is, and whether to write."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        command = verbs.add_parser("import")
        command.add_argument("path", type=Path)
        command.add_argument("--keeper", required=True, help="code of the agency that keeps the register")
        command.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or list every fault."""
        keeper = Agency.objects.filter(code=options["keeper"]).first()
        if keeper is None:
            raise CommandError(f"không có cơ quan {options['keeper']}")
        path: Path = options["path"]
        try:
            report = import_diplomas(
                keeper,
                path.read_bytes(),
                name=path.name,
                actor_id=None,
                at=timezone.now(),
                write=options["write"],
            )
        except Unreadable as error:
            raise CommandError(f"{path.name}: {file_words(error)}") from error
        except OSError as error:
            raise CommandError(f"không mở được tệp {path}") from error
        for fault in report.faults:
            where = f"{path.name}: dòng {fault.line}, cột “{column_label(fault.column)}”"
            self.stdout.write(f"{where}: {fault_words(fault)}.")
        self.stdout.write(f"{report.rows} dòng, {len(report.faults)} lỗi, đã ghi {report.written}.")
        if report.faults:
            raise CommandError("không ghi dòng nào")
