"""`manage.py bpmn run FILE` and `manage.py bpmn check FILE`: any BPMN file in the pure core, as JSON lines.

run    {"at", "scope", "node", "kind", "event", "variables"} for each thing that happens, last
       {"end": "completed" | "waiting" | "error", "open", "variables", "error"}
check  {"element", "code", "severity", "message"} for each finding; exit code 1 when one is an error
Nothing is stored; no database is touched.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from procedures.json_lines import end_as_json, line_as_json
from workdays import VIETNAM
from workflows.checks import Finding, check
from workflows.parser import BpmnFaults, parse_document
from workflows.simulate import Outcome, Simulation


class Command(BaseCommand):
    help = "Run or check any BPMN file in the pure core."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        run = actions.add_parser("run", help="run it without people or waiting")
        run.add_argument("file", type=Path)
        run.add_argument("--input", default="{}", help="variables at the start, as JSON")
        run.add_argument("--choose", action="append", default=[], help="GATEWAY=FLOW,…: ways to take")
        run.add_argument(
            "--wait-at", action="append", default=[], help="NODE,…: tasks that do not complete at once"
        )
        run.add_argument(
            "--trigger", action="append", default=[], help="NODE or MESSAGE,…: delivered in order"
        )
        run.add_argument("--clock", help="moment of the start, ISO 8601")
        checking = actions.add_parser("check", help="say what is wrong with it")
        checking.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["action"] == "check":
            self.check_file(content)
        else:
            self.run_file(content, options)

    def check_file(self, content: bytes) -> None:
        """Write every finding; end with 1 when one is an error."""
        findings = findings_on(content)
        for finding in findings:
            self.write(
                {
                    "element": finding.element,
                    "code": finding.code,
                    "severity": finding.severity,
                    "message": f"{finding.sentence} {finding.mend}".strip(),
                }
            )
        if any(finding.severity == "error" for finding in findings):
            sys.exit(1)

    def run_file(self, content: bytes, options: dict[str, Any]) -> None:
        """Run the file and write what happens; end with 1 when it cannot run at all."""
        try:
            document = parse_document(content)
        except BpmnFaults as faults:
            self.write(end_as_json(Outcome("error", (), {}, str(faults))))
            sys.exit(1)
        simulation = Simulation(
            document.processes,
            document.main,
            at=moment(options["clock"]),
            choices=choices(names(options["choose"])),
            wait_at=names(options["wait_at"]),
        )
        outcome = simulation.run(variables(options["input"]), names(options["trigger"]))
        for line in simulation.lines:
            self.write(line_as_json(line))
        self.write(end_as_json(outcome))

    def write(self, data: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False))


def findings_on(content: bytes) -> list[Finding]:
    """Everything to be said about a file."""
    try:
        document = parse_document(content)
    except BpmnFaults as faults:
        return list(faults.findings)
    found = [*document.violations, *document.notes]
    for flow in document.processes.values():
        found += [finding for finding in check(flow) if finding not in found]
    return found


def names(given: Iterable[str]) -> list[str]:
    """The parts of comma-separated arguments."""
    return [part.strip() for text in given for part in text.split(",") if part.strip()]


def choices(pairs: Iterable[str]) -> dict[str, list[str]]:
    """GATEWAY=FLOW pairs; a gateway named again takes several flows."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        gateway, _, flow = pair.partition("=")
        if not flow:
            raise CommandError(f"--choose takes GATEWAY=FLOW, not {pair!r}")
        found.setdefault(gateway.strip(), []).append(flow.strip())
    return found


def variables(text: str) -> dict[str, Any]:
    """The start variables, numbers exact."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        raise CommandError(f"--input is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise CommandError("--input takes a JSON object")
    return found


def moment(text: str | None) -> datetime:
    """The clock at the start, now by default; a moment without a zone is local."""
    if text is None:
        return timezone.now()
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"--clock is not an ISO 8601 moment: {text!r}")
    return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(UTC)
