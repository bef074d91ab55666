"""Reads the environment: the only place that knows how a setting is spelt outside.

Every variable starts with MOTCUA_; docs/reference/environment.md lists them. A value that
cannot be read stops the start with its name, so that a typing mistake never becomes a default.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """Return MOTCUA_<name>, or the default where it is absent."""
    return os.environ.get(f"MOTCUA_{name}", default)


def flag(name: str, default: bool) -> bool:
    """Return MOTCUA_<name> as a truth value. Raises ImproperlyConfigured for any other word."""
    raw = os.environ.get(f"MOTCUA_{name}")
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"MOTCUA_{name}={raw!r} is neither yes nor no")


def number(name: str, default: int) -> int:
    """Return MOTCUA_<name> as a whole number. Raises ImproperlyConfigured for anything else."""
    raw = os.environ.get(f"MOTCUA_{name}")
    if raw is None:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"MOTCUA_{name}={raw!r} is not a whole number") from error


def words(name: str, default: str = "") -> list[str]:
    """Return MOTCUA_<name> split at commas, without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Return MOTCUA_<name> as an absolute folder; it is not created here."""
    return Path(text(name, str(default))).resolve()
