"""The running product, as `make run` starts it: two processes, a database and a folder of its own."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import ROOT, free_port

START_SECONDS = 90


@dataclass
class Product:
    """Where it listens, where its data lies, and its process."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_product(**environment: str) -> Iterator[Product]:
    """Start the supervisor, wait until it answers, stop it cleanly."""
    with tempfile.TemporaryDirectory(prefix="motcua-product-") as folder:
        port, data = free_port(), Path(folder) / "var"
        log = Path(folder) / "log"
        surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "MOTCUA_DATA_DIR": str(data),
            "MOTCUA_PORT": str(port),
            "MOTCUA_DEMO": "1",
            **environment,
        }
        surroundings.pop("MOTCUA_PUBLIC_URL", None)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.supervisor"],
                cwd=ROOT,
                env=surroundings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            product = Product(f"http://localhost:{port}", data, process, log)
            try:
                wait_until_ready(product)
                yield product
            finally:
                process.terminate()
                process.wait(20)


def wait_until_ready(product: Product) -> None:
    """Wait for the first answer. Raises AssertionError with the log when it never comes."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and product.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{product.url}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the product did not start:\n{product.log.read_text()[-4000:]}")
