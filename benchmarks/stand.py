"""Where measures are taken: PostgreSQL and Redis of their own, filled databases, the running product.

Everything starts when it is first asked for and ends with the stand. Filled databases lie in the
stand's folder; a folder that is kept gives them again the next time.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg

from benchmarks.child import Child
from config.supervisor import commands
from tests.journeys.product import Product, listening
from tests.services import ROOT, free_port, postgres, redis

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRESQL)
GRACE_SECONDS = 10


@dataclass(frozen=True)
class Store:
    """A database, the folder beside it, and the environment that leads there."""

    data: Path
    environment: Mapping[str, str]


class Stand:
    """The place of one evening of measuring.

    folder  where databases and files lie
    large   whether a million dossiers are asked for
    quick   whether to do a tenth of the work, to try the measures themselves
    """

    def __init__(self, stack: ExitStack, folder: Path, *, large: bool = False, quick: bool = False) -> None:
        self.stack, self.folder = stack, folder.resolve()
        self.large, self.quick = large, quick
        self.folder.mkdir(parents=True, exist_ok=True)

    def amount(self, full: int) -> int:
        """Return how many times to do something."""
        return max(2, full // 10) if self.quick else full

    @cached_property
    def postgres_url(self) -> str:
        """The address of the cluster; databases are made in it by name."""
        return self.stack.enter_context(postgres(self.folder)).rpartition("/")[0]

    @cached_property
    def redis_url(self) -> str:
        """The address of Redis."""
        return self.stack.enter_context(redis(self.folder))

    def store(self, name: str, database: str, *, dossiers: int | None = None) -> Store:
        """Return a database of this name, made ready the first time.

        database  SQLITE (alone, as embedded) or POSTGRESQL (with Redis, as distributed)
        dossiers  how many it holds; None: the tables alone, without the demonstration
        """
        data = self.folder / f"{database.lower()}-{name}"
        name = f"bench_{name}".lower()
        found = Store(data, self.environment(name, database, data))
        is_ready = (data / "ready").exists()
        if not is_ready:
            print(f"making {data.name}", flush=True)
            shutil.rmtree(data, ignore_errors=True)
            if database == POSTGRESQL:
                self.create(name)
        how = ["--tables"] if is_ready or dossiers is None else [str(dossiers)]
        command = [sys.executable, "-m", "benchmarks.fill", *how]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **found.environment}, check=True)
        data.mkdir(exist_ok=True)
        (data / "ready").touch()
        return found

    def environment(self, name: str, database: str, data: Path) -> dict[str, str]:
        """Return the settings of the product on a database."""
        places = {"MOTCUA_DATABASE_URL": "", "MOTCUA_REDIS_URL": ""}
        if database == POSTGRESQL:
            places = {
                "MOTCUA_DATABASE_URL": f"{self.postgres_url}/{name}",
                "MOTCUA_REDIS_URL": self.redis_url,
            }
        return {"MOTCUA_DATA_DIR": str(data), "MOTCUA_DEMO": "1", "MOTCUA_DEBUG": "0", **places}

    def create(self, name: str) -> None:
        """Make an empty database, in place of a half-filled one."""
        with psycopg.connect(f"{self.postgres_url}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")

    def child(self, module: str, environment: Mapping[str, str]) -> Child:
        """Start a child that lives as long as the stand."""
        return self.stack.enter_context(Child(module, environment))


@contextmanager
def product(store: Store) -> Iterator[Product]:
    """Run web server and worker as the supervisor starts them, on a store."""
    port = free_port()
    programs = commands(str(port))
    with listening(programs["web"], port, store.data, store.environment) as running:
        surroundings = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "MOTCUA_PUBLIC_URL": running.url,
            **store.environment,
        }  # fmt: skip
        worker = subprocess.Popen(programs["worker"], cwd=ROOT, env=surroundings)
        try:
            yield running
        finally:
            end(worker)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process as the supervisor does: ask, wait, kill what does not listen."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
