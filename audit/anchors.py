"""The head of the chain outside the database: a small signed file a day, never overwritten.

Whoever owns the database can drop its triggers and rewrite the whole chain; the files, copied
where he cannot reach them, tell. The signer is named by `settings.AUDIT_ANCHOR_SIGNER`.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.module_loading import import_string

from audit.digests import canonical


class AnchorSigner(Protocol):
    """Signs the bytes of an anchor and recognises its own signature."""

    def sign(self, content: bytes) -> str:
        """Return a signature over the content."""

    def verify(self, content: bytes, signature: str) -> bool:
        """Return whether the signature is over this content."""


class SecretKeySigner:
    """The default: HMAC under the product's secret key, which the database does not hold."""

    def __init__(self) -> None:
        self.signer = Signer(salt="audit.anchor")

    def sign(self, content: bytes) -> str:
        """Return the HMAC of the content."""
        return self.signer.signature(content)

    def verify(self, content: bytes, signature: str) -> bool:
        """Return whether the HMAC fits."""
        try:
            self.signer.unsign(f"{content.decode()}{self.signer.sep}{signature}")
        except BadSignature:
            return False
        return True


@dataclass(frozen=True)
class Anchor:
    """One head that was carried outside."""

    position: int
    hash: str
    anchored_at: str
    signature: str = ""

    def content(self) -> bytes:
        """Return what the signature covers."""
        return canonical({"position": self.position, "hash": self.hash, "anchored_at": self.anchored_at})

    def signed(self, signer: AnchorSigner) -> "Anchor":
        """Return the same anchor with its signature."""
        return Anchor(self.position, self.hash, self.anchored_at, signer.sign(self.content()))

    @property
    def file_name(self) -> str:
        """Return the name under which the anchor is kept: day, then position."""
        return f"anchor-{self.anchored_at[:10]}-{self.position:012d}.json"


def configured_signer() -> AnchorSigner:
    """Return the signer the installation chose."""
    signer: AnchorSigner = import_string(settings.AUDIT_ANCHOR_SIGNER)()
    return signer


def write_anchor(anchor: Anchor, directory: Path) -> Path:
    """Write the file durably; one that exists is left as it is."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / anchor.file_name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(anchor), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return path


def read_anchors(directory: Path) -> Iterator[tuple[Path, Anchor]]:
    """Yield every anchor file of the folder, oldest first."""
    for path in sorted(directory.glob("anchor-*.json")):
        yield path, Anchor(**json.loads(path.read_text(encoding="utf-8")))
