"""The servers of `make test-services` go when they are told to, and leave nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.services import ROOT

SCRIPT = """
import time
from tests.services import leave_in_order_when_told_to_stop, run_to_the_end, services
leave_in_order_when_told_to_stop()
with services() as environment:
    print(environment["MOTCUA_DATABASE_URL"], environment["MOTCUA_REDIS_URL"], flush=True)
    run_to_the_end(["sleep", "300"], environment)
"""
PATIENCE_SECONDS = 60


@pytest.fixture
def folder():
    """A folder that the servers' own user may enter."""
    path = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def answers(address: str) -> bool:
    """Say whether anybody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(address).port)) == 0


class TestTheServers:
    def test_go_in_order_at_sigterm(self, folder):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT], cwd=ROOT, env={**os.environ, "TMPDIR": str(folder)}, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        with process:
            addresses = process.stdout.readline().split()
            began = [answers(address) for address in addresses]

            process.send_signal(signal.SIGTERM)
            code = process.wait(PATIENCE_SECONDS)

        assert (began, code) == ([True, True], 128 + signal.SIGTERM)
        assert [answers(address) for address in addresses] == [False, False]
        assert list(folder.iterdir()) == []
