"""Sends and withdraws dossiers from a process of its own, as a worker or another web server would; runs in a child.

The moment of the commit is taken by the first thing that happens after it, before any page is woken.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from benchmarks.people import RECEPTION, account
from dossiers.demo.accounts import DEPARTMENT
from dossiers.models import Dossier
from dossiers.services import submit, withdraw
from tests.integration.dossiers.diploma_copy import ANSWERS
from workflows.selectors import still_open


def waiting() -> int:
    """Return how many dossiers wait at the counter that `send` sends to."""
    return still_open().filter(role=RECEPTION, agency__code=DEPARTMENT).count()


def send() -> dict[str, Any]:
    """Send one; return its receipt, its name in addresses, and the moment of the commit (Unix time, ms)."""
    dossier, at = committed(lambda: sent_by(account("gui-do-luong", timezone.now())))
    return {"receipt": dossier.receipt_no, "public_id": str(dossier.public_id), "at": at}


def take_back(public_id: str) -> float:
    """Withdraw one; return the moment of the commit."""
    dossier = Dossier.objects.select_related("applicant").get(public_id=public_id)
    _, at = committed(lambda: withdraw(dossier.applicant, public_id, reason="", at=timezone.now()))
    return at


def sent_by(person: Person) -> Dossier:
    """Send one dossier."""
    return submit(
        person, "diploma_copy", data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=timezone.now()
    )


def committed(act: Callable[[], Dossier]) -> tuple[Dossier, float]:
    """Carry out an act in one transaction; return what it gives and when it was committed."""
    moments: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(1000 * time.time()))
        done = act()
    return done, moments[0]
