"""What a use case on an inspection may refuse, with the facts a face needs to word it."""

from collections.abc import Sequence
from datetime import date

from forms.errors import Fault


class InspectionError(Exception):
    """Root of this package's errors."""


class NotVisible(InspectionError):
    """The person may not see it, or it does not exist: one answer for both (404)."""


class NotReady(InspectionError):
    """A step cannot go this way yet.

    conditions  names of inspections.conditions that do not hold; their meaning words them
    """

    def __init__(self, conditions: list[str]) -> None:
        self.conditions = conditions
        super().__init__(", ".join(conditions))


class MayNot(InspectionError):
    """The person may see the inspection but not do this.

    what  "propose" | "lead" | "issue" | "declare" | "reply"
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class WrongMoment(InspectionError):
    """It cannot be done any more, or not yet.

    what  "decided" (the decision is signed) | "over" | "not_announced" | "extended" | "late" | "suspended" |
          "not_suspended" | "not_late" | "answered" | "closed" | "too_many" (within a day) |
          "held" (a tablet has the section) | "drawn" (a sample, of another number) | "on_the_way" (another waits for its signature or seal)
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class NotFit(InspectionError):
    """A value that the law or the register does not allow.

    field  name of the value
    why    "required" | "too_many" | "twice" | "not_a_duty" | "unknown" | "future" | "before_decision" | "too_early"
    earliest  the first day that would do, of what is too early
    """

    def __init__(self, field: str, why: str, *, earliest: date | None = None) -> None:
        self.field, self.why, self.earliest = field, why, earliest
        super().__init__(f"{field}: {why}")


class AnsweredMeanwhile(InspectionError):
    """Somebody else answered items since the page was shown; nothing of it was written."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(", ".join(keys))


class RulesRefused(InspectionError):
    """Rules that an agency would publish cannot be used; every fault found is listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
