"""The product itself, its worker SIGKILLed while a document is drawn, and again while it is signed.

The supervisor starts the worker again, the lease runs out, the reaper makes the job ready: exactly
one document results. Every point of every act is the matter of test_killed_anywhere; here the
processes, signals and clocks are those of `make run`.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

from tests.journeys.product import Product, running_product
from tests.services import ROOT

PATIENCE_SECONDS = 120
STILL_AT_WORK = "select 1 from jobs_job where state = 'running' or (state = 'ready' and run_at < datetime('now', '+1 minute'))"
AS_PEOPLE = "import django; django.setup(); from tests.integration import people_of_the_product as people; "


class TestTheRunningProduct:
    def test_issues_one_document_though_its_worker_is_killed_at_work(self):
        patience = {"MOTCUA_JOB_LEASE_SECONDS": "3", "MOTCUA_JOB_FIRST_BACK_OFF_SECONDS": "1"}
        with running_product(from_nothing=True, **patience) as product:
            assert people(product, "people.send(); people.go(until='b3')").wait(PATIENCE_SECONDS) == 0

            for until, kind in (("b4", "documents.render"), ("b5", "documents.sign")):
                someone = people(product, f"people.go(until='{until}')")
                kill_worker_at(product, kind)
                assert someone.wait(PATIENCE_SECONDS) == 0
            assert people(product, "people.go(until='b6')").wait(PATIENCE_SECONDS) == 0

            wait_until(lambda: not rows(product, STILL_AT_WORK))
            assert_one_document(product)
            assert_each_mail_has_one_id(product)


def people(product: Product, what: str) -> subprocess.Popen[bytes]:
    """Let people do something in the product."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MOTCUA_DATA_DIR": str(product.data),
        "MOTCUA_DEMO": "1",
    }
    environment.pop("MOTCUA_DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-c", AS_PEOPLE + what], cwd=ROOT, env=environment)


def kill_worker_at(product: Product, kind: str) -> None:
    """Wait until a job of this kind is at work, then kill the worker with all its children."""
    at_work = f"select 1 from jobs_job where kind = '{kind}' and state = 'running'"
    wait_until(lambda: rows(product, at_work))
    os.killpg(worker_of(product), signal.SIGKILL)
    assert rows(product, at_work), "the job was faster than the kill"


def worker_of(product: Product) -> int:
    """Return the process that leads the worker's group."""
    supervisor = product.process.pid
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
        if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    raise AssertionError("no worker is running")


def rows(product: Product, query: str) -> list[tuple]:
    """Ask the product's database."""
    with closing(sqlite3.connect(f"file:{product.data / 'motcua.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait until something is so. Raises AssertionError."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.002)


def assert_one_document(product: Product) -> None:
    """One number, one document, its file whole; the work that was killed was tried twice."""
    assert rows(product, "select state from documents_registerentry") == [("issued",)]
    ((key, digest),) = rows(product, "select storage_key, sha256 from documents_issueddocument")
    assert sha256((product.data / "files" / key).read_bytes()).hexdigest() == digest
    tried = rows(product, "select attempt, state from jobs_job where kind like 'documents.%' order by id")
    assert {state for _, state in tried} == {"done"}
    assert sum(attempt for attempt, _ in tried) == len(tried) + 2
    assert rows(product, "select 1 from jobs_incident") == []


def assert_each_mail_has_one_id(product: Product) -> None:
    """However often a mail went out, it is the same mail."""
    mails = [message_from_bytes(file.read_bytes()) for file in (product.data / "mail").iterdir()]
    assert mails
    words = Counter((mail["Message-ID"], mail["To"], mail["Subject"]) for mail in mails)
    assert len(words) == len({mail["Message-ID"] for mail in mails})
