"""Copies the whole installation into a folder: database, files, keys, anchors of the audit.

The database first, the files after it: files are immutable and never named before they are
stored, so every file the copied rows name is there. The folder holds keys and must be kept like
one; it is readable by its owner alone.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection, transaction

from audit.services import record
from operations.database_copies import applied_migrations, copy_database
from operations.errors import FolderNotEmpty
from operations.manifest import Manifest, describe


def back_up(folder: Path, *, at: datetime) -> Manifest:
    """Return the manifest of a finished copy.

    folder  does not exist yet, or is empty
    at      the moment

    Raises FolderNotEmpty, ToolFailed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(f"{folder} is not empty; a copy needs a folder of its own")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    with transaction.atomic():
        record(
            action="operations.back_up", actor_id=None, target="operations.Copy", target_id=folder.name, at=at
        )
    migrations = applied_migrations()
    copy_database(folder)
    copy_files(default_storage, folder / "files")
    for name, source in secret_folders().items():
        copy_folder(source, folder / name)
    return describe(folder, created_at=at.isoformat(), database=connection.vendor, migrations=migrations)


def secret_folders() -> dict[str, Path]:
    """Return the folders besides the files that a copy holds, by their name in it."""
    return {"keys": Path(settings.MOTCUA_KEYS_DIR), "anchors": Path(settings.MOTCUA_ANCHOR_DIR)}


def copy_files(storage: Storage, target: Path) -> None:
    """Copy every stored file, wherever the storage keeps it."""
    for name in stored_names(storage):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with storage.open(name) as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        path.chmod(0o600)


def stored_names(storage: Storage, below: str = "") -> Iterator[str]:
    """Yield the name of every stored file; a storage without anything has no folder either."""
    try:
        folders, files = storage.listdir(below)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{below}{name}"
    for name in sorted(folders):
        yield from stored_names(storage, f"{below}{name}/")


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder of small secret files; one that does not exist is left out."""
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(path, copy)
            copy.chmod(0o600)
