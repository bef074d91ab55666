"""The list of what a copy holds, with the digest of every file; written last, checked first.

A copy without a manifest is an interrupted copy and is not one. Names in it are relative and stay
inside the copy's folder, whatever somebody wrote into the list.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from operations.errors import CopyDamaged

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the copy."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the copy holds and where it comes from."""

    created_at: str
    database: str
    migrations: list[str]
    entries: list[Entry] = field(default_factory=list)
    format: int = FORMAT

    def under(self, folder: str) -> list[Entry]:
        """Return the files below a folder of the copy."""
        return [entry for entry in self.entries if entry.path.startswith(f"{folder}/")]


def describe(root: Path, *, created_at: str, database: str, migrations: list[str]) -> Manifest:
    """Write the manifest of everything below a folder; return it."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.name != NAME)
    entries = [Entry(path.relative_to(root).as_posix(), path.stat().st_size, digest(path)) for path in files]
    manifest = Manifest(created_at, database, migrations, entries)
    unfinished = root / f"{NAME}.part"
    unfinished.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    unfinished.rename(root / NAME)
    return manifest


def verified(root: Path) -> Manifest:
    """Return the manifest of a copy whose every file is there and as it was. Raises CopyDamaged."""
    manifest = read(root)
    faults = [fault for entry in manifest.entries if (fault := fault_of(root, entry))]
    listed = {entry.path for entry in manifest.entries} | {NAME}
    there = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() or path.is_symlink()
    }
    faults += [f"{name}: not in the manifest" for name in sorted(there - listed)]
    if faults:
        raise CopyDamaged(faults)
    return manifest


def read(root: Path) -> Manifest:
    """Return the manifest as it is written. Raises CopyDamaged."""
    try:
        raw = json.loads((root / NAME).read_text())
        manifest = Manifest(**{**raw, "entries": [Entry(**entry) for entry in raw["entries"]]})
    except FileNotFoundError:
        raise CopyDamaged([f"{root / NAME} is missing: not a copy, or an interrupted one"]) from None
    except (ValueError, TypeError, KeyError) as error:
        raise CopyDamaged([f"{NAME} cannot be read: {error}"]) from None
    if manifest.format != FORMAT:
        raise CopyDamaged([f"{NAME} has format {manifest.format}; this version knows {FORMAT}"])
    return manifest


def fault_of(root: Path, entry: Entry) -> str:
    """Return what is wrong with a file of the copy, "" for nothing."""
    name = PurePosixPath(entry.path)
    path = root / name
    if name.is_absolute() or ".." in name.parts:
        return f"{entry.path}: leads out of the copy"
    if path.is_symlink() or not path.is_file():
        return f"{entry.path}: missing"
    if path.stat().st_size != entry.size or digest(path) != entry.sha256:
        return f"{entry.path}: changed"
    return ""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
