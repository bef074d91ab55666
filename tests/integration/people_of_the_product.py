"""The people of the demonstration, each doing a step of one diploma copy in the running product.

Runs in a process of its own, beside the product's, on the product's database: its calls are those
of the web server, and every job is left to the product's worker.
"""

import time
import uuid

from django.utils import timezone

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.services import claim, complete, submit
from tests.integration.dossiers.diploma_copy import ANSWERS, STEPS, record_of
from workflows.models import WorkItem

PATIENCE_SECONDS = 20


def send() -> None:
    """The citizen sends an application."""
    citizen = Person.objects.get(email__startswith="cong-dan@")
    key, now = uuid.uuid4(), timezone.now()
    submit(citizen, "diploma_copy", data=ANSWERS, files={}, idempotency_key=key, at=now)


def go(*, until: str) -> None:
    """Do every step that is still to be done, up to and including one."""
    for who, node_id, outcome, answers in STEPS:
        if not WorkItem.objects.filter(node_id=node_id).exclude(completed_at=None).exists():
            step(Person.objects.get(email__startswith=f"{who}@"), node_id, outcome, dict(answers))
        if node_id == until:
            return


def step(person: Person, node_id: str, outcome: str, answers: dict[str, str]) -> None:
    """Take a step once it is open, and complete it."""
    item, now = wait_for(node_id), timezone.now()
    if node_id == "b2":
        answers["ban_ghi"] = record_of(Dossier.objects.get())
    item = claim(person, item.public_id, version=item.version, at=now)
    complete(person, item.public_id, outcome=outcome, version=item.version, at=now, data=answers, files={})


def wait_for(node_id: str) -> WorkItem:
    """Wait until a step is open. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        item = WorkItem.objects.filter(node_id=node_id, completed_at=None).first()
        if item is not None:
            return item
        time.sleep(0.05)
    raise TimeoutError(f"{node_id} never opened")
