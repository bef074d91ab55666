"""What comes of evaluating a checklist."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inspections.checklists.item import Item
from inspections.checklists.parts import Clause, Column

VIOLATION, SHORTFALL = "violation", "shortfall"


@dataclass(frozen=True)
class Facts:
    """What is known before the first answer.

    visit_on              the day that decides which clauses are in force (T0, the day the decision is announced)
    kind_of_institution   code of the checklist's kinds, "" where it is not known
    institution           further facts: ownership ("cong_lap" | "tu_thuc"), urban (true | false), name …
    samples               by sample code, the numbers of the drawn units
    """

    visit_on: date
    kind_of_institution: str = ""
    institution: Mapping[str, object] = field(default_factory=dict)
    samples: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """The limit that was applied: operator and value, or neither where a condition decided."""

    operator: str
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """What an item, or one unit of a repeated item, came to.

    key           "VB.06#17": the item's key and the number of the unit; "TS.01" where nothing is repeated
    unit          number of the unit, None where nothing is repeated
    value         as FEEL knows it; None where there is none or it cannot be read
    verdict       pass | fail | not_applicable, None while it cannot be said
    beyond_limit  whether a value is there and does not keep to the limit
    asks          what is still missing: answer, reason, evidence
    faults        words of inspections.checklists.answers: what is wrong with what was given
    broken        the columns of a table where some row is not as it must be
    """

    item: Item
    key: str
    unit: int | None = None
    visible: bool = True
    required: bool = False
    answered: bool = False
    value: object = None
    verdict: str | None = None
    measure: Measure | None = None
    beyond_limit: bool = False
    asks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    broken: tuple[Column, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionScore:
    """How a section stands; `score` is 0 to 100 with two decimals, None while nothing of it is judged."""

    code: str
    score: Decimal | None
    asked: int
    answered: int
    missing: int
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result that may become a finding.

    kind     violation: a duty was broken, under a clause in force; shortfall: anything else that is not met
    reason  none for a violation; else why it is only a shortfall: the nature, or "no_clause_in_force"
    """

    key: str
    item: Item
    kind: str
    reason: str = ""


@dataclass(frozen=True)
class Evaluation:
    """Everything that can be said about the answers.

    undrawn  codes of the samples that nobody has drawn yet: what is asked of them is not among the results
    """

    results: Mapping[str, Result]
    sections: tuple[SectionScore, ...]
    score: Decimal | None
    critical_failures: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    undrawn: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every sample is drawn, nothing is missing and nothing is wrong."""
        return not self.undrawn and not any(result.asks or result.faults for result in self.results.values())
