"""Turns one address into Django's database settings.

SQLite is run as a server would be: write-ahead log, immediate transactions, a long wait for the
lock. PostgreSQL goes through psycopg's pool. Nothing else in the product knows which one it is.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-20000;"
    "PRAGMA temp_store=MEMORY;"
)


def database_settings(url: str, default_file: Path) -> dict[str, Any]:
    """Return the settings of one database.

    url           "" (SQLite in default_file), sqlite:///absolute/file or postgresql://user:pw@host:port/name?option=…
    default_file  where the embedded database lives

    Raises ImproperlyConfigured for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        return sqlite(Path(parts.path) if parts.scheme else default_file)
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(options.pop("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 10}, **options},
        }
    raise ImproperlyConfigured(f"MOTCUA_DATABASE_URL: unknown kind of database {parts.scheme!r}")


def sqlite(file: Path) -> dict[str, Any]:
    """Return the settings of an SQLite file; tests use a file too, so that its locks are real."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
        "TEST": {"NAME": str(file.with_name(f"test-{file.name}"))},
    }
