"""What is written down on the spot: who was there, when and where, what was said, what must be put right.

The institution is always asked for its opinion; "no opinion" is one (INSPECTION §3). At least two copies are made,
one of which stays with the institution (NĐ 217/2025 Đ15, INSPECTION k10).
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inspections.protocol.shapes import Closed, Faults, Moment, Name, Text, Whole, shaped

MOST_PEOPLE = 60
MOST_FINDINGS = 200
Words = Annotated[str, StringConstraints(min_length=1, max_length=5_000, strip_whitespace=True)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]

ANNOUNCEMENT, SESSION, INSPECTION = "announcement", "session", "inspection"


class Member(Closed):
    """Somebody of the team who was there."""

    name: Name
    title: Text = ""


class Representative(Closed):
    """Somebody who speaks for the institution; `authority` is the paper by which, for who is not its head."""

    name: Name
    title: Text = ""
    authority: Text = ""


class Other(Closed):
    """Somebody of another organisation concerned."""

    name: Name
    title: Text = ""
    organisation: Text = ""


class Paper(Closed):
    """A document that was asked for, given, or refused as unrelated (Đ9.1c)."""

    title: Name
    state: Literal["received", "requested", "refused"]
    due_on: Day | None = None
    reason: Text = ""


class Finding(Closed):
    """What is to be put right: words of the team, taken from the checklist or its own.

    code  of the checklist's finding it was taken from, "" for words of one's own
    days  within how many days, null where nothing is asked
    """

    key: Name
    code: Text = ""
    text: Words
    recommendation: Text = ""
    days: Annotated[Whole, Field(ge=1, le=3650)] | None = None


class Opinion(Closed):
    """What the institution says to the content; `text` for all but "none" and "agrees"."""

    choice: Literal["none", "agrees", "disagrees", "explains"]
    text: Text = ""

    @model_validator(mode="after")
    def has_words(self) -> "Opinion":
        """Whoever disagrees or explains says what."""
        if self.choice in ("disagrees", "explains") and not self.text.strip():
            raise ValueError("words are expected")
        return self


class Spot(Closed):
    """Everything that is entered for minutes."""

    number: Annotated[str, StringConstraints(max_length=80)] = ""
    began_at: Moment
    ended_at: Moment
    place: Words
    team: Annotated[tuple[Member, ...], Field(min_length=1, max_length=MOST_PEOPLE)]
    representatives: Annotated[tuple[Representative, ...], Field(max_length=MOST_PEOPLE)] = ()
    absent_because: Text = ""
    others: Annotated[tuple[Other, ...], Field(max_length=MOST_PEOPLE)] = ()
    rights_explained: bool = False
    work: Text = ""
    papers: Annotated[tuple[Paper, ...], Field(max_length=MOST_FINDINGS)] = ()
    findings: Annotated[tuple[Finding, ...], Field(max_length=MOST_FINDINGS)] = ()
    opinion: Opinion
    other_opinions: Text = ""
    copies: Annotated[Whole, Field(ge=2, le=20)] = 2
    pages: Annotated[Whole, Field(ge=1, le=500)] | None = None
    signed_each_page: bool = False


def read_spot(kind: str, raw: object) -> Spot:
    """Return what was written down for a kind of minutes. Raises Faults with every fault, place → word."""
    spot = shaped(Spot, raw)
    faults = {}
    if spot.ended_at < spot.began_at:
        faults["ended_at"] = "too_small"
    if not spot.representatives and not spot.absent_because.strip():
        faults["representatives"] = "missing"
    if kind != INSPECTION and spot.findings:
        faults["findings"] = "not_here"
    if kind == SESSION and not spot.work.strip():
        faults["work"] = "missing"
    if kind == ANNOUNCEMENT and not spot.rights_explained:
        faults["rights_explained"] = "missing"
    if faults:
        raise Faults(faults)
    return spot
