"""A reference list: entries that are never deleted, only ended, so that an old code can always be read.

Whether an entry may be picked is asked for a day. Searching ignores diacritics and case, takes the
words in any order, and knows former names. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from accounts.folding import fold


@dataclass(frozen=True)
class Entry:
    """One thing on a list.

    valid_from, valid_to  the first and the last day on which it may be picked, None for no end
    parent                code of what it belongs to, on the same list or another; "" for nothing
    aliases               former or other names it is found by
    more                  further facts for formulas, e.g. {"cap": "trung cấp"}
    """

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    parent: str = ""
    aliases: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    def is_valid(self, on: date) -> bool:
        """Say whether it may be picked on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    @cached_property
    def haystack(self) -> str:
        """What a search looks through."""
        return " ".join(fold(text) for text in (self.code, self.name, *self.aliases))


class ReferenceList:
    """Entries in the order in which they are offered. Raises ValueError for a code with overlapping entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.by_code: dict[str, list[Entry]] = {}
        for entry in self.entries:
            others = self.by_code.setdefault(entry.code, [])
            if any(overlap(entry, other) for other in others):
                raise ValueError(f"the code {entry.code!r} is valid twice on one day")
            others.append(entry)

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, code: str, on: date) -> Entry | None:
        """Return the entry a code means on a day, None where it may not be picked then."""
        return next((entry for entry in self.by_code.get(code, ()) if entry.is_valid(on)), None)

    def latest(self, code: str) -> Entry | None:
        """Return the newest entry of a code, whether still valid or not."""
        found = self.by_code.get(code)
        return max(found, key=lambda entry: entry.valid_from or date.min) if found else None

    def valid(self, on: date, parent: str = "") -> list[Entry]:
        """Return what may be picked on a day, of one parent where it is named."""
        return [entry for entry in self.entries if entry.is_valid(on) and parent in ("", entry.parent)]

    def search(self, text: str, on: date, *, parent: str = "", most: int = 20) -> list[Entry]:
        """Return the entries that hold every word, those that begin with the text first."""
        words = fold(text).split()
        if not words:
            return []
        found = [entry for entry in self.valid(on, parent) if all(word in entry.haystack for word in words)]
        start = " ".join(words)
        return sorted(found, key=lambda entry: not fold(entry.name).startswith(start))[:most]

    def named(self, text: str, on: date, parent: str = "") -> Entry | None:
        """Return the only entry of this code or name, diacritics and case aside; None for none or several."""
        wanted = fold(text).strip()
        found = [
            entry
            for entry in self.valid(on, parent)
            if wanted in entry.haystack
            and wanted in (fold(entry.code), fold(entry.name), *map(fold, entry.aliases))
        ]
        return found[0] if len(found) == 1 else None


def overlap(one: Entry, other: Entry) -> bool:
    """Say whether two entries are valid on the same day."""
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (
        other.valid_from or date.min
    ) <= (one.valid_to or date.max)
