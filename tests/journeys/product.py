"""The running product, as `make run` starts it: two processes, a database and a folder of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.supervisor import commands
from tests.migrated import kept_database, product_database
from tests.services import ROOT, free_port, redis

START_SECONDS, STOP_SECONDS = 600, 60


@dataclass
class Product:
    """Where it listens, where its data lies, its process, and the settings it was started with."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def running_product(*, from_nothing: bool = False, **environment: str) -> Iterator[Product]:
    """Start the supervisor on data of its own, wait until it answers, stop it cleanly.

    from_nothing  as a newcomer does; otherwise on the migrated database the tests keep, where there is one: migrating
                  costs half a minute. All else of a first start is done in earnest.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-product-") as folder:
        data = Path(folder) / "var"
        if kept_database().exists() and not from_nothing:
            data.mkdir(mode=0o700)
            shutil.copyfile(kept_database(), data / "motcua.sqlite3")
        supervisor = [sys.executable, "-m", "config.supervisor"]
        with (
            services_of_its_own(Path(folder), from_nothing=from_nothing) as addresses,
            listening(supervisor, free_port(), data, {**addresses, **environment}) as product,
        ):
            yield product


@contextmanager
def services_of_its_own(folder: Path, *, from_nothing: bool) -> Iterator[dict[str, str]]:
    """Give a product a database on the server of the environment and a Redis; none where there are none."""
    server = os.environ.get("MOTCUA_DATABASE_URL", "")
    if not server:
        yield {}
        return
    with product_database(server, from_nothing=from_nothing) as database, redis(folder) as broker:
        yield {"MOTCUA_DATABASE_URL": database, "MOTCUA_REDIS_URL": broker}


@contextmanager
def another_door(product: Product, **environment: str) -> Iterator[Product]:
    """Start one more web server on a product's data, under other settings."""
    port = free_port()
    command, settings = commands(str(port))["web"], {**product.environment, **environment}
    with listening(command, port, product.data, settings) as door:
        yield door


@contextmanager
def listening(command: list[str], port: int, data: Path, environment: Mapping[str, str]) -> Iterator[Product]:
    """Run a command that listens on a port, from its first answer to a clean stop."""
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MOTCUA_DATA_DIR": str(data),
        "MOTCUA_PORT": str(port),
        "MOTCUA_PUBLIC_URL": f"http://localhost:{port}",
        "MOTCUA_DEMO": "1",
        **environment,
    }
    log = data.parent / f"log-{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdout=output, stderr=subprocess.STDOUT
        )
        product = Product(f"http://localhost:{port}", data, process, log, environment)
        try:
            wait_until_ready(product)
            yield product
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


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
