"""Keeps minutes as they were made, and holds a tablet's against what the server makes of the same visit.

What a tablet made, and people may have signed already, is never turned away for what it says: the digest must be the
content's, nothing more. Whether it says the truth is the *proof*, made at once and anew whenever it is asked for,
since answers of another tablet may still be on their way.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Person
from audit.services import record
from inspections.canonical import NotCanonical, digest
from inspections.errors import MayNot, WrongMoment
from inspections.minutes import ANNOUNCEMENT, DIFFERS, FORMAT, Spot, compare, make_content, read_spot
from inspections.minutes.errors import MinutesRefused
from inspections.models import Minutes, Session, Target
from inspections.notice_days import check_announced
from inspections.protocol import Faults
from inspections.selectors.minutes import basis_of, found_of
from inspections.selectors.visible import visible_target

REPLACED = "Lập lại trước khi ký"
DEVICE, SERVER = "device", "server"


@dataclass(frozen=True, slots=True)
class Made:
    """Minutes as they are handed in.

    digest     as whoever made them reckoned it
    device_at  by the device's clock; None for minutes made here
    """

    id: UUID
    kind: str
    content: dict[str, Any]
    digest: str
    made_on: str = DEVICE
    device_at: datetime | None = None
    session: Session | None = None


@transaction.atomic
def keep_minutes(target: Target, made: Made, *, person: Person, at: datetime, seq: int = 0) -> Minutes:
    """Store minutes with their proof; the caller holds the target's lock.

    Minutes of the kind that nobody has signed yet give way; signed ones do not.

    Raises MinutesRefused.
    """
    if reckoned(made.content) != made.digest:
        raise MinutesRefused("wrong_digest", digest=reckoned(made.content))
    if Minutes.objects.filter(public_id=made.id).exists():
        raise MinutesRefused("known_minutes")
    give_way(target, made.kind, at=at, seq=seq)
    minutes = Minutes.objects.create(
        public_id=made.id,
        target=target,
        session=made.session,
        kind=made.kind,
        content=made.content,
        content_digest=made.digest,
        made_on=made.made_on,
        made_by=person,
        made_at=at,
        device_at=made.device_at,
        proof=proof_of(target, made.kind, made.content, at),
        seq=seq,
    )
    record(
        action="inspections.minutes_made",
        actor_id=person.pk,
        target="inspections.Minutes",
        target_id=minutes.pk,
        at=at,
        agency_id=target.inspection.agency_id,
        values={"kind": made.kind, "digest": made.digest, "made_on": made.made_on, "format": FORMAT},
    )
    return minutes


def reckoned(content: object) -> str:
    """Return the digest of a content. Raises MinutesRefused for one that has none."""
    try:
        return digest(content)
    except NotCanonical:
        raise MinutesRefused("not_canonical") from None


def give_way(target: Target, kind: str, *, at: datetime, seq: int) -> None:
    """Void what stands of a kind that is made once and has no signature. Raises MinutesRefused("signed_already")."""
    if kind == Minutes.Kind.SESSION:
        return
    for standing in Minutes.objects.filter(target=target, kind=kind, voided_at=None):
        if standing.signatures.exists():
            told = {"id": str(standing.public_id), "digest": standing.content_digest}
            raise MinutesRefused("signed_already", minutes=told)
        standing.voided_at, standing.void_reason, standing.seq = at, REPLACED, seq
        standing.save(update_fields=["voided_at", "void_reason", "seq"])


def proof_of(target: Target, kind: str, content: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return how a content stands to the one made here of the same visit and the same spot, as plain JSON.

    outcome      equal | marks_differ | differs
    digest       of the content made here
    differences  the first places where they differ: {"path", "ours", "theirs"}
    faults       of what was written down on the spot, place → word
    """
    spot = content.get("spot")
    ours = make_content(kind, basis_of(target), found_of(target), spot if isinstance(spot, dict) else {})
    proof, faults = compare(ours, content), faults_of(kind, spot)
    return {
        "outcome": DIFFERS if faults else proof.outcome,
        "digest": reckoned(ours),
        "differences": [asdict(each) for each in proof.differences],
        "faults": faults,
        "at": at.isoformat(),
    }


def faults_of(kind: str, spot: object) -> dict[str, str]:
    """Return what is wrong with what was written down on the spot."""
    try:
        read_spot(kind, spot)
    except Faults as error:
        return error.faults
    return {}


@transaction.atomic
def prove_minutes(*, minutes_id: int, at: datetime) -> Minutes:
    """Hold minutes anew against what the server makes now, and keep what came of it.

    A content that is no longer the one its digest was made of was changed in the store: that differs, whatever it says.
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes_id)
    minutes.proof = proof_of(minutes.target, minutes.kind, minutes.content, at)
    if reckoned(minutes.content) != minutes.content_digest:
        minutes.proof |= {"outcome": DIFFERS, "faults": {**minutes.proof["faults"], "digest": "changed"}}
    minutes.save(update_fields=["proof"])
    return minutes


@transaction.atomic
def make_minutes(
    person: Person,
    public_id: UUID | str,
    *,
    kind: str,
    spot: dict[str, Any],
    at: datetime,
    number: UUID | None = None,
    session: UUID | None = None,
) -> Minutes:
    """Make minutes here, at a desk: for an inspection online, or where no tablet was at hand.

    public_id  of the target
    spot       see inspections.minutes.spot
    number     identifier of the minutes, made by the page, so that sending twice makes one

    Raises NotVisible, MayNot("lead") for who is not of the team, WrongMoment("closed"), Faults, NotFit
    ("cong_bo_luc") for an announcement at a moment that cannot be, MinutesRefused.
    """
    target, sight = visible_target(person, public_id, at)
    if not sight.team:
        raise MayNot("lead")
    locked = Target.objects.select_for_update().only("sync_seq").get(pk=target.pk)
    known = Minutes.objects.filter(public_id=number, target=target).first() if number else None
    if known is not None:
        return known
    if target.is_over:
        raise WrongMoment("closed")
    check_day(kind, read_spot(kind, spot), target, at)
    content = make_content(kind, basis_of(target), found_of(target), spot)
    made = Made(
        id=number or uuid4(), kind=kind, content=content, digest=reckoned(content), made_on=SERVER,
        session=target.sessions.filter(public_id=session).first() if session else None,
    )  # fmt: skip
    seq = locked.sync_seq + 1
    Target.objects.filter(pk=target.pk).update(sync_seq=seq)
    return keep_minutes(target, made, person=person, at=at, seq=seq)


def check_day(kind: str, spot: Spot, target: Target, at: datetime) -> None:
    """Raises NotFit for an announcement in the future, before the decision, or before the notice allows (INSPECTION k6, k7)."""
    if kind == ANNOUNCEMENT and target.announced_at is None:
        check_announced(target, spot.ended_at, at)
