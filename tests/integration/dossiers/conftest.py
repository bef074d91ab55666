"""A demonstration office with its procedures published, and the people in it."""

import atexit
import shutil
import tempfile
from datetime import datetime
from functools import cache
from inspect import signature
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Person
from dossiers.demo.load import load_demo
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.ways import remembered, ways
from tests.snapshots import Restore, take_snapshot

SEES_MORE = {"monkeypatch", "caplog"}


@pytest.fixture
def now() -> datetime:
    """The moment of the test: the same for the tests of two minutes, so that what one made serves the next."""
    return ways().moment()


class DemoOffice:
    """The demonstration, loaded once in this process: its rows, and its keys and files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.restore: Restore | None = None

    def enter(self, data: Path, at: datetime) -> None:
        """Put rows, keys and files in place; the first time they are made."""
        if self.restore is None:
            load_demo(at)
            files = read_folder(library() / "diploma_copy")
            publish("diploma_copy", files, at=at, actor_id=None, reason="Bản trình diễn")
            shutil.copytree(data, self.folder, dirs_exist_ok=True)
            self.restore = take_snapshot()
        else:
            self.restore()
            shutil.copytree(self.folder, data, dirs_exist_ok=True)


@cache
def demo_office() -> DemoOffice:
    """Return the demonstration of this process."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return DemoOffice(folder)


@pytest.fixture
def office(transactional_db, now, settings, tmp_path, request):
    """Agencies, people, register, certificates; the diploma copy published."""
    data = tmp_path / "office"
    settings.MOTCUA_KEYS_DIR = data / "keys"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(data / "files")},
        },
    }
    data.mkdir()
    demo_office().enter(data, now)
    ways().begin(data, is_plain=SEES_MORE.isdisjoint(signature(request.function).parameters))
    yield
    ways().leave()


def library() -> Path:
    """The folder of packages."""
    return settings.MOTCUA_PROCEDURES_DIR


@remembered
def publish_from_library(*names: str, at: datetime) -> None:
    """Publish packages as they lie in the folder of packages."""
    for name in names:
        publish(name, read_folder(library() / name), at=at, actor_id=None, reason="Bản trình diễn")


@pytest.fixture
def people(office):
    """People of the demonstration by the first part of their address."""
    return {person.email.split("@")[0]: person for person in Person.objects.all()}


@pytest.fixture
def wake_ups_in_rows(settings):
    """Keep wake-ups as rows of the database where Redis would carry them away."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
