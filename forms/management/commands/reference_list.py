"""manage.py reference_list check FILE… | put NAME FILE | show NAME [WORDS]: what whoever keeps the lists types.

A file is CSV or XLSX.
"""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms.lists.csv_file import ListFaults, read_list
from forms.lists.known import UnknownList, names, reference_list
from forms.lists.xlsx_file import as_csv


def content_of(file: Path) -> bytes:
    """Return a list's file as CSV; a spreadsheet is turned into one. Raises ListFaults."""
    content = file.read_bytes()
    return as_csv(content, file=file.name) if file.suffix.lower() == ".xlsx" else content


class Command(BaseCommand):
    """Check a list's file, put it in place where nothing is wrong with it, or look at a list as it is used now."""

    help = "Check files of reference lists, put one in place, or show a list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command a verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check").add_argument("files", nargs="+", type=Path)
        put = verbs.add_parser("put")
        put.add_argument("name")
        put.add_argument("files", nargs=1, type=Path)
        show = verbs.add_parser("show")
        show.add_argument("name")
        show.add_argument("words", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go to the verb."""
        {"check": self.check_files, "put": self.put_list, "show": self.show_list}[options["verb"]](options)

    def check_files(self, options: dict[str, Any]) -> None:
        """Print every fault of every file; exit 1 where there is one."""
        faulty = 0
        for file in options["files"]:
            try:
                entries = read_list(content_of(file), file=file.name)
                self.stdout.write(f"{file.name}: {len(entries)} entries")
            except ListFaults as error:
                faulty += 1
                for fault in error.faults:
                    self.stderr.write(str(fault))
        if faulty:
            raise CommandError(f"{faulty} files with faults")

    def put_list(self, options: dict[str, Any]) -> None:
        """Let a file stand for a list from now on, whole or not at all."""
        if options["name"] not in names():
            raise CommandError(f"unknown list; known: {', '.join(sorted(names()))}")
        self.check_files(options)
        own = Path(settings.MOTCUA_LISTS_DIR, f"{options['name']}.csv")
        own.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=own.parent, prefix=f".{own.stem}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content_of(options["files"][0]))
        Path(part).chmod(0o644)
        Path(part).replace(own)
        self.stdout.write(f"{own} is in place")

    def show_list(self, options: dict[str, Any]) -> None:
        """Print the entries that may be picked today, those that hold all words."""
        on = timezone.localdate()
        try:
            entries = reference_list(options["name"])
        except UnknownList as error:
            raise CommandError(f"unknown list; known: {', '.join(sorted(names()))}") from error
        words = " ".join(options["words"])
        found = entries.search(words, on, most=len(entries)) if words else entries.valid(on)
        for entry in found:
            self.stdout.write(f"{entry.code}\t{entry.name}")
