"""`manage.py feel 'EXPRESSION' --context JSON`: evaluate one expression and print its value as JSON.

Warnings (why a part came out as null) go to the error output. Exit 1 when the text is not FEEL or costs too much.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from decisions.feel import FeelError, evaluate_with_warnings, to_json


class Command(BaseCommand):
    """Evaluate a FEEL expression."""

    help = "Evaluate a FEEL expression over a JSON context."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("expression")
        parser.add_argument("--context", default="{}", help="a JSON object: the names the expression may use")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            context = json.loads(options["context"], parse_float=Decimal)
        except ValueError as error:
            raise CommandError(f"--context is not JSON: {error}") from error
        if not isinstance(context, dict):
            raise CommandError("--context must be a JSON object")
        try:
            result = evaluate_with_warnings(options["expression"], context, now=timezone.localtime())
        except FeelError as error:
            raise CommandError(str(error)) from error
        for warning in result.warnings:
            self.stderr.write(f"warning: {warning}")
        self.stdout.write(to_json(result.value))
