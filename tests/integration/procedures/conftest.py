"""The demonstration office, and a folder in which an analyst writes a package."""

from pathlib import Path

import pytest

from tests.integration.dossiers.conftest import now, office, people
from tests.integration.procedures.study_record import FILES, write

__all__ = ["now", "office", "people"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The package of study records, written out as files."""
    return write(FILES, tmp_path / "study_record")
