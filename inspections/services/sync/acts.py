"""An operation on its way to its effect, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Person
from inspections.folding import Hold
from inspections.models import Device, SyncOperation, Target, TeamMember
from inspections.protocol import Operation

CLOCK_TOLERANCE = timedelta(minutes=5)
MOST_SECONDS = 2_000_000_000


def seconds_of(off: timedelta) -> int:
    """Return by how many seconds a clock is off, as far as a column holds it."""
    return max(-MOST_SECONDS, min(MOST_SECONDS, round(off.total_seconds())))


class Rejected(Exception):
    """The operation can never have its effect; `word` says why, `told` what else the tablet should know."""

    def __init__(self, word: str, **told: object) -> None:
        super().__init__(word)
        self.word, self.told = word, told


@dataclass(frozen=True, slots=True)
class Act:
    """One operation inside the transaction of its effect; the target's row is locked.

    seq      the number its receipt will bear
    at       the server's moment
    off      server's clock less the device's, zero while they agree
    holds    by section, who holds it, as far as answers of the same transaction have asked
    """

    target: Target
    member: TeamMember
    person: Person
    device: Device
    operation: Operation
    seq: int
    at: datetime
    off: timedelta = timedelta(0)
    holds: dict[str, Hold | None] = field(default_factory=dict)

    @property
    def happened_at(self) -> datetime:
        """When it was done, by a right clock as far as we can tell, never after now."""
        return min(self.operation.at + self.off, self.at)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation came to; `told` goes to the tablet, `noted` into the record beside what was sent."""

    state: str = SyncOperation.State.APPLIED
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for one operation, as the tablet reads it."""

    id: str
    code: int
    status: str
    receipt: Mapping[str, Any] | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is sent and stored."""
        return {"id": self.id, "code": self.code, "status": self.status, "receipt": self.receipt, **self.told}
