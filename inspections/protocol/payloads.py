"""The payload of each kind of operation, as closed shapes.

An answer is always the whole answer of its key: what is missing is empty. What it says is not judged here: an
answer beyond a limit, or a fail without its photo, is kept and marked (issue 5), never refused.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from inspections.checklists.sampling import LARGEST_POPULATION
from inspections.protocol.shapes import (
    Closed,
    Code,
    Content,
    Decimals,
    Faults,
    Key,
    Moment,
    Name,
    Plain,
    Reason,
    Sha256,
    Text,
    Whole,
    shaped,
)

MOST_PHOTO_BYTES = 10_000_000
MOST_FILE_BYTES = 20_000_000
MOST_EVIDENCE = 500
MOST_LINKS = 20
PICTURES = ("image/jpeg", "image/png", "image/webp")
MEDIA_TYPES = (*PICTURES, "application/pdf")


class AnswerValues(Closed):
    """One criterion's answer."""

    verdict: Literal["pass", "fail", "not_applicable"] | None = None
    value: Plain = None
    numerator: Plain = None
    denominator: Plain = None
    reason: Text = ""
    evidence: Annotated[tuple[UUID, ...], Field(max_length=MOST_EVIDENCE)] = ()
    unseen_because: Text = ""
    note: Text = ""


class AnswerSet(Closed):
    """answer.set: the answer of a key, made on top of the version the device last saw."""

    key: Key
    values: AnswerValues
    base: Annotated[Whole, Field(ge=0)]


class SampleDraw(Closed):
    """sample.draw: how many there are, and the seed that came with the visit."""

    sample: Code
    population: Annotated[Whole, Field(ge=0, le=LARGEST_POPULATION)]
    seed: Annotated[str, Field(min_length=1, max_length=64)]


class Token(Closed):
    """What a tablet signs when it hands a section on."""

    visit: UUID
    section: Code
    hold: UUID
    token: UUID
    from_: Annotated[UUID, Field(alias="from")]
    to: UUID
    at: Moment
    seq: Annotated[Whole, Field(ge=0)]


class SignedToken(Closed):
    """A token and the signature of the tablet that gave it."""

    token: Token
    signature: Annotated[str, Field(max_length=120)]


class SectionTake(Closed):
    """section.take: check a section out, with the tokens of those who handed it on."""

    section: Code
    tokens: Annotated[tuple[SignedToken, ...], Field(max_length=MOST_LINKS)] = ()


class SectionGive(Closed):
    """section.give: put a section back."""

    section: Code


class Place(Closed):
    """Where something was seen: degrees and metres, as texts."""

    lat: Decimals
    lng: Decimals
    accuracy: Decimals | None = None


class EvidenceAdd(Closed):
    """evidence.add: a photo, file or signature whose bytes will follow."""

    id: UUID
    key: Key
    kind: Literal["photo", "file", "signature"]
    sha256: Sha256
    size: Annotated[Whole, Field(ge=1, le=MOST_FILE_BYTES)]
    content_type: Literal["image/jpeg", "image/png", "image/webp", "application/pdf"]
    name: Annotated[str, Field(max_length=150)] = ""
    taken_at: Moment
    place: Place | None = None
    masked: bool = False


class ConflictDecide(Closed):
    """conflict.decide: the lead's choice between the answer that stands (a) and the one beside it (b)."""

    conflict: UUID
    choose: Literal["a", "b"]
    base: Annotated[Whole, Field(ge=0)]
    reason: Reason


class VisitMoment(Closed):
    """visit.begin, visit.end: a session begins or ends; null where only one can be meant."""

    session: UUID | None = None


class MinutesMake(Closed):
    """minutes.make: the content of minutes, and its digest as the tablet reckoned it."""

    id: UUID
    kind: Literal["announcement", "session", "inspection"]
    content: Content
    digest: Sha256


class MinutesSign(Closed):
    """minutes.sign: one side's signature under the content of a digest, or why it is not there."""

    minutes: UUID
    digest: Sha256
    side: Literal["team", "institution", "witness", "commune"]
    method: Code
    name: Name
    title: Text = ""
    evidence: UUID | None = None
    id_number: Annotated[str, Field(max_length=20)] = ""
    address: Text = ""
    refusal_reason: Text = ""


PAYLOADS: dict[str, type[Closed]] = {
    "answer.set": AnswerSet,
    "sample.draw": SampleDraw,
    "section.take": SectionTake,
    "section.give": SectionGive,
    "evidence.add": EvidenceAdd,
    "conflict.decide": ConflictDecide,
    "visit.begin": VisitMoment,
    "visit.end": VisitMoment,
    "minutes.make": MinutesMake,
    "minutes.sign": MinutesSign,
}
Payload = Closed


def read_payload(kind: str, raw: object) -> Payload:
    """Return the payload of a kind. Raises Faults, for an unknown kind too."""
    if kind not in PAYLOADS:
        raise Faults({"kind": "unknown_word"})
    payload = shaped(PAYLOADS[kind], raw)
    if isinstance(payload, EvidenceAdd) and payload.kind != "file":
        check_picture(payload)
    return payload


def check_picture(payload: EvidenceAdd) -> None:
    """Raises Faults for a photo or signature that is no picture, or too large for one."""
    if not payload.content_type.startswith("image/"):
        raise Faults({"content_type": "unknown_word"})
    if payload.size > MOST_PHOTO_BYTES:
        raise Faults({"size": "too_large"})
