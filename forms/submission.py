"""What was sent, from whichever side: a browser's form data or a program's plain answers.

A browser sends lists of strings, a date in three parts; a program, a draft or a test sends
`{"born_on": "2001-11-24", "consent": true}`. Both are read by the same questions, and nothing that
is sent, however odd, makes a question fail.
"""

from collections.abc import Mapping

LONGEST = 100_000


class Submission:
    """Asks a mapping for texts, lists and parts; one with `getlist`, as Django's QueryDict, has several values a key."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.data = data
        self.many = getattr(data, "getlist", None)

    def values(self, key: str) -> list[object]:
        """Return every value sent under a key, None left out."""
        if self.many is not None:
            return [value for value in self.many(key) if value is not None]
        value = self.data.get(key)
        if isinstance(value, list | tuple):
            return [each for each in value if each is not None]
        return [] if value is None else [value]

    def text(self, key: str) -> str:
        """Return the last value as text, "" where there is none."""
        values = self.values(key)
        return as_text(values[-1]) if values else ""

    def texts(self, key: str) -> list[str]:
        """Return every value as text."""
        return [as_text(value) for value in self.values(key)]

    def parts(self, key: str, names: tuple[str, ...]) -> dict[str, str]:
        """Return an answer given in parts, as `key-name` each or as one mapping under the key."""
        values = self.values(key)
        if values and isinstance(values[-1], Mapping):
            return {name: as_text(values[-1].get(name)) for name in names}
        return {name: self.text(f"{key}-{name}") for name in names}

    def has_parts(self, key: str, names: tuple[str, ...]) -> bool:
        """Say whether any part was sent."""
        return any(self.parts(key, names).values())


def as_text(value: object) -> str:
    """Return a value as a browser would have sent it, cut at a length no answer reaches."""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)[:LONGEST] if not isinstance(value, int) or abs(value) < 10**30 else ""
    return ""
