"""A copy of everything, taken, destroyed for, and brought back: an installation of its own, by its own commands."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as product
from django.db import connection

pytestmark = pytest.mark.services

ROOT = Path(product.BASE_DIR)
FILL = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from accounts.models import Person
from audit.services import record, seal_pending, anchor
from django.conf import settings
at = timezone.now()
with transaction.atomic():
    person = Person.objects.create(email="sa.ray@example.vn", full_name="Thạch Thị Sa Rây")
    record(action="test.fill", actor_id=None, target="accounts.Person", target_id=person.pk, at=at, values={"name": "Sa Rây"})
default_storage.save("attachments/ab/cd", ContentFile(b"bang tot nghiep"))
seal_pending(at, whole=True)
anchor(at, settings.MOTCUA_ANCHOR_DIR)
"""
LOOK = """
import django; django.setup()
from django.core.files.storage import default_storage
from accounts.models import Person
print(Person.objects.get().full_name, default_storage.open("attachments/ab/cd").read().decode())
"""


class Installation:
    """An installation in a folder (and, on PostgreSQL, a database) of its own."""

    def __init__(self, data, database_url):
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        self.environment = kept | {
            "MOTCUA_DATA_DIR": str(data),
            "MOTCUA_DATABASE_URL": database_url,
            "MOTCUA_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def python(self, *arguments, fails=False):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def manage(self, *arguments, fails=False):
        return self.python("manage.py", *map(str, arguments), fails=fails)


@pytest.fixture(scope="module")
def database_url(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            yield ""
            return
        facts = connection.settings_dict
    name = f"motcua_copy_{uuid4().hex[:8]}"
    port = facts["PORT"] or facts["OPTIONS"].get("port") or 5432
    where = {"host": facts["HOST"], "port": port, "user": facts["USER"], "password": facts["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://{facts['USER']}:{facts['PASSWORD']}@:{port}/{name}?host={facts['HOST']}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def copied(tmp_path_factory, database_url):
    """An installation with something in it, and a copy of it."""
    folder = tmp_path_factory.mktemp("installation")
    installation = Installation(folder / "var", database_url)
    installation.manage("migrate", "--verbosity", "0")
    installation.python("-c", FILL)
    said = installation.manage("backup", folder / "copy")
    assert "Copied" in said
    return installation, folder / "copy"


@pytest.fixture
def case(copied, tmp_path):
    """The installation beside a copy that a test may damage."""
    installation, copy = copied
    shutil.copytree(copy, tmp_path / "copy")
    return installation, tmp_path / "copy"


class TestACopy:
    def test_holds_database_files_keys_and_anchors_for_the_owner_alone(self, copied):
        _, copy = copied

        listed = {entry["path"] for entry in json.loads((copy / "manifest.json").read_text())["entries"]}

        assert {"files/attachments/ab/cd", "keys/secret_key"} <= listed
        assert any(path.startswith("database.") for path in listed)
        assert any(path.startswith("anchors/") for path in listed)
        assert copy.stat().st_mode & 0o077 == 0

    def test_is_not_written_into_a_full_folder(self, case):
        installation, copy = case

        assert "is not empty" in installation.manage("backup", copy, fails=True)


class TestRestore:
    def test_brings_everything_back_after_the_disk_is_lost(self, case):
        installation, copy = case
        key = (installation.data / "keys" / "secret_key").read_text()
        shutil.rmtree(installation.data)

        installation.manage("restore", copy, "--replace")

        assert installation.python("-c", LOOK).strip().endswith("Thạch Thị Sa Rây bang tot nghiep")
        assert (installation.data / "keys" / "secret_key").read_text() == key
        assert "The record is whole." in installation.manage("audit", "verify")

    def test_touches_nothing_when_a_byte_of_the_copy_changed(self, case):
        installation, copy = case
        with (copy / "keys" / "secret_key").open("a") as key:
            key.write("x")

        said = installation.manage("restore", copy, "--replace", fails=True)

        assert "keys/secret_key: changed" in said
        assert "nothing was touched" in said

    def test_does_not_overwrite_unless_told(self, case):
        installation, copy = case

        assert "say --replace" in installation.manage("restore", copy, fails=True)

    def test_refuses_the_copy_of_a_later_version(self, case):
        installation, copy = case
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["migrations"].append("dossiers.9999_from_the_future")
        (copy / "manifest.json").write_text(json.dumps(manifest))

        said = installation.manage("restore", copy, "--replace", fails=True)

        assert "dossiers.9999_from_the_future" in said
