"""A demonstration office with its procedures published, and the people in it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from dossiers.demo.load import load_demo
from procedures.package import read_folder
from procedures.services import publish


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return timezone.now()


@pytest.fixture
def office(transactional_db, now, settings, tmp_path):
    """Agencies, people, register, certificates; the diploma copy published."""
    settings.MOTCUA_KEYS_DIR = tmp_path / "keys"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    load_demo(now)
    files = read_folder(library() / "diploma_copy")
    publish("diploma_copy", files, at=now, actor_id=None, reason="Bản trình diễn")


def library() -> Path:
    """The folder of packages."""
    return settings.MOTCUA_PROCEDURES_DIR


@pytest.fixture
def people(office):
    """People of the demonstration by the first part of their address."""
    return {person.email.split("@")[0]: person for person in Person.objects.all()}
