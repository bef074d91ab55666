"""What anybody may know of minutes by the digest of their content, which stands in the QR of a copy handed over.

Whether minutes of this content have reached the server, when, and whether they stand; nothing of what they say or of whom.
Who may read them finds the way to their copy, and is asked to sign in there.
The digest is 256 bits of a content that only its parties know, yet wrong ones are counted as wrong codes are.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from documents.verification import check_may_look_up, note_miss
from inspections.models import Minutes

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """What the page shows: received when, signed by everybody who had to, in force or made anew since.

    number  under which its parties read them once they have signed in; None while a name is missing, or for void ones
    """

    received_at: datetime
    is_complete: bool
    is_void: bool
    is_on_paper: bool
    number: UUID | None = None


def read_digest(typed: str) -> str | None:
    """Return the digest of what a QR or a person says: its first word; None where that is no digest."""
    word = typed.split(maxsplit=1)[0].lower() if typed.strip() else ""
    return word if DIGEST.fullmatch(word) else None


def minutes_by_digest(typed: str, *, address: str, at: datetime) -> MinutesFacts | None:
    """Return what is known of minutes with this digest, those that stand before void ones; None for none.

    address  who asks (IP address), to throttle guessing

    Raises TooManyGuesses when that address asked for too many that do not exist.
    """
    check_may_look_up(address, at)
    digest = read_digest(typed)
    rows = Minutes.objects.filter(content_digest=digest) if digest else Minutes.objects.none()
    found = sorted(rows, key=lambda each: (each.voided_at is not None, each.pk))
    if not found:
        note_miss(address, at)
        return None
    minutes = found[0]
    return MinutesFacts(
        received_at=minutes.made_at,
        is_complete=minutes.complete_at is not None,
        is_void=minutes.voided_at is not None,
        is_on_paper=minutes.original == Minutes.Original.PAPER,
        number=minutes.public_id if minutes.complete_at and not minutes.voided_at else None,
    )
