"""What a restore takes for a ruined database, and what only cannot be read just now."""

import sqlite3
from contextlib import closing

import pytest

from operations.database_copies import is_sqlite, restore_sqlite
from operations.errors import DatabaseInUse


def database(at):
    """Make a database with one table; return its file."""
    with closing(sqlite3.connect(at)) as made:
        made.execute("CREATE TABLE paper (name TEXT)")
    return at


class TestAFile:
    def test_that_is_a_database_is_one(self, tmp_path):
        assert is_sqlite(database(tmp_path / "a.sqlite3"))

    @pytest.mark.parametrize("content", [b"not a database at all" * 99, b"SQLite format 3\0" + b"x" * 4096])
    def test_of_another_kind_or_ruined_is_none(self, tmp_path, content):
        file = tmp_path / "a.sqlite3"
        file.write_bytes(content)

        assert not is_sqlite(file)

    def test_that_somebody_has_locked_is_never_taken_for_ruined(self, tmp_path):
        copy, file = database(tmp_path / "copy.sqlite3"), database(tmp_path / "a.sqlite3")
        before = file.read_bytes()
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN EXCLUSIVE")

            with pytest.raises(DatabaseInUse, match="nothing was touched"):
                restore_sqlite(copy, file)

        assert file.read_bytes() == before
