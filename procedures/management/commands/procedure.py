"""manage.py procedure check|publish|list|show|simulate|catalogue: what an analyst types."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from procedures.cases import case_kinds
from procedures.catalogue import as_page, catalogue, option_sources, prefill_sources, register_checks
from procedures.errors import Fault, PackageFaults
from procedures.json_lines import end_as_json, line_as_json
from procedures.judging import judge
from procedures.models import Edition
from procedures.package import Package, open_package, read_folder
from procedures.people import holders_at
from procedures.rehearsal import Rehearsal, Unexpected
from procedures.scenarios import SCENARIOS, Scenario, read_scenarios
from procedures.selectors import begun_by_messages, package_of
from procedures.services import publish

Known = TypeVar("Known")


class Command(BaseCommand):
    """Check or publish package folders, or look at what is published."""

    help = "Check, publish, list or show procedure packages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command a verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb in ("check", "publish"):
            command = verbs.add_parser(verb)
            command.add_argument("paths", nargs="*", type=Path)
            command.add_argument("--quiet", action="store_true")
            command.add_argument("--reason", default="", help="why the warnings are accepted")
            command.add_argument("--all", action="store_true", help="every package of the library")
        simulate = verbs.add_parser("simulate", help="take a package through a scenario, as JSON lines")
        simulate.add_argument("path", type=Path)
        simulate.add_argument(
            "--scenario", required=True, help="a file of scenarios, or one's name in the package"
        )
        verbs.add_parser("catalogue", help="print docs/reference/catalogue.md")
        verbs.add_parser("list")
        verbs.add_parser("show").add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go to the verb."""
        getattr(self, f"{options['verb']}_packages")(options)

    def folders(self, options: dict[str, Any]) -> list[Path]:
        """Return the folders named, or all of the library."""
        if options["paths"]:
            return [path.resolve() for path in options["paths"]]
        return sorted(path.parent for path in settings.MOTCUA_PROCEDURES_DIR.glob("*/procedure.yaml"))

    def check_packages(self, options: dict[str, Any]) -> None:
        """Print every fault of every package; exit 1 where there is one."""
        faulty = 0
        for folder in self.folders(options):
            try:
                judgement = judge(
                    folder.name,
                    read_folder(folder),
                    operations=catalogue(),
                    sources=option_sources(),
                    prefills=prefill_sources(),
                    checks=register_checks(),
                    messages=settings.FLOW_MESSAGES,
                    holders=where_there_are_tables(holders_at, None),
                    begun=where_there_are_tables(begun_by_messages, {}),
                    cases=case_kinds(),
                )
                faults, warnings = judgement.faults, judgement.warnings
            except PackageFaults as error:
                faults, warnings = error.faults, ()
            for fault in faults:
                self.stderr.write(f"{folder.name}/{fault}")
            for warning in warnings:
                self.stdout.write(f"{folder.name}/{warning} (cảnh báo)")
            faulty += bool(faults)
            if not faults:
                package = judgement.package()
                self.stdout.write(f"{folder.name}: {package.rules_hash[:12]} {package.edition_hash[:12]}")
        if faulty:
            raise CommandError(f"{faulty} gói thủ tục có lỗi.")

    def publish_packages(self, options: dict[str, Any]) -> None:
        """Publish the folders; a package already published as it is changes nothing."""
        for folder in self.folders(options):
            try:
                files = read_folder(folder)
                done = publish(folder.name, files, at=timezone.now(), actor_id=None, reason=options["reason"])
            except PackageFaults as error:
                raise CommandError("\n".join(f"{folder.name}/{fault}" for fault in error.faults)) from error
            if not options["quiet"]:
                news = (
                    "luật mới"
                    if done.are_new_rules
                    else "bản chữ mới"
                    if done.is_new_edition
                    else "không đổi"
                )
                self.stdout.write(f"{folder.name}: {done.edition.edition_hash[:12]} ({news})")

    def simulate_packages(self, options: dict[str, Any]) -> None:
        """Write what happens in each scenario as JSON lines; exit 1 where one goes otherwise than it says."""
        try:
            package, chosen = scenarios_of(options["path"].resolve(), options["scenario"])
        except PackageFaults as error:
            raise CommandError("\n".join(map(str, error.faults))) from error
        usual = {name: declared.usual_answer for name, declared in catalogue().items()}
        unexpected = []
        for scenario in chosen:
            rehearsal = Rehearsal(
                package.flow, scenario, forms=package.forms, usual=usual, files=package.files
            )
            try:
                rehearsal.rehearse()
            except Unexpected as error:
                unexpected.append(f"{options['scenario']}:{error.line}: {scenario.name}: {error.message}")
            for line in [*map(line_as_json, rehearsal.lines), end_as_json(rehearsal.outcome())]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        if unexpected:
            raise CommandError("\n".join(unexpected))

    def catalogue_packages(self, options: dict[str, Any]) -> None:
        """Print the page of the catalogue."""
        self.stdout.write(as_page(), ending="")

    def list_packages(self, options: dict[str, Any]) -> None:
        """Print every edition, newest last."""
        for edition in Edition.objects.select_related("rules__procedure").order_by("published_at", "pk"):
            rules = edition.rules
            self.stdout.write(
                f"{rules.procedure.name}  {rules.version_hash[:12]}  {edition.edition_hash[:12]}  "
                f"{edition.published_at:%Y-%m-%d %H:%M}  {rules.valid_from}…{rules.valid_to or ''}"
            )

    def show_packages(self, options: dict[str, Any]) -> None:
        """Print the newest edition of one procedure."""
        edition = Edition.objects.filter(rules__procedure__name=options["name"]).order_by("-pk").first()
        if edition is None:
            raise CommandError(f"Chưa công bố thủ tục nào tên {options['name']!r}.")
        package = package_of(edition)
        self.stdout.write(f"{package.definition.title.vi} ({package.definition.code})")
        for path, sha256 in sorted(edition.manifest.items()):
            self.stdout.write(f"  {sha256[:12]}  {path}")


def where_there_are_tables(asked: Callable[[datetime], Known], otherwise: Known) -> Known:
    """Return what the database says of now; otherwise where packages are checked away from any office."""
    try:
        return asked(timezone.now())
    except DatabaseError:
        return otherwise


def scenarios_of(folder: Path, given: str) -> tuple[Package, tuple[Scenario, ...]]:
    """Return a package and the scenarios of a file, or the one of its own by name. Raises PackageFaults."""
    package = open_package(folder.name, read_folder(folder))
    file = Path(given)
    content = file.read_bytes() if file.is_file() else package.files.get(SCENARIOS, b"[]")
    scenarios, faults = read_scenarios(content, file=given if file.is_file() else SCENARIOS)
    if faults:
        raise PackageFaults(faults)
    if file.is_file():
        return package, scenarios
    named = tuple(scenario for scenario in scenarios if scenario.name == given)
    if not named:
        known = ", ".join(scenario.name for scenario in scenarios) or "không có"
        raise PackageFaults([Fault(SCENARIOS, 1, f"không có kịch bản {given!r}; có: {known}")])
    return package, named
