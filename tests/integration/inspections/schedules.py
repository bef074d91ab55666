"""Made-up days of three tablets and a server between which anything is lost, doubled, late or killed.

A tablet here keeps what it did in an outbox and forgets an operation only against a receipt, as the application does.
It believes that a section is its own from the moment it takes it, and hands it on by a signed token without asking the
server. Its inspector may leave the team and come back; it may be restored from a backup, and then knows nothing of what
came after. A photograph goes in stretches, some of them in the wrong place, spoiled or twice. What must come of a day is
told by schedules_oracle.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from inspections.models import TeamMember
from inspections.status import TargetStatus
from tests.integration.inspections.signing_tablet import TabletKey
from tests.integration.inspections.visit_world import JPEG, KEYS, World

WHO = ("an", "binh", "lead")
SECTIONS = ("TS", "DT")
OF_A_BACKUP = ("outbox", "made", "receipts", "known", "holds", "codes", "photos", "arrived")
SPOILING = (4, 7)
SENT_BEFORE = 40
AT_MOST = 12  # rounds until every outbox must be empty


class Killed(BaseException):
    """The server's process ended here."""


class KilledAt:
    """Ends the process before its n-th statement."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise Killed
        return execute(sql, params, many, context)


@contextmanager
def killed_at(statement: int) -> Any:
    """Run a block until its n-th statement; True in the list where it was killed."""
    killed: list[bool] = []
    try:
        with connection.execute_wrapper(KilledAt(statement)):
            yield killed
    except Killed:
        killed.append(True)


SignedTokens = tuple[dict[str, Any], ...]


@dataclass
class Machine:
    """One tablet as its inspector uses it.

    holds  section → what the next token goes on from, and the tokens by which it came
    codes  what others handed to this tablet: section and tokens, oldest first; old ones stay in the drawer
    signed every token this tablet gave
    photos photographs on their way: how far the tablet believes each to be; arrived, the receipts of the others
    backup what a backup holds of it, by name
    gone   operations of which it knows nothing since it was restored
    told   every receipt it ever had: none may ever be another
    """

    world: World
    who: str
    outbox: list[dict[str, Any]] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    requests: list[Sequence[dict[str, Any]]] = field(default_factory=list)
    clock_off: timedelta = timedelta(0)
    holds: dict[str, tuple[str, SignedTokens]] = field(default_factory=dict)
    codes: list[tuple[str, SignedTokens]] = field(default_factory=list)
    signed: list[dict[str, Any]] = field(default_factory=list)
    photos: dict[str, int] = field(default_factory=dict)
    arrived: dict[str, dict[str, Any]] = field(default_factory=dict)
    backup: dict[str, Any] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tablet, self.key = self.world.tablet(self.who), TabletKey()
        assert self.tablet.register(self.key.public).status_code == 200

    def does(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Do something: it lies in the outbox from now on."""
        operation = self.tablet.operation(kind, payload)
        operation["at"] = (self.world.at + self.clock_off).isoformat()
        self.outbox.append(operation)
        self.made.append(operation)
        return operation

    def answers_item(self, number: int, verdict: str) -> None:
        """Answer an item on top of what was last seen of it."""
        key = KEYS[number % len(KEYS)]
        values = {"verdict": verdict, "reason": f"{self.who} {len(self.made)}"}
        self.does("answer.set", {"key": key, "values": values, "base": self.known.get(key, 0)})

    def request(self, operations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send operations; return what came back."""
        self.requests.append([dict(each) for each in operations])
        sent_at = (self.world.at + self.clock_off).isoformat()
        response = self.tablet.post(*operations, sent_at=sent_at)
        assert response.status_code == 200, response.content
        self.heard(response.json())
        return response.json()["results"]

    def heard(self, answer: Mapping[str, Any]) -> None:
        """Take an answer in: forget what has a receipt, number anew what has to wait."""
        for result in answer["results"]:
            if result["receipt"]:
                assert self.told.setdefault(result["id"], result) == result, "another answer than before"
                self.receipts[result["id"]] = result
                told = result.get("answer")
                if told:
                    self.known[told["key"]] = max(self.known.get(told["key"], 0), told["version"])
        self.outbox = [each for each in self.outbox if each["id"] not in self.receipts]
        for number, each in enumerate(self.outbox):
            each["seq"] = answer["next"] + number
        self.tablet.sent = answer["next"] + len(self.outbox) - 1

    def sends(self, how_many: int) -> None:
        """Send the first of what waits."""
        if self.outbox:
            self.request(self.outbox[: 1 + how_many])

    def loses_the_answer(self, how_many: int) -> None:
        """Send; the server commits and the line drops."""
        if self.outbox:
            self.tablet.post(*self.outbox[: 1 + how_many])

    def sends_into_a_kill(self, statement: int) -> None:
        """Send; the server dies at a statement."""
        if self.outbox:
            with killed_at(1 + statement):
                self.tablet.post(*self.outbox[:3])

    def sends_in_disorder(self, how_many: int) -> None:
        """Send what waits in the wrong order."""
        if self.outbox:
            self.request(list(reversed(self.outbox[: 1 + how_many])))

    def repeats(self, number: int) -> None:
        """A request of before comes again, late."""
        if self.requests:
            self.request([dict(each) for each in self.requests[number % len(self.requests)]])

    def forges(self, number: int) -> None:
        """An id that is known comes with other content."""
        done = [each for each in self.made if each["id"] in self.receipts]
        if done:
            forged = {
                **done[number % len(done)],
                "payload": {"key": "TS.01", "values": {"note": "giả"}, "base": 0},
            }
            (result,) = self.tablet.post(forged).json()["results"]
            assert (result["status"], result["receipt"]) == ("changed", None)

    def backs_up(self, _: int) -> None:
        """Let somebody take a backup of the tablet."""
        self.backup = {name: deepcopy(getattr(self, name)) for name in OF_A_BACKUP}
        self.backup["sent"] = self.tablet.sent

    def restores(self, _: int) -> None:
        """Put the backup back: all that was done since is unknown here, sent or not. Without one, take it now."""
        if not self.backup:
            self.backs_up(_)
        else:
            made = [each["id"] for each in self.made]
            for name in OF_A_BACKUP:
                setattr(self, name, deepcopy(self.backup[name]))
            self.tablet.sent = self.backup["sent"]
            self.gone |= set(made) - {each["id"] for each in self.made}

    def seen(self) -> dict[str, Any]:
        """Return the visit as the server shows it now; to who left the team it shows none."""
        shown = self.tablet.get(f"visits/{self.world.target.public_id}/")
        return shown.json() if shown.status_code == 200 else {"answers": {}, "conflicts": [], "samples": {}}

    def looks(self, _: int) -> None:
        """See how the visit stands."""
        answers = self.seen()["answers"]
        self.known = {key: answer["version"] for key, answer in answers.items()} or self.known

    def draws(self, number: int) -> None:
        """Draw a sample, perhaps from another population than a colleague."""
        for sample, told in self.seen()["samples"].items():
            if sample == "diplomas":
                self.does(
                    "sample.draw",
                    {"sample": sample, "population": 100 + number % 2, "seed": told["seed"]},
                )

    def decides(self, number: int) -> None:
        """Decide on a conflict as it is seen now."""
        bundle = self.seen()
        conflicts = [each for each in bundle["conflicts"] if each["open"]]
        if conflicts:
            conflict = conflicts[number % len(conflicts)]
            standing = bundle["answers"].get(conflict["key"])
            choice = {"conflict": conflict["id"], "choose": "ab"[number % 2], "reason": "Đã xem lại"}
            self.does("conflict.decide", {**choice, "base": standing["version"] if standing else 0})

    def photographs(self, number: int) -> None:
        """Take a photograph: it is announced, and its bytes wait."""
        operation = self.tablet.photo(JPEG, key=KEYS[number % len(KEYS)])
        self.outbox.append(operation)
        self.made.append(operation)
        self.photos[operation["payload"]["id"]] = 0

    def to_upload(self, number: int) -> str | None:
        """Return a photograph whose announcement the server has answered, one taken and announced now where none waits."""
        if not self.photos:
            self.photographs(number)
        self.sends(SENT_BEFORE)
        announced = {each["payload"].get("id") for each in self.made if each["id"] in self.receipts}
        waiting = [photo for photo in self.photos if photo in announced]
        return waiting[number % len(waiting)] if waiting else None

    def uploads(self, number: int) -> None:
        """Send a stretch of a photograph, now and then in another place or spoiled."""
        photo = self.to_upload(number)
        if photo:
            offset = self.photos[photo] if number % 3 else len(JPEG) // 3
            self.sends_stretch(photo, offset, 80 + 60 * number, is_spoiled=number in SPOILING)

    def uploads_into_a_kill(self, statement: int) -> None:
        """Send what is left of a photograph; the server dies at a statement."""
        photo = self.to_upload(statement)
        if photo:
            with killed_at(1 + statement):
                self.sends_stretch(photo, self.photos[photo], len(JPEG))

    def sends_stretch(self, photo: str, offset: int, length: int, *, is_spoiled: bool = False) -> None:
        """Send a stretch and believe what the server says of it."""
        data = JPEG[offset : offset + length]
        answer = self.tablet.patch(photo, offset, bytes(len(data)) if is_spoiled else data)
        told = answer.json()
        assert answer.status_code in (200, 409, 422), answer.content
        if told.get("complete"):
            assert self.told.setdefault(photo, told["receipt"]) == told["receipt"], (
                "another receipt than before"
            )
            self.arrived[photo] = told["receipt"]
            del self.photos[photo]
        else:
            self.photos[photo] = told["offset"]

    def takes(self, section: str) -> None:
        """Check a section out."""
        operation = self.does("section.take", {"section": section})
        self.holds.setdefault(section, (operation["id"], ()))

    def gives(self, section: str) -> None:
        """Put a section back."""
        self.does("section.give", {"section": section})
        self.holds.pop(section, None)

    def hands_on(self, section: str, to: "Machine") -> None:
        """Hand a section on, without the server: what was done until now still counts as done by the holder."""
        if section in self.holds and to is not self:
            hold, before = self.holds.pop(section)
            token = self.key.signed({
                "visit": str(self.world.target.public_id), "section": section, "hold": hold, "token": str(uuid4()),
                "from": str(self.tablet.id), "to": str(to.tablet.id), "at": self.world.at.isoformat(), "seq": self.tablet.sent,
            })  # fmt: skip
            self.signed.append(token)
            to.codes.append((section, (*before, token)))

    def takes_over(self, number: int) -> None:
        """Take a section by a code that somebody showed once, the newest or an old one."""
        if self.codes:
            section, tokens = self.codes[-1 - number % len(self.codes)]
            self.does("section.take", {"section": section, "tokens": list(tokens)})
            self.holds[section] = (tokens[-1]["token"]["token"], tokens)

    def takes_over_by_a_forgery(self, number: int) -> None:
        """Take a section by a code in which the number of the giver's last operation was changed."""
        if self.codes:
            section, (*before, last) = self.codes[-1 - number % len(self.codes)]
            forged = {**last, "token": {**last["token"], "seq": last["token"]["seq"] + 1}}
            self.does("section.take", {"section": section, "tokens": [*before, forged]})


def set_in_team(world: World, who: str, *, is_in: bool) -> None:
    """Let somebody leave the team, or come back."""
    left_at = None if is_in else world.at - timedelta(minutes=1)
    TeamMember.objects.filter(inspection=world.inspection, person=world.people[who]).update(left_at=left_at)


def set_status(world: World, status: str) -> None:
    """Close or reopen the visit."""
    world.target.status = status
    world.target.save(update_fields=["status"])


def drain(world: World, machines: Mapping[str, Machine]) -> None:
    """Let every tablet send until nothing waits."""
    set_status(world, TargetStatus.IN_PROGRESS)
    for who, machine in machines.items():
        set_in_team(world, who, is_in=True)
        for _ in range(AT_MOST):
            if machine.outbox:
                machine.request(machine.outbox[:100])
        assert not machine.outbox, machine.outbox
        for _ in range(AT_MOST):
            for photo, offset in list(machine.photos.items()):
                machine.sends_stretch(photo, offset, len(JPEG))
        assert not machine.photos, machine.photos
