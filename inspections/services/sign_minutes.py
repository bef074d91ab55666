"""Names under minutes: drawn on the screen, in ink on paper, refused, or confirmed by others.

A signature is bound to the digest of the content that was read, and keeps the device's time beside the server's. A
drawn one is no digital signature (INSPECTION §0.8): it counts since both sides accept it; its picture stands under one
name alone, or it could be drawn once and used for ever. The team's certificate comes on top (issue_minutes). Where the institution does not sign, a representative of the commune or a witness confirms
that; neither may be of the department or the team (NĐ 217/2025 Đ15, INSPECTION k10x). Ink makes the paper the
original: its photograph is what the system holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.folding import fold
from accounts.models import Person
from accounts.selectors import valid_appointments
from audit.services import record
from inspections.errors import MayNot, NotVisible
from inspections.minutes.errors import MinutesRefused
from inspections.models import Evidence, Minutes, MinutesSignature, Target, TeamMember
from inspections.parties import LEADING
from inspections.selectors.visible import visible_target
from inspections.services.make_minutes import give_way
from inspections.services.minutes_flow import order_following
from inspections.services.note_findings import note_findings

SIDE, METHOD = MinutesSignature.Side, MinutesSignature.Method
CONFIRMING = frozenset({SIDE.COMMUNE, SIDE.WITNESS})
ON_THE_SPOT = frozenset({METHOD.DRAWN, METHOD.INK, METHOD.REFUSED})


@dataclass(frozen=True, slots=True)
class Name:
    """One name as it is put under minutes.

    digest   of the content that was read
    image    identifier of the picture of the signature, or of the signed paper
    details  {"national_id", "address"} of who confirms, {"reason"} of a refusal
    """

    side: str
    method: str
    name: str
    digest: str
    title: str = ""
    image: UUID | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    device_at: datetime | None = None


@transaction.atomic
def sign_minutes(minutes: Minutes, name: Name, *, by: Person, at: datetime, seq: int = 0) -> MinutesSignature:
    """Put one name under minutes; the caller holds the target's lock.

    by  the member of the team whose device or page it was put on

    The last name that is needed completes them: what the team found becomes findings, and the flow follows. Minutes
    that gave way to later ones stand again by their first name: it was put there before anybody could know.

    Raises MinutesRefused.
    """
    check_standing(minutes, name)
    check_method(name)
    check_side(minutes, name, at)
    image = image_of(minutes, name)
    if minutes.voided_at is not None:
        stand_again(minutes, at=at, seq=seq)
    signature = MinutesSignature.objects.create(
        minutes=minutes,
        side=name.side,
        name=name.name,
        title=name.title[:200],
        person=signer_of(minutes.target, name, at),
        method=name.method,
        image=image,
        content_digest=name.digest,
        details={key: text for key, text in name.details.items() if text},
        device_at=name.device_at,
        server_at=at,
    )
    minutes.seq = max(minutes.seq, seq)
    if name.method == METHOD.INK:
        minutes.original = Minutes.Original.PAPER
    if minutes.complete_at is None and is_complete(minutes):
        minutes.complete_at = at
        note_findings(minutes, by=by, at=at)
        order_following(minutes)
    minutes.save(update_fields=["seq", "original", "complete_at"])
    note(
        minutes,
        "inspections.minutes_signed",
        by,
        at,
        side=name.side,
        method=name.method,
        signature=signature.pk,
    )
    return signature


def check_standing(minutes: Minutes, name: Name) -> None:
    """Raises MinutesRefused for void minutes beside signed ones, for other words, or for a name that stands there already."""
    if minutes.voided_at is not None and is_another_signed(minutes):
        raise MinutesRefused("voided_minutes")
    if minutes.content_digest != name.digest:
        raise MinutesRefused("wrong_digest", digest=minutes.content_digest)
    if any(is_final(each, name) for each in named_alike(minutes, name.side, name.name)):
        raise MinutesRefused("signed_already")


def is_another_signed(minutes: Minutes) -> bool:
    """Whether minutes of the kind stand that somebody has signed."""
    standing = Minutes.objects.filter(target=minutes.target, kind=minutes.kind, voided_at=None)
    return standing.filter(signatures__isnull=False).exists()


def stand_again(minutes: Minutes, *, at: datetime, seq: int) -> None:
    """Let minutes that gave way stand, and those that nobody has signed give way to them."""
    give_way(minutes.target, minutes.kind, at=at, seq=seq)
    minutes.voided_at, minutes.void_reason = None, ""
    minutes.save(update_fields=["voided_at", "void_reason"])


def named_alike(minutes: Minutes, side: str, name: str) -> list[MinutesSignature]:
    """Return what somebody of this name put under minutes for a side."""
    rows = minutes.signatures.filter(side=side).select_related("image")
    return [each for each in rows if fold(each.name) == fold(name)]


def is_final(standing: MinutesSignature, name: Name) -> bool:
    """Whether what stands there stays: who refused may sign later, who signed does not refuse or sign again.

    A signature whose picture has not arrived, perhaps never will, may be given once more.
    """
    if name.method == METHOD.REFUSED:
        return True
    return standing.method != METHOD.REFUSED and not standing.lacks_picture


def pictures_missing(minutes: Minutes) -> bool:
    """Say whether the picture of a name under minutes has still to arrive."""
    rows = [each for each in minutes.signatures.select_related("image") if each.image_id]
    here = {(each.side, fold(each.name)) for each in rows if not each.lacks_picture}
    return any((each.side, fold(each.name)) not in here for each in rows)


def check_method(name: Name) -> None:
    """Raises MinutesRefused for a way of signing that does not exist here, or that lacks its proof."""
    if name.method not in ON_THE_SPOT:
        raise MinutesRefused("unknown_method")
    if name.method == METHOD.REFUSED and name.side != SIDE.INSTITUTION:
        raise MinutesRefused("only_the_institution_refuses")
    if name.method == METHOD.REFUSED and not name.details.get("reason", "").strip():
        raise MinutesRefused("reason_missing")
    if name.method != METHOD.REFUSED and name.image is None:
        raise MinutesRefused("image_missing")


def check_side(minutes: Minutes, name: Name, at: datetime) -> None:
    """Raises MinutesRefused for a name that does not belong on its side."""
    if name.side == SIDE.TEAM and member_called(minutes.target, name.name) is None:
        raise MinutesRefused("not_of_the_team")
    if name.side not in CONFIRMING:
        return
    if not minutes.signatures.filter(side=SIDE.INSTITUTION, method=METHOD.REFUSED).exists():
        raise MinutesRefused("nothing_refused")
    if not name.details.get("national_id", "").strip() or not name.details.get("address", "").strip():
        raise MinutesRefused("identity_missing")
    if is_of_the_house(minutes.target, name, at):
        raise MinutesRefused("of_the_house")


def member_called(target: Target, name: str) -> TeamMember | None:
    """Return the member of the team with this name, in it now or before."""
    members = TeamMember.objects.filter(inspection_id=target.inspection_id).select_related("person")
    return next((each for each in members if fold(each.person.full_name) == fold(name)), None)


def is_of_the_house(target: Target, name: Name, at: datetime) -> bool:
    """Whether somebody is of the department or the team: by the identity number, by the name where we know none."""
    agency_id = target.inspection.agency_id
    appointed = valid_appointments(at).filter(Q(sits_at=agency_id) | Q(acts_for=agency_id)).values("person")
    in_team = TeamMember.objects.filter(inspection_id=target.inspection_id).values("person")
    house = Person.objects.filter(Q(pk__in=appointed) | Q(pk__in=in_team))
    number = name.details["national_id"].strip()
    return any(
        each.national_id == number if each.national_id else fold(each.full_name) == fold(name.name)
        for each in house.only("national_id", "full_name")
    )


def signer_of(target: Target, name: Name, at: datetime) -> Person | None:
    """Return the account of a member who signs; everybody else signs by name alone."""
    member = member_called(target, name.name) if name.side == SIDE.TEAM else None
    return member.person if member else None


def image_of(minutes: Minutes, name: Name) -> Evidence | None:
    """Return the announced picture. Raises MinutesRefused("unknown_evidence", "picture_used")."""
    if name.image is None:
        return None
    image = Evidence.objects.filter(target=minutes.target_id, pk=name.image, removed_at=None).first()
    if image is None or (name.method == METHOD.DRAWN and image.kind != Evidence.Kind.SIGNATURE):
        raise MinutesRefused("unknown_evidence")
    if is_used(image, minutes, name):
        raise MinutesRefused("picture_used")
    return image


def is_used(image: Evidence, minutes: Minutes, name: Name) -> bool:
    """Whether a picture stands elsewhere: a photographed page shows all the names of its minutes, a drawn signature one."""
    used = MinutesSignature.objects.filter(image=image)
    is_of_page = Q(minutes=minutes, method=METHOD.INK)
    return (used.exclude(is_of_page) if name.method == METHOD.INK else used).exists()


def is_complete(minutes: Minutes) -> bool:
    """Say whether both sides are in, or the team and who confirms that the institution did not sign."""
    rows = list(minutes.signatures.values_list("side", "method", "person_id"))
    signed = {side for side, method, _ in rows if method != METHOD.REFUSED}
    refused = any((side, method) == (SIDE.INSTITUTION, METHOD.REFUSED) for side, method, _ in rows)
    answered = SIDE.INSTITUTION in signed or (refused and bool(signed & CONFIRMING))
    return answered and is_for_the_team(minutes, {pk for side, _, pk in rows if side == SIDE.TEAM})


def is_for_the_team(minutes: Minutes, signers: set[int | None]) -> bool:
    """Say whether the team has signed: its lead or deputy, and anybody of it under minutes of a session (INSPECTION k10)."""
    members = TeamMember.objects.filter(inspection=minutes.target.inspection_id, person_id__in=signers)
    if minutes.kind != Minutes.Kind.SESSION:
        members = members.filter(role__in=LEADING)
    return members.exists()


@transaction.atomic
def hand_over_copy(person: Person, minutes_id: UUID | str, *, way: str, at: datetime) -> Minutes:
    """Note that the institution got its copy, once: printed, as a file, or by a code on the screen.

    way  "print" | "file" | "code"

    Raises NotVisible, MayNot("lead") for who is not of the team, MinutesRefused("not_complete").
    """
    minutes = minutes_of_team(person, minutes_id, at)
    if minutes.complete_at is None or minutes.voided_at is not None:
        raise MinutesRefused("not_complete")
    if minutes.copy_handed_at is None:
        minutes.copy_handed_at = at
        minutes.save(update_fields=["copy_handed_at"])
        note(minutes, "inspections.minutes_copy_handed", person, at, way=way)
    return minutes


def minutes_of_team(person: Person, minutes_id: UUID | str, at: datetime) -> Minutes:
    """Return minutes, locked, for somebody of the team. Raises NotVisible, MayNot."""
    found = Minutes.objects.select_related("target").filter(public_id=minutes_id).first()
    if found is None:
        raise NotVisible
    _, sight = visible_target(person, found.target.public_id, at)
    if not sight.team:
        raise MayNot("lead")
    Target.objects.select_for_update().get(pk=found.target_id)
    return Minutes.objects.select_for_update(of=("self",)).get(pk=found.pk)


def note(
    minutes: Minutes, action: str, person: Person, at: datetime, *, for_id: int | None = None, **values: Any
) -> None:
    """Write what was done with minutes into the record; `for_id`: for whom the person acted, by a delegation."""
    record(
        action=action,
        actor_id=person.pk,
        on_behalf_of_id=for_id,
        target="inspections.Minutes",
        target_id=minutes.pk,
        at=at,
        agency_id=minutes.target.inspection.agency_id,
        values={"digest": minutes.content_digest, **values},
    )
