"""Visits for the tablet's journeys, written straight into the running product's database.

Everything runs in a process beside the product, since the product's settings are not those of the tests; it lives as
long as the tests do, for to start Django costs more than most scripts.
"""

import atexit
import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections

from benchmarks.child import Child, ChildFailed
from tests.journeys.product import Product

PASSWORD = "mat-khau-dai"
HEAD = """
import json
from django.utils import timezone
from accounts.models import Person
from inspections.models import *
"""
BUILD = """
from tests.integration.inspections.visit_world import build_visit, version
from inspections.status import InspectionStatus, TargetStatus
from datetime import timedelta
from uuid import uuid4
at = timezone.now()
first = Inspection.objects.filter(team__person__email="lead@dong.bo").first()
if first is None:
    target = build_visit(at).target
else:
    copied = {name: getattr(first, name) for name in ("agency", "ground_kind", "title", "procedure", "rules_hash", "status", "created_by", "created_at")}
    inspection = Inspection.objects.create(code=f"KT-{uuid4().hex[:8]}", checklist_version=version(at), **copied)
    target = Target.objects.create(inspection=inspection, institution=first.targets.first().institution, status=TargetStatus.IN_PROGRESS, announced_at=at - timedelta(days=1))
    for member in first.team.filter(person__email__endswith="@dong.bo"):
        TeamMember.objects.create(inspection=inspection, person=member.person, role=member.role, joined_at=at - timedelta(days=5))
    Session.objects.create(target=target, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=3))
print(json.dumps(str(target.public_id)))
"""


@dataclass(frozen=True)
class Visit:
    """One visit under way, as the product knows it; its people are lead, an and binh."""

    product: Product
    id: str

    def ask(self, script: str) -> Any:
        """Run a script with `target` at hand in the product's own settings; return the JSON it prints last."""
        return run(self.product, f"target = Target.objects.get(public_id={self.id!r})\n{script}")

    def answers(self) -> dict[str, dict[str, Any]]:
        """Return what the server has: key → values."""
        return self.ask(
            "print(json.dumps(dict(Answer.objects.filter(target=target).values_list('item_key', 'values'))))"
        )

    def operations(self) -> list[list[Any]]:
        """Return every operation the server has processed in their order: [kind, status, key or ""]."""
        return self.ask(
            "print(json.dumps([[each.kind, each.status, each.payload.get('key', '')] for each in "
            "SyncOperation.objects.filter(target=target).order_by('server_seq')]))"
        )

    def evidence(self) -> list[list[Any]]:
        """Return every file: [bytes received, bytes announced, whole, masked]."""
        return self.ask(
            "print(json.dumps([[each.received_bytes, each.size, each.completed_at is not None, each.is_masked] "
            "for each in Evidence.objects.filter(target=target)]))"
        )


def run(product: Product, script: str) -> Any:
    """Run Python in the product's settings; return the JSON of its last line. Raises ChildFailed."""
    settings = {"MOTCUA_DATA_DIR": str(product.data), "MOTCUA_PUBLIC_URL": product.url, **product.environment}
    try:
        return process_beside(tuple(settings.items())).ask("carry_out", script=script)
    except ChildFailed:
        process_beside.cache_clear()  # it may be dead: the next script gets a new one
        raise


@cache
def process_beside(settings: tuple[tuple[str, str], ...]) -> Child:
    """Return the process that runs scripts on a product's data, under its settings."""
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "MOTCUA_DEMO": "1", **dict(settings)}
    child = Child("tests.journeys.tablet_world", environment)
    atexit.register(child.process.communicate)
    return child


def carry_out(script: str) -> Any:
    """Run a script in that process, with names and connections of its own."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            exec(HEAD + script, {})
    finally:
        connections.close_all()
    return json.loads(printed.getvalue().strip().splitlines()[-1])


def new_visit(product: Product) -> Visit:
    """Make a visit under way; its people are made with the first."""
    return Visit(product, run(product, BUILD))
