"""Brings a copy back: first every check, then files, keys and anchors, the database last.

Until the database is in its place the installation is as it was: files are immutable under random
names, so adding those of the copy disturbs nobody. Anchors are only added, never replaced: an
anchor newer than the copy must go on telling that something is missing.
"""

import hashlib
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from audit.services import record
from operations.database_copies import check_database_copy, is_empty, restore_database
from operations.errors import CopyForeign, WouldOverwrite
from operations.manifest import Entry, Manifest, digest, verified


def restore(folder: Path, *, replace: bool, at: datetime) -> Manifest:
    """Return the manifest of the copy that was brought back.

    replace  whether a database that holds something may be overwritten

    Raises CopyDamaged, CopyForeign, WouldOverwrite, DatabaseInUse before anything is touched, ToolFailed after.
    """
    manifest = verified(folder)
    check_known(manifest)
    source = check_database_copy(folder, manifest.database)
    if not replace and not is_empty():
        raise WouldOverwrite("the database is not empty; say --replace to put the copy in its place")
    for entry in manifest.under("files"):
        restore_file(folder, entry)
    restore_folder(folder, manifest.under("keys"), Path(settings.MOTCUA_KEYS_DIR), replace=True)
    restore_folder(folder, manifest.under("anchors"), Path(settings.MOTCUA_ANCHOR_DIR), replace=False)
    restore_database(source)
    if knows_the_record(manifest):
        with transaction.atomic():
            record(
                action="operations.restore", actor_id=None, target="operations.Copy", target_id=folder.name,
                at=at, values={"created_at": manifest.created_at},
            )  # fmt: skip
    return manifest


def known_migrations() -> set[str]:
    """Return every migration of this version, as "app.name"."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def knows_the_record(manifest: Manifest) -> bool:
    """Say whether the copy's audit tables have the shape of this version; an older copy is migrated first."""
    return all(name in manifest.migrations for name in known_migrations() if name.startswith("audit."))


def check_known(manifest: Manifest) -> None:
    """Raises CopyForeign for a copy whose database has a shape this version does not know."""
    known = known_migrations()
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise CopyForeign(f"the copy is of another version of the product: {', '.join(unknown[:5])}")


def restore_file(folder: Path, entry: Entry) -> None:
    """Store one file of the copy, unless it is there already."""
    name = entry.path.removeprefix("files/")
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == entry.sha256:
                return
        default_storage.delete(name)
    with (folder / entry.path).open("rb") as content:
        default_storage.save(name, File(content))


def restore_folder(folder: Path, entries: list[Entry], target: Path, *, replace: bool) -> None:
    """Put small files back; each appears whole, with its rights, or not at all."""
    for entry in entries:
        path = target / Path(entry.path).relative_to(Path(entry.path).parts[0])
        if path.exists() and (not replace or digest(path) == entry.sha256):
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{path.name}.part")
        shutil.copyfile(folder / entry.path, unfinished)
        unfinished.chmod(0o600)
        unfinished.rename(path)
