"""A visit for the tablet's journeys, written straight into the running product's database.

Runs in a process of its own, since the product's settings are not those of the tests.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.journeys.product import Product
from tests.services import ROOT

PASSWORD = "mat-khau-dai"
PIN = "246810"
BUILD = """
import django, json, sys
django.setup()
from django.utils import timezone
from tests.integration.inspections.visit_world import build_visit
world = build_visit(timezone.now())
print(json.dumps({"visit": str(world.target.public_id), "institution": world.target.institution.name,
    "people": {who: {"id": str(person.public_id), "email": person.email, "name": person.full_name} for who, person in world.people.items()}}))
"""


@dataclass(frozen=True)
class TabletWorld:
    """One visit and its team, as the product knows them."""

    product: Product
    visit: str
    institution: str
    people: dict[str, dict[str, str]]

    def ask(self, script: str) -> object:
        """Run a script in the product's own settings with `target` at hand; return the JSON it prints last."""
        head = f"""
import django, json
django.setup()
from inspections.models import *
target = Target.objects.get(public_id={self.visit!r})
"""
        return run(self.product, head + script)

    def answers(self) -> dict[str, dict[str, object]]:
        """Return what the server has: key → values."""
        return self.ask(
            "print(json.dumps(dict(Answer.objects.filter(target=target).values_list('item_key', 'values'))))"
        )


def run(product: Product, script: str) -> object:
    """Run Python in the product's settings; return the JSON of its last line."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MOTCUA_DATA_DIR": str(product.data),
        "MOTCUA_PUBLIC_URL": product.url,
        "MOTCUA_DEMO": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def build(product: Product) -> TabletWorld:
    """Make a visit under way."""
    return TabletWorld(product, **run(product, BUILD))
