"""The list of a copy: whatever is missing, changed, added or leads outside is found before anything is touched."""

import json

import pytest

from operations.errors import CopyDamaged
from operations.manifest import describe, verified


@pytest.fixture
def copy(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a").write_bytes(b"one")
    (tmp_path / "database.sqlite3").write_bytes(b"two")
    describe(
        tmp_path, created_at="2026-11-24T00:00:00+00:00", database="sqlite", migrations=["audit.0001_initial"]
    )
    return tmp_path


def change(copy, **changes):
    raw = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**raw, **changes}))


def faults(copy):
    with pytest.raises(CopyDamaged) as caught:
        verified(copy)
    return caught.value.faults


class TestACopy:
    def test_that_is_whole_verifies(self, copy):
        manifest = verified(copy)

        assert [entry.path for entry in manifest.entries] == ["database.sqlite3", "files/a"]
        assert [entry.path for entry in manifest.under("files")] == ["files/a"]

    def test_with_a_changed_byte_does_not(self, copy):
        (copy / "files" / "a").write_bytes(b"onE")

        assert faults(copy) == ["files/a: changed"]

    def test_with_a_file_missing_does_not(self, copy):
        (copy / "files" / "a").unlink()

        assert faults(copy) == ["files/a: missing"]

    def test_with_a_file_too_many_does_not(self, copy):
        (copy / "keys").mkdir()
        (copy / "keys" / "secret_key").write_text("mine")

        assert faults(copy) == ["keys/secret_key: not in the manifest"]

    def test_with_a_link_instead_of_a_file_does_not(self, copy, tmp_path_factory):
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "a"
        elsewhere.write_bytes(b"one")
        (copy / "files" / "a").unlink()
        (copy / "files" / "a").symlink_to(elsewhere)

        assert faults(copy) == ["files/a: missing"]

    @pytest.mark.parametrize("path", ["../a", "/etc/passwd", "files/../../a"])
    def test_whose_list_leads_outside_does_not(self, copy, path):
        change(copy, entries=[{"path": path, "size": 1, "sha256": "0"}])

        assert f"{path}: leads out of the copy" in faults(copy)

    def test_that_was_interrupted_is_none(self, copy):
        (copy / "manifest.json").unlink()

        assert "not a copy, or an interrupted one" in faults(copy)[0]

    @pytest.mark.parametrize("raw", ["", "[]", "{}", '{"entries": [{"path": 1}]}', "null"], ids=repr)
    def test_with_an_unreadable_list_is_none(self, copy, raw):
        (copy / "manifest.json").write_text(raw)

        assert "cannot be read" in faults(copy)[0]

    def test_of_another_format_is_not_tried(self, copy):
        change(copy, format=2)

        assert "format 2" in faults(copy)[0]
