"""One value, one text of bytes: JSON that a tablet and the server write alike, so that their digests can be compared.

The rules are RFC 8785 (JSON Canonicalization Scheme) for the values that stand in checklists and minutes: objects
with their members sorted by the UTF-16 units of the names, nothing between the tokens, the short escapes of JSON and
no other, UTF-8. Numbers are whole and at most 2^53 - 1 either way; every other number is a text, so that nothing
depends on how a language prints a fraction. In a browser the members are written one by one, sorted by
`left < right` (tablet/app/core/canonical.ts): `JSON.stringify` of a sorted object would put names that look like whole
numbers first.
"""

import hashlib
import json

SAFE = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no one text of bytes: a fraction, a huge number, half a character, a foreign type."""


def canonical(value: object) -> bytes:
    """Return the bytes of a value. Raises NotCanonical."""
    try:
        return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds half of a character") from error


def digest(value: object) -> str:
    """Return the SHA-256 of a value's bytes, in 64 small hexadecimal digits. Raises NotCanonical."""
    return hashlib.sha256(canonical(value)).hexdigest()


def ordered(value: object) -> object:
    """Return the value with every object's members in their order, refusing what has no one text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > SAFE:
            raise NotCanonical(f"{value} is beyond 2^53 - 1: write it as a text")
        return value
    if isinstance(value, list | tuple):
        return [ordered(each) for each in value]
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        return {name: ordered(value[name]) for name in sorted(value, key=utf_16)}
    raise NotCanonical(f"{type(value).__name__} has no canonical text")


def utf_16(name: str) -> bytes:
    """Return what names are sorted by."""
    try:
        return name.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise NotCanonical("a name holds half of a character") from error
