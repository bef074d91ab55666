"""Why a step or a result came late: the list officers choose from (late_reasons.yaml), so that reports can count."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from forms.messages import Words

FILE = Path(__file__).with_name("late_reasons.yaml")


@dataclass(frozen=True)
class LateReason:
    """One reason: `needs_words` must be explained; one that is not `offered` any more still names what was chosen."""

    key: str
    words: Words
    needs_words: bool = False
    offered: bool = True


@cache
def late_reasons() -> dict[str, LateReason]:
    """Return every reason by its key, in the order in which they are offered."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    reasons = [
        LateReason(
            row["key"], Words(row["vi"], row.get("en", ""), row.get("km", "")),
            needs_words=row.get("needs_words", False), offered=row.get("offered", True),
        )
        for row in rows
    ]  # fmt: skip
    return {reason.key: reason for reason in reasons}


def why_late(key: str, words: str, language: str = "vi") -> str:
    """Return a chosen reason in words, with what was written to it."""
    reason = late_reasons().get(key)
    named = reason.words.in_language(language) if reason and not reason.needs_words else ""
    return ". ".join(part for part in (named, words.strip()) if part)
