"""Two contents held against each other: equal, different in marks a tablet may only guess, or different.

A path names where: record.sections.VB.lines.VB.06#17.reason. Lists whose members have a key or code are compared
member by member under it, so that one missing line is one difference and not all that follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from inspections.minutes.lines import MARKS

EQUAL, MARKS_DIFFER, DIFFERS = "equal", "marks_differ", "differs"
COUNTED = ("record.totals", "record.unanswered")
MOST_TOLD = 200
MISSING = "∅"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two contents differ; a member one side does not have is "∅" there."""

    path: str
    ours: object
    theirs: object

    @property
    def is_mark(self) -> bool:
        """Whether it is something worked out, which the server's reckoning settles."""
        is_counted = any(self.path == each or self.path.startswith(f"{each}.") for each in COUNTED)
        if is_computed(self.ours, self.theirs) or is_computed(self.theirs, self.ours):
            return True
        return is_counted or (".lines." in self.path and self.path.rpartition(".")[2] in MARKS)


def is_computed(line: object, other: object) -> bool:
    """Whether a line that one side has and the other does not is a computed one: nobody entered it."""
    return other == MISSING and isinstance(line, dict) and line.get("kind") == "computed"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of comparing: an outcome and the first differences."""

    outcome: str
    differences: tuple[Difference, ...] = ()


def compare(ours: object, theirs: object) -> Proof:
    """Return how the server's own content (ours) and a tablet's (theirs) stand to each other."""
    found = tuple(differences("", ours, theirs))
    if not found:
        return Proof(EQUAL)
    outcome = MARKS_DIFFER if all(each.is_mark for each in found) else DIFFERS
    return Proof(outcome, found[:MOST_TOLD])


def differences(path: str, ours: object, theirs: object) -> Iterator[Difference]:
    """Yield every place where two values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from of_members(path, ours, theirs)
    elif isinstance(ours, list) and isinstance(theirs, list):
        named = named_members(ours), named_members(theirs)
        if named[0] is not None and named[1] is not None and list(named[0]) != list(named[1]):
            yield from of_members(path, named[0], named[1])
            if named[0].keys() == named[1].keys():
                yield Difference(path, list(named[0]), list(named[1]))
        elif named[0] is not None and named[1] is not None:
            yield from of_members(path, named[0], named[1])
        elif not same(ours, theirs):
            yield Difference(path, ours, theirs)
    elif not same(ours, theirs):
        yield Difference(path, ours, theirs)


def of_members(path: str, ours: dict[str, object], theirs: dict[str, object]) -> Iterator[Difference]:
    """Yield what differs between two objects, member by member."""
    for name in dict.fromkeys([*ours, *theirs]):
        inner = f"{path}.{name}" if path else name
        yield from differences(inner, ours.get(name, MISSING), theirs.get(name, MISSING))


def named_members(members: list[object]) -> dict[str, object] | None:
    """Return the members of a list by their key or code; None where one has none or two have the same."""
    named = {}
    for member in members:
        name = (member.get("key") or member.get("code")) if isinstance(member, dict) else None
        if not isinstance(name, str) or name in named:
            return None
        named[name] = member
    return named


def same(ours: object, theirs: object) -> bool:
    """Whether two values are the same JSON: true is not 1."""
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    return type(ours) is type(theirs) and ours == theirs
