"""manage.py checklist check|publish|list|import|export|reference: what the keeper of a checklist types."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from inspections.checklist_exchange import REPORT, NotExported, export_file, import_file
from inspections.checklist_folders import library_folders, read_folder
from inspections.checklists import Checklist, ChecklistFaults, extends_of, load, to_json
from inspections.checklists.reference import as_page
from inspections.models import ChecklistVersion
from inspections.services.publish_checklist import publish_checklist, published_base
from inspections.xlsforms import LEVELS, FormUnreadable, Line

Files = dict[str, bytes]


class Command(BaseCommand):
    """Check or publish folders of checklists, or list what is published."""

    help = "Check, publish or list checklists of inspections."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command a verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, told in (("check", "say what is wrong"), ("publish", "for inspections from now on")):
            command = verbs.add_parser(verb, help=told)
            command.add_argument("paths", nargs="*", type=Path, help="folders; none: the whole library")
            command.add_argument("--quiet", action="store_true")
        verbs.add_parser("list", help="every published version")
        verbs.add_parser("reference", help="print docs/reference/checklist.md")
        reading = verbs.add_parser("import", help="make a folder of an XLSForm (.xlsx, .xls) or XForm (.xml)")
        reading.add_argument("file", type=Path)
        reading.add_argument("--out", type=Path, required=True, help="the folder to write, empty or new")
        reading.add_argument("--code", default="", help="code of the checklist; without it the form's own")
        writing = verbs.add_parser("export", help="write a published checklist as an XLSForm")
        writing.add_argument("code")
        writing.add_argument("--out", type=Path, required=True, help="the .xlsx to write, not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go to the verb."""
        getattr(self, f"{options['verb']}_checklists")(options)

    def check_checklists(self, options: dict[str, Any]) -> None:
        """Print every fault of every folder; exit 1 where there is one."""
        faulty = 0
        for folder in folders(options):
            try:
                files = read_folder(folder)
                content = to_json(load(files, base_of(files, folder)))
            except ChecklistFaults as error:
                faulty += 1
                for fault in error.faults:
                    self.stderr.write(f"{folder.name}/{fault}")
                continue
            if not options["quiet"]:
                self.stdout.write(f"{folder.name}: {content['hash'][:12]}, {len(content['items'])} mục")
        if faulty:
            raise CommandError(f"{faulty} phiếu kiểm tra có lỗi.")

    def publish_checklists(self, options: dict[str, Any]) -> None:
        """Publish the folders; a checklist already published as it is changes nothing."""
        for folder in folders(options):
            try:
                done = publish_checklist(folder.name, read_folder(folder), at=timezone.now(), actor_id=None)
            except ChecklistFaults as error:
                raise CommandError("\n".join(f"{folder.name}/{fault}" for fault in error.faults)) from error
            if not options["quiet"]:
                news = "phiên bản mới" if done.is_new else "không đổi"
                self.stdout.write(f"{folder.name}: {done.version.version_hash[:12]} ({news})")

    def reference_checklists(self, options: dict[str, Any]) -> None:
        """Print the reference page."""
        self.stdout.write(as_page(), ending="")

    def list_checklists(self, options: dict[str, Any]) -> None:
        """Print every version, newest last."""
        for version in ChecklistVersion.objects.select_related("checklist").order_by("published_at", "pk"):
            self.stdout.write(
                f"{version.checklist.name}  {version.version_hash[:12]}  "
                f"{version.published_at:%Y-%m-%d %H:%M}  {version.valid_from}"
            )

    def import_checklists(self, options: dict[str, Any]) -> None:
        """Write the folder of a checklist; say what was changed or is not supported, and where in the file."""
        try:
            lines = import_file(options["file"], options["out"], options["code"])
        except FormUnreadable as error:
            raise CommandError(error.reason) from error
        self.tell(lines)
        counts = Counter(line.level for line in lines)
        told = ", ".join(f"{LEVELS[level]}: {counts[level]}" for level in LEVELS)
        self.stdout.write(f"{options['out']}: {told} (xem {REPORT})")

    def export_checklists(self, options: dict[str, Any]) -> None:
        """Write the XLSForm of a checklist; say what a form cannot say and only comes back when it is imported."""
        try:
            self.tell(export_file(options["code"], options["out"]))
        except NotExported as error:
            raise CommandError(error.reason) from error
        self.stdout.write(f"{options['out']}: {options['code']}")

    def tell(self, lines: tuple[Line, ...]) -> None:
        """Write the lines of a report that are about a change or a loss."""
        for line in lines:
            if line.level != "kept":
                self.stdout.write(str(line))


def folders(options: dict[str, Any]) -> list[Path]:
    """Return the folders named, or all of the library; what others extend comes first."""
    found = [path.resolve() for path in options["paths"]] or library_folders()
    return sorted(found, key=is_extension)


def is_extension(folder: Path) -> bool:
    """Whether a folder adds to another checklist."""
    return bool(extends_of({path.name: path.read_bytes() for path in folder.glob("checklist.yaml")}))


def base_of(files: Files, folder: Path) -> Checklist | None:
    """Return what a folder extends: as it is published here, else as it lies beside it or in the library."""
    code = extends_of(files)
    if not code:
        return None
    try:
        published = published_base(files)
    except DatabaseError:
        published = None
    return published or lying_about(code, folder)


def lying_about(code: str, folder: Path) -> Checklist | None:
    """Return the checklist of this code among the folders beside one and in the library."""
    beside = sorted(path.parent for path in folder.parent.glob("*/checklist.yaml") if path.parent != folder)
    for each in [*beside, *library_folders()]:
        try:
            checklist = load(read_folder(each))
        except ChecklistFaults:
            continue
        if checklist.code == code:
            return checklist
    return None
