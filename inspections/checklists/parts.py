"""The parts that items of a checklist are made of; each refuses to exist when it contradicts itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from forms.definition import Condition, Formula
from forms.messages import Words
from inspections.checklists import words

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[.\-/][A-Za-z0-9_]+)*")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")
LONGEST_KEY = 80
LONGEST_REPEATED_KEY = 72
"""Of what is repeated: the number of its unit follows behind "#", and the whole is no longer than another key."""
LARGEST_SAMPLE = 1_000


def name_of(key: str) -> str:
    """Return the name under which expressions know an item: "TS.03" → "TS_03"."""
    return re.sub(r"[^A-Za-z0-9_]", "_", key)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: of which item or section ("" for the checklist itself), in which attribute, why."""

    key: str
    attribute: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.key, self.attribute, self.message)))


class Wrong(ValueError):
    """A part of a checklist that cannot be."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision and the days on which it is in force, the first and the last included; None is without end."""

    text: str
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Wrong([Problem("", "clauses", "a clause needs its words")])
        if self.start and self.end and self.start > self.end:
            raise Wrong([Problem("", "clauses", f"{self.text} ends before it begins")])

    def in_force(self, on: date) -> bool:
        """Say whether it binds on a day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Limit:
    """What an answer is measured against: an operator and a value, or a condition that must hold of `value`.

    value    the same for everybody
    by_kind  the value by what `by` gives (the kind of institution where it is not said); no value: no limit
    """

    operator: str = ""
    value: Decimal | None = None
    by_kind: Mapping[str, Decimal] = field(default_factory=dict)
    by: Formula | None = None
    condition: Condition | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        ways = (self.value is not None) + bool(self.by_kind) + (self.condition is not None)
        problems = []
        if ways != 1:
            problems.append("needs exactly one of 'value', 'by_kind' and 'condition'")
        if (self.condition is None) != bool(self.operator):
            problems.append("an operator stands beside a value, never beside a condition")
        if self.operator and self.operator not in words.OPERATORS:
            problems.append(f"the operator must be one of {' '.join(words.OPERATORS)}")
        if self.by is not None and not self.by_kind:
            problems.append("'by' chooses in 'by_kind'")
        if problems:
            raise Wrong([Problem("", "limit", each) for each in problems])

    @property
    def reads(self) -> tuple[Formula, ...]:
        """Its expressions."""
        return tuple(each for each in (self.by, self.condition) if each is not None)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, what choosing it asks for besides, and when it is offered (always, where it is not said)."""

    value: str
    label: Words
    asks: tuple[str, ...] = ()
    visible_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Words ready to be taken over as a finding, and what is to be done within how many days."""

    code: str
    text: Words
    recommendation: Words | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: an answer in each row."""

    key: str
    text: Words
    kind: str
    options: tuple[Option, ...] = ()
    required: bool = False
    valid_if: Condition | None = None
    message: Words | None = None
    computed: Formula | None = None

    def __post_init__(self) -> None:
        problems = []
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", self.key):
            problems.append(f"the column {self.key!r} must be letters, digits and _")
        if self.kind not in words.IN_COLUMNS:
            problems.append(f"a column cannot be of kind {self.kind!r}")
        if (self.kind in words.CHOOSING) != bool(self.options):
            problems.append(f"the column {self.key!r}: options belong to choices, and only there")
        if (self.kind == "computed") != (self.computed is not None):
            problems.append(
                f"the column {self.key!r}: 'computed' belongs to the kind computed, and only there"
            )
        if problems:
            raise Wrong([Problem("", "columns", each) for each in problems])


@dataclass(frozen=True, slots=True)
class Sample:
    """What a random sample is drawn from: diplomas of the register, classes; `size` is how many are drawn."""

    code: str
    label: Words
    size: int

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code) or not 1 <= self.size <= LARGEST_SAMPLE:
            raise Wrong([Problem(self.code, "size", f"a sample is of 1 to {LARGEST_SAMPLE} units")])


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the checklist; its score counts with its weight."""

    code: str
    title: Words
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code) or self.weight < 0:
            raise Wrong(
                [Problem(self.code, "section", "needs a code of letters and digits, a weight from 0 up")]
            )
