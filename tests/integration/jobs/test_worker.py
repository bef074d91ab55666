"""The worker as a process: quick, graceful, and not to be stopped by a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditSeal
from audit.services import record
from jobs.models import Job
from jobs.services import enqueue

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def order(kind, key, *, queue="fast", **payload):
    with transaction.atomic():
        return enqueue(kind, key=key, payload=payload, queue=queue)


@pytest.fixture
def worker(tmp_path):
    """A worker process on this test's database, up and working."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.integration.jobs.worker_settings",
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
    }
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"], cwd=django_settings.BASE_DIR, env=environment,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    order("note", "warm", file=str(tmp_path / "warm"))
    order("note", "warm pdf", queue="pdf", file=str(tmp_path / "warm-pdf"))
    wait_until(lambda: (tmp_path / "warm").exists() and (tmp_path / "warm-pdf").exists(), 30)
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(15)


def lines(path: Path):
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.services
class TestTheWorker:
    def test_works_seals_survives_a_kill_and_ends_in_order(self, worker, tmp_path):
        out = tmp_path / "out"

        # a job is taken up within 200 ms
        waits = []
        for number in range(5):
            begun = time.monotonic()
            order("note", f"quick {number}", file=str(tmp_path / f"quick-{number}"))
            wait_until((tmp_path / f"quick-{number}").exists)
            waits.append(time.monotonic() - begun)
        assert sorted(waits)[2] < 0.2, waits

        # a handler that kills its process twice is done the third time, under the same key
        order("die", "deadly", queue="pdf", file=str(out), times=2)
        wait_until(lambda: lines(out), 20)
        assert lines(out) == ["3 deadly"]
        assert lines(Path(f"{out}.begun")) == ["1 deadly", "2 deadly", "3 deadly"]
        wait_until(lambda: Job.objects.get(key="deadly").state == "done")

        # records are sealed meanwhile
        with transaction.atomic():
            record(action="x", actor_id=None, target="y", target_id=1, at=timezone.now())
        wait_until(AuditSeal.objects.exists, 5)

        # asked to stop, it finishes what it holds
        order("linger", "slow", file=str(tmp_path / "slow"), seconds=1)
        wait_until((tmp_path / "slow.begun").exists)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        assert lines(tmp_path / "slow") == ["1 slow"]
        assert Job.objects.get(key="slow").state == "done"

        # no process got in another's way at the database
        assert "the database is away" not in (tmp_path / "worker.log").read_text()

    def test_leaves_nobody_behind_when_its_parent_is_killed(self, worker, tmp_path):
        children = subprocess.run(
            ["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True
        )
        pids = [int(pid) for pid in children.stdout.split()]

        worker.kill()
        worker.wait(5)

        wait_until(lambda: not any(is_alive(pid) for pid in pids))


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
