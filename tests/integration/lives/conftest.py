"""The demonstration office at a fixed moment, its clock in the test's hand, the first page drawn for every page."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import Person
from documents.rendering import pdf
from dossiers.demo.load import load_demo
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.lives.office import PROCEDURES, START, Clock


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The only clock of the house."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def people(db, clock, settings, tmp_path, monkeypatch):
    """People of the demonstration by the first part of their address; both procedures are published."""
    settings.MOTCUA_KEYS_DIR = tmp_path / "keys"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    monkeypatch.setattr(pdf, "HTML", drawing_once(pdf.HTML))
    load_demo(START)
    for name in PROCEDURES:
        publish(name, read_folder(settings.MOTCUA_PROCEDURES_DIR / name), at=START, actor_id=None)
    return {person.email.split("@")[0]: person for person in Person.objects.all()}


def drawing_once(html_class):
    """Return a renderer that draws the first page really and gives it for every other."""
    pages = []

    def renderer(**given):
        def write_pdf(**more):
            if not pages:
                pages.append(html_class(**given).write_pdf(**more))
            return pages[0]

        return SimpleNamespace(write_pdf=write_pdf)

    return renderer
