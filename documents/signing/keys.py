"""Where keys and trust anchors lie: below the folder of keys, readable by the service alone (0600).

certificates/*.p12 are automatic signing keys, trust/*.pem the authorities whose certificates
count. The passphrase of the key files comes from the environment or is made once.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings


def keys_folder() -> Path:
    """Return the folder of keys, made when missing (0700)."""
    folder = Path(settings.MOTCUA_KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def write_private(relative: str, data: bytes) -> Path:
    """Write a file only the service may read; whole or not at all."""
    file = keys_folder() / relative
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    return file


def passphrase() -> bytes:
    """Return the passphrase of the key files: given by the environment, else made once and kept."""
    given = settings.DOCUMENTS_PKCS12_PASSPHRASE
    if given:
        return str(given).encode()
    file = keys_folder() / "pkcs12_passphrase"
    if not file.exists():
        write_private(file.name, secrets.token_urlsafe(32).encode())
    return file.read_bytes()


def trust_anchors() -> list[bytes]:
    """Return the certificates (PEM) of the authorities this house trusts."""
    return [file.read_bytes() for file in sorted((keys_folder() / "trust").glob("*.pem"))]
