"""Minutes that were printed and signed in ink: the scan is kept, the names under it are registered, the paper is the original.

The way that always stands (INSPECTION §0.8 ii): no tablet, no certificate. The scan comes first, on its own; then the
names are put under the minutes in one transaction, each as a tablet would put it. Sent twice, it is once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from inspections.minutes.errors import MinutesRefused
from inspections.models import Minutes, Target
from inspections.services.keep_file import Facts, keep_file
from inspections.services.sign_minutes import METHOD, SIDE, Name, minutes_of_team, named_alike, sign_minutes


@dataclass(frozen=True, slots=True)
class Scan:
    """The signed paper: its bytes, what the file was called, the page it was sent on."""

    data: bytes
    name: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Inked:
    """One name in ink under a paper, or the refusal that stands on it."""

    side: str
    name: str
    title: str = ""
    refusal: str = ""
    national_id: str = ""
    address: str = ""


def sign_on_paper(
    person: Person, minutes_id: UUID | str, *, scan: Scan, names: Sequence[Inked], at: datetime
) -> Minutes:
    """Register what stands in ink under minutes, with the scan that shows it.

    names  in the order in which they count: the team, the institution or its refusal, who confirms that

    Raises NotVisible, MayNot("lead") for who is not of the team, Refused and NotLookedAt for the file, MinutesRefused.
    """
    with transaction.atomic():
        target = minutes_of_team(person, minutes_id, at).target
    image = keep_file(person, target, scan.data, Facts(scan.name), page=scan.key, at=at)
    with transaction.atomic():
        minutes = minutes_of_team(person, minutes_id, at)
        if minutes.signatures.filter(image=image).exists():
            return minutes
        new = [each for each in names if not stands(minutes, each)]
        if not any(not each.refusal for each in new):
            raise MinutesRefused("signed_already")
        seq = Target.objects.values_list("sync_seq", flat=True).get(pk=minutes.target_id) + 1
        for each in new:
            sign_minutes(minutes, named(each, minutes, image), by=person, at=at, seq=seq)
        Target.objects.filter(pk=minutes.target_id).update(sync_seq=seq)
    return minutes


def stands(minutes: Minutes, inked: Inked) -> bool:
    """Say whether a name, or the refusal, stands under the minutes already."""
    rows = named_alike(minutes, inked.side, inked.name)
    if inked.refusal:
        return any(each.method == METHOD.REFUSED for each in rows)
    return any(each.method != METHOD.REFUSED and not each.lacks_picture for each in rows)


def named(inked: Inked, minutes: Minutes, image: UUID) -> Name:
    """Return a name as minutes take it: a refusal has no picture of a signature."""
    details = {"national_id": inked.national_id, "address": inked.address, "reason": inked.refusal}
    if inked.refusal:
        return Name(
            SIDE.INSTITUTION, METHOD.REFUSED, inked.name, minutes.content_digest, inked.title, details=details
        )
    return Name(inked.side, METHOD.INK, inked.name, minutes.content_digest, inked.title, image, details)
