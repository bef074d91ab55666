"""Handlers the tests of jobs order: they write to the file named in the payload."""

import os
import signal
import time
from pathlib import Path

from django.db import transaction

from jobs.errors import GiveUp
from jobs.services import enqueue, finish_within


def note(payload, *, job_id, attempt, key):
    """Write the attempt and the key."""
    with Path(payload["file"]).open("a") as file:
        file.write(f"{attempt} {key}\n")


def fail(payload, *, job_id, attempt, key):
    """Fail, always or on the first attempts only."""
    if attempt <= payload.get("times", 99):
        raise ValueError(f"attempt {attempt} could not")


def give_up(payload, *, job_id, attempt, key):
    """Know that trying again cannot help."""
    raise GiveUp("the file is not there and will not come")


def die(payload, *, job_id, attempt, key):
    """Kill the process without warning on the first attempts, then write."""
    note({"file": payload["file"] + ".begun"}, job_id=job_id, attempt=attempt, key=key)
    if attempt <= payload["times"]:
        os.kill(os.getpid(), signal.SIGKILL)
    note(payload, job_id=job_id, attempt=attempt, key=key)


def linger(payload, *, job_id, attempt, key):
    """Take a while."""
    note({"file": payload["file"] + ".begun"}, job_id=job_id, attempt=attempt, key=key)
    time.sleep(payload["seconds"])
    note(payload, job_id=job_id, attempt=attempt, key=key)


def order_another(payload, *, job_id, attempt, key):
    """Order the next job and finish this one in the same transaction."""
    with transaction.atomic():
        enqueue("note", key=f"{key}/next", payload=payload)
        finish_within(job_id, attempt)
