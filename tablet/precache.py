"""What the shell is made of: every file the application needs without a network, by address and content.

The build (static/build.mjs) writes `precache.json`: static name → SHA-256 of its content. The version of
the application is the digest of that list and of the shell's own template, so a changed file of any kind is
a new version and an unchanged deployment is none.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

LANGUAGES_TRANSLATED = ("en", "km")
BUILT = Path(settings.BASE_DIR) / "static" / "dist" / "tablet"
SHELL = Path(settings.BASE_DIR) / "templates" / "tablet" / "shell.html"


@dataclass(frozen=True)
class Application:
    """One version of the application: its digest, its files, the text of its service worker."""

    version: str
    addresses: tuple[str, ...]
    worker: str


@cache
def application() -> Application:
    """Return the version that this process serves. Raises FileNotFoundError where the faces were not built."""
    files: dict[str, str] = json.loads((BUILT / "precache.json").read_text())
    texts = [reverse("tablet:texts", args=[language]) for language in LANGUAGES_TRANSLATED]
    parts = [
        json.dumps(files, sort_keys=True),
        SHELL.read_text(),
        *map(catalogue_digest, LANGUAGES_TRANSLATED),
    ]
    version = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    addresses = (reverse("tablet:shell"), *texts, *(static(name) for name in sorted(files)))
    return Application(version, addresses, (BUILT / "worker.js").read_text())


def catalogue_digest(language: str) -> str:
    """Return the digest of a catalogue of texts, empty where it was not compiled."""
    file = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "djangojs.mo"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
