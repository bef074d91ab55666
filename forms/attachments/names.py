"""The name a person gave a file, made harmless and kept recognisable."""

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 120
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
}
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')


def clean_name(name: str, content_type: str) -> str:
    """Return a file's last name part, without paths, control or direction characters, ending as its content says.

    name          as the browser sent it: may hold a path, be empty, or lie about the type
    content_type  what the content really is; "giay.exe" with a PDF inside becomes "giay.exe.pdf"
    """
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in composed if not unicodedata.category(char).startswith(("C", "Zl", "Zp")))
    stem = " ".join(FORBIDDEN.sub("_", kept).split()).strip(". ")
    endings = EXTENSIONS[content_type]
    base, dot, ending = stem.rpartition(".")
    if dot and ending.lower() in endings and base.strip(". "):
        return f"{base.strip('. ')[:LONGEST]}.{ending.lower()}"
    return f"{(stem or 'tep')[:LONGEST].rstrip('. ')}.{endings[0]}"
