"""`manage.py tck DIR [--json]`: run the DMN Technology Compatibility Kit found under a folder.

One line for each failure, and last a JSON object `{"passed": n, "failed": n, "failures": […]}`; with `--json`
that object alone.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from decisions.tck import Outcome, run_folder


class Command(BaseCommand):
    """Run the TCK."""

    help = "Run the DMN Technology Compatibility Kit found under a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true", help="print the summary alone")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        outcomes = list(run_folder(folder, now=timezone.localtime()))
        if not outcomes:
            raise CommandError(f"{folder} holds no test cases")
        failures = [_row(outcome) for outcome in outcomes if not outcome.passed]
        if not options["json"]:
            for failure in failures:
                self.stdout.write(
                    "FAILED {file} {case} {node}: {expected} expected, {actual} found".format(**failure)
                )
        summary = {"passed": len(outcomes) - len(failures), "failed": len(failures), "failures": failures}
        self.stdout.write(json.dumps(summary, ensure_ascii=False))


def _row(outcome: Outcome) -> dict[str, str]:
    wrong = next(answer for answer in outcome.answers if not answer.passed)
    return {
        "file": outcome.file,
        "case": outcome.case,
        "node": wrong.node,
        "expected": wrong.expected,
        "actual": wrong.actual,
    }
