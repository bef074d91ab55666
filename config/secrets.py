"""The key that signs sessions: given by the environment, or made once and kept beside the data."""

import secrets
from pathlib import Path


def secret_key(given: str, keys: Path) -> str:
    """Return the given key, else the one kept in the folder of keys, made at first start (mode 0600)."""
    if given:
        return given
    file = keys / "secret_key"
    if not file.exists():
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text().strip()
