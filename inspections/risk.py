"""Whom to inspect next: what is known of each institution, put before a published DMN table.

The rules are data (library/risk/risk.dmn, or a version an agency has published over it): each rule that holds adds
its points and says why. Pure: facts come in, assessments go out, no clock and no database. An assessment proposes,
a person decides. Source: NĐ 217/2025 Điều 4 and 11; INSPECTION k2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from decisions.dmn import Definitions, DmnError, evaluate_decision
from forms.messages import Words

DECISION = "Assessment"
LEVELS = ("high", "medium", "low")
PROPOSALS = ("unannounced", "propose", "propose_later", "exempt_from_visits", "none", "not_this_year")
"""In the order in which a proposal list shows them; the first three ask for a check."""
ASKS_FOR_A_CHECK = frozenset(PROPOSALS[:3])


@dataclass(frozen=True)
class RiskFacts:
    """What the rules may read of one institution; None is "not known".

    months_since_check    whole months since the latest announcement of a decision
    checks_this_year      announced or decided in this calendar year, any agency
    serious_findings      of the latest finished check, against a duty
    clean_checks          latest finished checks in a row without a finding against a duty
    last_score            of the latest finished check, 0 to 100
    months_since_licence  whole months since a licence was given or changed
    """

    months_since_check: int | None = None
    checks_this_year: int = 0
    serious_findings: int = 0
    clean_checks: int = 0
    overdue_remedies: int = 0
    signs_of_violation: int = 0
    last_score: Decimal | None = None
    was_unsigned: bool = False
    without_declaration: bool = False
    months_since_licence: int | None = None


@dataclass(frozen=True)
class Reason:
    """Points of one rule that held, and why."""

    points: int
    words: Words


@dataclass(frozen=True)
class Assessment:
    """What the rules say of one institution."""

    points: int
    level: str
    reasons: Sequence[Reason]
    proposal: str
    because: Words


class RulesUnanswered(Exception):  # noqa: N818  (a fact about the rules, told to who publishes them)
    """The rules gave no usable answer; `reason` says what was missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def assess(definitions: Definitions, facts: RiskFacts, *, at: datetime) -> Assessment:
    """Return what the rules say of one institution. Raises RulesUnanswered; BudgetExceeded of rules that cost too much."""
    try:
        result = evaluate_decision(definitions, DECISION, asdict(facts), now=at)
    except DmnError as error:
        raise RulesUnanswered(str(error)) from error
    answer = result.value
    if not isinstance(answer, Mapping) or not isinstance(answer.get("proposal"), Mapping):
        raise RulesUnanswered("; ".join(result.warnings) or "no assessment")
    chosen = answer["proposal"]
    if answer.get("level") not in LEVELS or chosen.get("proposal") not in PROPOSALS:
        raise RulesUnanswered(f"level {answer.get('level')!r}, proposal {chosen.get('proposal')!r}")
    return Assessment(
        points=whole(answer.get("points")),
        level=answer["level"],
        reasons=[Reason(whole(each.get("points")), words(each)) for each in answer.get("reasons") or ()],
        proposal=chosen["proposal"],
        because=words(chosen),
    )


def whole(value: object) -> int:
    """Return points as a whole number. Raises RulesUnanswered for anything else."""
    if not isinstance(value, (int, Decimal)) or value != int(value):
        raise RulesUnanswered(f"points {value!r}")
    return int(value)


def words(row: Mapping[str, Any]) -> Words:
    """Return the texts of a row of a table. Raises RulesUnanswered where one has no Vietnamese."""
    try:
        return Words(vi=str(row.get("vi") or ""), en=str(row.get("en") or ""))
    except ValueError as error:
        raise RulesUnanswered(str(error)) from error


@dataclass(frozen=True)
class Proposed:
    """One line of the proposal list.

    within_capacity  whether the agency can still do this check this year; None where no check is proposed
    """

    subject: Any
    facts: RiskFacts
    assessment: Assessment
    within_capacity: bool | None


def propose_next(
    definitions: Definitions, institutions: Iterable[tuple[Any, RiskFacts]], *, capacity: int, at: datetime
) -> list[Proposed]:
    """Return every institution, those to check first in front; of equals, the order in which they were given.

    institutions  what they are to the caller, with their facts
    capacity      how many more checks the agency means to do this year, 0 or more
    """
    known: dict[RiskFacts, Assessment] = {}  # many institutions are alike
    assessed = []
    for subject, facts in institutions:
        if facts not in known:
            known[facts] = assess(definitions, facts, at=at)
        assessed.append((subject, facts, known[facts]))
    assessed.sort(key=lambda each: (PROPOSALS.index(each[2].proposal), -each[2].points))
    listed, used = [], 0
    for subject, facts, assessment in assessed:
        asks = assessment.proposal in ASKS_FOR_A_CHECK
        listed.append(Proposed(subject, facts, assessment, used < capacity if asks else None))
        used += asks
    return listed
