"""manage.py registry import FILE --keeper CODE [--register NAME] [--write]: a whole register from CSV or XLSX."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Agency
from registry.faults import column_label, fault_words, file_words
from registry.models import RegisterKind
from registry.reading_rows import Unreadable
from registry.services import ImportReport, import_register, look_into


class Command(BaseCommand):
    """Say what a file holds and what is wrong with it; write it where asked and nothing is."""

    help = "Import a register; without --write nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose register it is and which, and whether to write."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        command = verbs.add_parser("import")
        command.add_argument("path", type=Path)
        command.add_argument("--keeper", required=True, help="code of the agency that keeps the register")
        command.add_argument("--register", choices=RegisterKind.values, default=RegisterKind.DIPLOMAS)
        command.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or list every fault."""
        keeper = Agency.objects.filter(code=options["keeper"]).first()
        if keeper is None:
            raise CommandError(f"không có cơ quan {options['keeper']}")
        path, register = options["path"], options["register"]
        try:
            report = self.bring(keeper, path, register, write=options["write"])
        except Unreadable as error:
            raise CommandError(f"{path.name}: {file_words(error)}") from error
        except OSError as error:
            raise CommandError(f"không mở được tệp {path}") from error
        for fault in report.faults:
            where = f"{path.name}: dòng {fault.line}, cột “{column_label(register, fault.column)}”"
            self.stdout.write(f"{where}: {fault_words(register, fault)}.")
        if report.written_at:
            self.stdout.write(
                f"tệp này đã ghi vào sổ lúc {timezone.localtime(report.written_at):%d/%m/%Y %H:%M}."
            )
        self.stdout.write(f"{report.rows} dòng, {len(report.faults)} lỗi, đã ghi {report.written}.")
        if report.faults:
            raise CommandError("không ghi dòng nào")

    def bring(self, keeper: Agency, path: Path, register: str, *, write: bool) -> ImportReport:
        """Write the file into the register, or only look into it. Raises Unreadable, OSError."""
        content, at = path.read_bytes(), timezone.now()
        if write:
            return import_register(register, keeper, content, name=path.name, actor_id=None, at=at)
        return look_into(register, keeper, content, name=path.name, at=at)
