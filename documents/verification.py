"""What anyone may know of a document: by its code, or by the file itself. Nothing personal.

A code that belongs to nobody, or to a draft, has one answer: not issued. Guessing is throttled by
counting wrong codes an hour and address; right codes cost nothing. The address is kept as a keyed
digest. A file is compared with what was issued by its hash; a file that differs is examined
signature by signature, so that the page can say what is wrong with it.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from documents.codes import read_code, spelt
from documents.errors import TooManyGuesses
from documents.models import Certificate, IssuedDocument, LookupMisses, StandingChange
from documents.signing.keys import trust_anchors
from documents.signing.validation import SignatureFacts, examine, fingerprints_in
from documents.storage import digest

LARGEST_FILE = 20 * 1024 * 1024
KEEP_MISSES = timedelta(days=1)


class Standing(Enum):
    """The five answers about a document."""

    VALID = "valid"
    CORRECTED = "corrected"
    REPLACED = "replaced"
    REVOKED = "revoked"
    NOT_ISSUED = "not_issued"


@dataclass(frozen=True)
class Related:
    """Another document that changed this one, or was changed by it: how, since when, its number, day and code."""

    standing: Standing
    on: date
    number: str = ""
    issued_on: date | None = None
    code: str = ""


@dataclass(frozen=True)
class PublicFacts:
    """What the page shows of a document.

    since      the day of the last change; successor_… number and code of the document that made it
    changes    everything that became of it, in order
    changed    the documents it corrected, replaced or revoked
    """

    standing: Standing
    code: str
    number: str = ""
    issued_on: date | None = None
    agency: str = ""
    kind: str = ""
    since: date | None = None
    successor_number: str = ""
    successor_code: str = ""
    changes: tuple[Related, ...] = ()
    changed: tuple[Related, ...] = ()


@dataclass(frozen=True)
class FileCheck:
    """What a file proves.

    document    facts of the issued document whose file this is, None when no issued file has this hash
    signatures  facts of each signature found in it
    is_ours     a certificate of this house is among its signatures
    too_big     larger than is looked at
    """

    document: PublicFacts | None
    signatures: tuple[SignatureFacts, ...] = ()
    is_ours: bool = False
    too_big: bool = False

    @property
    def is_as_issued(self) -> bool:
        """The file is, byte for byte, one this house issued."""
        return self.document is not None

    @property
    def was_changed(self) -> bool:
        """The file carries a signature of this house, yet is not, byte for byte, what was issued."""
        return self.document is None and self.is_ours


def by_code(typed: str, *, address: str, at: datetime) -> PublicFacts:
    """Return what is known of a code typed by a person or read from a QR.

    address  who asks (IP address), to throttle guessing

    Raises TooManyGuesses when that address asked for too many codes that do not exist.
    """
    check_may_look_up(address, at)
    code = read_code(typed)
    document = find(verify_code=code) if code else None
    if document is None:
        note_miss(address, at)
        return PublicFacts(Standing.NOT_ISSUED, spelt(code) if code else "")
    return public_facts(document)


def by_file(data: bytes) -> FileCheck:
    """Return what an uploaded file proves; the file is not kept."""
    if len(data) > LARGEST_FILE:
        return FileCheck(None, too_big=True)
    document = find(sha256=digest(data))
    facts = public_facts(document) if document else None
    ours = Certificate.objects.filter(fingerprint__in=fingerprints_in(data)).exists()
    return FileCheck(facts, examine(data, trust_anchors()), is_ours=ours)


def find(**which: str) -> IssuedDocument | None:
    """Return the issued document with that code or hash."""
    return (
        IssuedDocument.objects.filter(**which)
        .select_related("agency", "corrected_by", "replaced_by", "revoked_by")
        .prefetch_related("changes__by", "changes_made__document")
        .first()
    )


def public_facts(document: IssuedDocument) -> PublicFacts:
    """Return what anyone may know of an issued document."""
    changed = document.state != IssuedDocument.State.VALID
    successor = getattr(document, f"{document.state}_by") if changed else None
    return PublicFacts(
        standing=Standing(document.state),
        code=spelt(document.verify_code),
        number=document.number,
        issued_on=document.issued_on,
        agency=document.agency.name,
        kind=document.kind,
        since=getattr(document, f"{document.state}_on") if changed else None,
        successor_number=successor.number if successor else "",
        successor_code=spelt(successor.verify_code) if successor else "",
        changes=tuple(related(each, each.by) for each in document.changes.all()),
        changed=tuple(related(each, each.document) for each in document.changes_made.all()),
    )


def related(change: StandingChange, other: IssuedDocument | None) -> Related:
    """Return what a change says of the document at its other end; nothing where that is not of this house."""
    if other is None:
        return Related(Standing(change.state), change.on)
    return Related(Standing(change.state), change.on, other.number, other.issued_on, spelt(other.verify_code))


def check_may_look_up(address: str, at: datetime) -> None:
    """Raise TooManyGuesses when the address spent its wrong codes of this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    spent = LookupMisses.objects.filter(address_digest=address_digest(address), hour=hour).values_list(
        "misses", flat=True
    )
    if sum(spent) >= settings.VERIFY_MISSES_AN_HOUR:
        raise TooManyGuesses(hour + timedelta(hours=1))


@transaction.atomic
def note_miss(address: str, at: datetime) -> None:
    """Count one wrong code of an address."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, _ = LookupMisses.objects.get_or_create(address_digest=address_digest(address), hour=hour)
    LookupMisses.objects.filter(pk=row.pk).update(misses=F("misses") + 1)


def forget_misses(at: datetime) -> int:
    """Delete the counts of past days; return how many."""
    deleted, _ = LookupMisses.objects.filter(hour__lt=at - KEEP_MISSES).delete()
    return deleted


def address_digest(address: str) -> str:
    """Return the keyed digest under which an address is counted."""
    return hmac.new(settings.SECRET_KEY.encode(), f"verify:{address}".encode(), sha256).hexdigest()
