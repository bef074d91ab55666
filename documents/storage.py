"""Where document files lie: under a key that carries their hash, written once, checked when read.

A worker may die at any moment, also in the middle of a write. Because the key is made of the
content, doing it again writes the same bytes to the same place, and a half-written file is found
by its hash and written anew. Nothing is ever overwritten with something else.
"""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.errors import StoredFileDamaged


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes as lower-case hexadecimal."""
    return sha256(data).hexdigest()


def put(folder: str, data: bytes) -> str:
    """Store bytes below a folder and return their key; the same bytes twice are stored once."""
    key = f"documents/{folder}/{digest(data)}.pdf"
    if default_storage.exists(key):
        if holds(key, data):
            return key
        default_storage.delete(key)
    name = default_storage.save(key, ContentFile(data))
    if name != key:  # another worker stored the same bytes in the same moment
        default_storage.delete(name)
    return key


def get(key: str) -> bytes:
    """Return stored bytes. Raises StoredFileDamaged when they no longer match the hash in their key."""
    with default_storage.open(key) as file:
        data = file.read()
    if digest(data) != key.rpartition("/")[2].removesuffix(".pdf"):
        raise StoredFileDamaged(key)
    return data


def holds(key: str, data: bytes) -> bool:
    """Say whether the file under a key is whole."""
    with default_storage.open(key) as file:
        return file.read() == data
